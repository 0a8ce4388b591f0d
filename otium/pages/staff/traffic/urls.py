"""Addresses of the traffic."""

from django.urls import path

from otium.pages.staff.traffic import explaining, moves, views

urlpatterns = [
    path("traffic/", views.traffic, name="traffic"),
    path("traffic/export/", views.traffic_export, name="traffic_export"),
    path("traffic/explain/", explaining.traffic_explain, name="traffic_explain"),
    path("traffic/<uuid:parcel_id>/", views.parcel, name="parcel"),
    path("traffic/<uuid:parcel_id>/resend/", moves.parcel_resend, name="parcel_resend"),
    path("traffic/<uuid:parcel_id>/withdraw/", moves.parcel_withdraw, name="parcel_withdraw"),
    path("traffic/sent/<uuid:transmission_id>/", views.transmission, name="transmission"),
    path("traffic/sent/<uuid:transmission_id>/raw/", views.transmission_raw, name="transmission_raw"),
    path("traffic/sent/<uuid:transmission_id>/arrived/", moves.transmission_arrived, name="transmission_arrived"),
    path("traffic/sent/<uuid:transmission_id>/again/", moves.transmission_again, name="transmission_again"),
]
