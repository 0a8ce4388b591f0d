"""Addresses of the board."""

from django.urls import path

from otium.pages.staff.eligibility import views

urlpatterns = [
    path("eligibility/", views.board, name="eligibility"),
    path("eligibility/print/", views.letter, name="eligibility_print"),
    path("eligibility/export/", views.export, name="eligibility_export"),
    path("eligibility/ask/", views.ask, name="eligibility_ask"),
]
