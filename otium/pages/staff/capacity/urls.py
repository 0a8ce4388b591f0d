"""Addresses of production, utilisation and forecast."""

from django.urls import path

from otium.pages.staff.capacity import export, forecast, production, utilisation

urlpatterns = [
    path("schedule/production/", production.production, name="production"),
    path("schedule/production/visits/", production.visits, name="production_visits"),
    path("schedule/production/export/", export.production_export, name="production_export"),
    path("schedule/utilisation/", utilisation.utilisation, name="utilisation"),
    path("schedule/utilisation/export/", export.utilisation_export, name="utilisation_export"),
    path("schedule/forecast/", forecast.forecast, name="forecast"),
    path("schedule/forecast/export/", export.forecast_export, name="forecast_export"),
    path("schedule/forecast/assume/", forecast.assume, name="forecast_assume"),
]
