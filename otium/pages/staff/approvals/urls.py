"""Addresses of decisions and of the ledger of authorizations."""

from django.urls import path

from otium.pages.staff.approvals import deciding, reduction, views

LEDGER = "patients/<uuid:patient_id>/authorizations/"

urlpatterns = [
    path("prior-auth/<uuid:request_id>/decision/undo/", deciding.undo, name="decision_undo"),
    path("prior-auth/<uuid:request_id>/decision/", deciding.of_request, name="decision_add"),
    path("prior-auth/<uuid:request_id>/reduction/", reduction.reduction, name="reduction"),
    path("patients/<uuid:patient_id>/decision/", deciding.of_patient, name="patient_decision_add"),
    path(LEDGER, views.ledger, name="patient_authorizations"),
    path(f"{LEDGER}print/", views.ledger_print, name="patient_authorizations_print"),
    path(f"{LEDGER}export/", views.ledger_export, name="patient_authorizations_export"),
]
