"""The address at which services tell of texts."""

from django.urls import path

from otium.doors.texts import views

urlpatterns = [path("receipts/texts/<str:token>/", views.receipt, name="text_receipt")]
