"""Addresses of the audit trail."""

from django.urls import path

from otium.pages.staff.audit import views

urlpatterns = [
    path("audit/", views.trail, name="audit"),
    path("audit/export/", views.export, name="audit_export"),
]
