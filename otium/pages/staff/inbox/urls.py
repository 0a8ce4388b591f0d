"""Addresses of the inbox."""

from django.urls import path

from otium.pages.staff.inbox import moves, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:file_id>/", views.file, name="inbox_file"),
    path("inbox/<uuid:file_id>/raw/", views.raw, name="inbox_raw"),
    path("inbox/<uuid:file_id>/match/", moves.match_file, name="inbox_match"),
    path("inbox/<uuid:file_id>/set-aside/", moves.set_aside, name="inbox_set_aside"),
    path("inbox/<uuid:file_id>/route/", moves.route, name="inbox_route"),
]
