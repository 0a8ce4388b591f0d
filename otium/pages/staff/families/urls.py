"""Addresses of what families are told."""

from django.urls import path

from otium.pages.staff.families import moves, reminders, sandbox, settings, views

urlpatterns = [
    path("families/", views.families, name="families"),
    path("families/approve/", moves.approve_shown, name="families_approve"),
    path("families/<uuid:notice_id>/", views.notice, name="family_notice"),
    path("families/<uuid:notice_id>/letter/", views.letter, name="family_letter"),
    path("families/<uuid:notice_id>/approve/", moves.approve, name="family_notice_approve"),
    path("families/<uuid:notice_id>/again/", moves.again, name="family_notice_again"),
    path("families/<uuid:notice_id>/answer/", moves.answer, name="family_notice_answer"),
    path("families/<uuid:notice_id>/withdraw/", moves.withdraw, name="family_notice_withdraw"),
    path("families/<uuid:notice_id>/no-texts/", moves.no_texts, name="family_texts_stop"),
    path("settings/families/", settings.families, name="settings_families"),
    path("settings/reminders/", reminders.reminders, name="settings_reminders"),
    path("sandbox/", sandbox.sandbox, name="sandbox"),
    path("sandbox/reply/", sandbox.reply, name="sandbox_reply"),
]
