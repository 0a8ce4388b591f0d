"""Address of the payer rules."""

from django.urls import path

from otium.pages.staff.payer_rules import views

urlpatterns = [path("payer-rules/", views.payer_rules, name="payer_rules")]
