"""Addresses of inquiries."""

from django.urls import path

from otium.pages.staff.inquiries import views

urlpatterns = [
    path("patients/<uuid:patient_id>/coverage/<uuid:coverage_id>/ask/", views.ask, name="inquiry_ask"),
]
