"""Addresses of the waitlist."""

from django.urls import path

from otium.pages.staff.waitlist import views

urlpatterns = [
    path("waitlist/", views.waitlist, name="waitlist"),
    path("schedule/<uuid:appointment_id>/refill/", views.refill, name="visit_refill"),
]
