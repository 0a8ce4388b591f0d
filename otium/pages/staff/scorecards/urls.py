"""Addresses of payers' scorecards."""

from django.urls import path

from otium.pages.staff.scorecards import export, views

urlpatterns = [
    path("prior-auth/payers/", views.scorecards, name="scorecards"),
    path("prior-auth/payers/export/", export.scorecards_export, name="scorecards_export"),
    path("prior-auth/payers/<uuid:payer_id>/", views.scorecard, name="scorecard"),
    path("prior-auth/payers/<uuid:payer_id>/export/", export.scorecard_export, name="scorecard_export"),
]
