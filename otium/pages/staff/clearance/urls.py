"""Addresses of clearance."""

from django.urls import path

from otium.pages.staff.clearance import views

urlpatterns = [
    path("patients/<uuid:patient_id>/clearance/", views.ledger, name="clearance"),
    path("patients/<uuid:patient_id>/clearance/print/", views.letter, name="clearance_print"),
    path("patients/<uuid:patient_id>/clearance/export/", views.export, name="clearance_export"),
    path("schedule/<uuid:appointment_id>/clearance/", views.of_visit, name="visit_clearance"),
]
