"""Addresses of what families owe."""

from django.urls import path

from otium.pages.staff.costs import estimates, views

urlpatterns = [
    path("patients/<uuid:patient_id>/costs/", views.patient_costs, name="patient_costs"),
    path("patients/<uuid:patient_id>/costs/print/", views.patient_costs_print, name="patient_costs_print"),
    path("patients/<uuid:patient_id>/costs/letter/", views.patient_costs_letter, name="patient_costs_letter"),
    path("patients/<uuid:patient_id>/costs/export/", views.patient_costs_export, name="patient_costs_export"),
    path("patients/<uuid:patient_id>/estimates/ask/", estimates.ask, name="patient_estimate_ask"),
    path("patients/<uuid:patient_id>/estimates/draft/", estimates.draft, name="patient_estimate_draft"),
    path("patients/<uuid:patient_id>/estimates/<uuid:estimate_id>/", estimates.estimate, name="patient_estimate"),
    path(
        "patients/<uuid:patient_id>/estimates/<uuid:estimate_id>/change/",
        estimates.change,
        name="patient_estimate_change",
    ),
    path(
        "patients/<uuid:patient_id>/estimates/<uuid:estimate_id>/issue/", estimates.issue, name="patient_estimate_issue"
    ),
    path(
        "patients/<uuid:patient_id>/estimates/<uuid:estimate_id>/withdraw/",
        estimates.withdraw,
        name="patient_estimate_withdraw",
    ),
]
