"""Addresses of the waitlist."""

from django.urls import path

from otium.pages.staff.waitlist import board, measures, offering, settings, views

urlpatterns = [
    path("waitlist/", board.waitlist, name="waitlist"),
    path("waitlist/measures/", measures.measures, name="waitlist_measures"),
    path("waitlist/measures/export/", measures.export, name="waitlist_measures_export"),
    path("waitlist/<uuid:waiting_id>/", board.entry, name="waitlist_entry"),
    path("waitlist/rounds/<uuid:round_id>/stop/", offering.stop, name="offer_stop"),
    path("schedule/<uuid:hour_id>/refill/", views.refill, name="visit_refill"),
    path("schedule/<uuid:hour_id>/offer/", offering.offer, name="visit_offer"),
    path("settings/waitlist/", settings.waitlist, name="settings_waitlist"),
]
