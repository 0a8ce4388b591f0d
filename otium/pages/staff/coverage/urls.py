"""Addresses of one coverage."""

from django.urls import path

from otium.pages.staff.coverage import views

BASE = "patients/<uuid:patient_id>/coverages/<uuid:coverage_id>/"
urlpatterns = [
    path(BASE, views.coverage, name="coverage"),
    path(f"{BASE}print/", views.letter, name="coverage_print"),
    path(f"{BASE}export/", views.export, name="coverage_export"),
]
