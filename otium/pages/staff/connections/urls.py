"""Addresses of connections."""

from django.urls import path

from otium.pages.staff.connections import moves, views

urlpatterns = [
    path("connections/", views.connections, name="connections"),
    path("connections/add/", views.connection_add, name="connection_add"),
    path("connections/<uuid:connection_id>/", views.connection, name="connection"),
    path("connections/<uuid:connection_id>/change/", views.connection_change, name="connection_change"),
    path("connections/<uuid:connection_id>/pause/", moves.connection_pause, name="connection_pause"),
    path("connections/<uuid:connection_id>/resume/", moves.connection_resume, name="connection_resume"),
    path("connections/<uuid:connection_id>/test/", moves.connection_test, name="connection_test"),
    path("connections/<uuid:connection_id>/pin/", moves.connection_pin, name="connection_pin"),
    path("connections/<uuid:connection_id>/fetch/", moves.connection_fetch, name="connection_fetch"),
    path("connections/<uuid:connection_id>/message/", moves.connection_message, name="connection_message"),
]
