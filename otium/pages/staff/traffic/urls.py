"""Addresses of the traffic."""

from django.urls import path

from otium.pages.staff.traffic import explaining

urlpatterns = [
    path("traffic/explain/", explaining.traffic_explain, name="traffic_explain"),
]
