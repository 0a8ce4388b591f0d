"""Addresses of authorization requests."""

from django.urls import path

from otium.pages.staff.prior_auth import board, moves, papers, views

urlpatterns = [
    path("prior-auth/", board.authorizations, name="authorizations"),
    path("prior-auth/export/", board.authorizations_export, name="authorizations_export"),
    path("prior-auth/new/<uuid:patient_id>/", views.new, name="request_new"),
    path("prior-auth/draft/<uuid:task_id>/", moves.draft, name="request_draft"),
    path("prior-auth/<uuid:request_id>/", views.request_page, name="request"),
    path("prior-auth/<uuid:request_id>/change/", views.change, name="request_change"),
    path("prior-auth/<uuid:request_id>/send/", moves.send, name="request_send"),
    path("prior-auth/<uuid:request_id>/answer/", moves.answer, name="request_answer"),
    path("prior-auth/<uuid:request_id>/take-back/", moves.take_back, name="request_take_back"),
    path("prior-auth/<uuid:request_id>/reopen/", moves.reopen, name="request_reopen"),
    path("prior-auth/<uuid:request_id>/acknowledge/", moves.acknowledge, name="request_acknowledge"),
    path("prior-auth/<uuid:request_id>/extension/", moves.extension, name="request_extension"),
    path("prior-auth/<uuid:request_id>/cancel/", moves.cancel, name="request_cancel"),
    path("prior-auth/<uuid:request_id>/worksheet/", papers.worksheet, name="request_worksheet"),
    path("prior-auth/<uuid:request_id>/call/", papers.script, name="request_call"),
    path("prior-auth/<uuid:request_id>/fax/", papers.fax, name="request_fax"),
]
