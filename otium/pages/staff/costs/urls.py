"""Addresses of what families owe."""

from django.urls import path

from otium.pages.staff.costs import views

urlpatterns = [
    path("patients/<uuid:patient_id>/costs/", views.patient_costs, name="patient_costs"),
    path("patients/<uuid:patient_id>/costs/print/", views.patient_costs_print, name="patient_costs_print"),
    path("patients/<uuid:patient_id>/costs/export/", views.patient_costs_export, name="patient_costs_export"),
]
