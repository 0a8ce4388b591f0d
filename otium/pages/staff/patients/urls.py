"""Addresses of patients."""

from django.urls import path

from otium.pages.staff.patients import finding, views

urlpatterns = [
    path("search/", finding.find, name="search"),
    path("patients/", views.patients, name="patients"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/print/", views.letter, name="patient_print"),
]
