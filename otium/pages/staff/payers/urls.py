"""Addresses of payers."""

from django.urls import path

from otium.pages.staff.payers import export, views

urlpatterns = [
    path("payers/", views.payers, name="payers"),
    path("payers/export/", export.payers_export, name="payers_export"),
    path("payers/<uuid:payer_id>/", views.payer, name="payer"),
    path("payers/<uuid:payer_id>/export/", export.payer_export, name="payer_export"),
]
