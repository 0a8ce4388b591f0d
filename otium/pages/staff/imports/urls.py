"""Addresses of the import."""

from django.urls import path

from otium.pages.staff.imports import mapping, moves, views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/upload/", moves.upload, name="import_upload"),
    path("import/mapping/", mapping.mapping, name="import_mapping"),
    path("import/<uuid:run_id>/", views.run, name="import_run"),
    path("import/<uuid:run_id>/progress/", views.progress, name="import_progress"),
    path("import/<uuid:run_id>/held/", views.held, name="import_held"),
    path("import/<uuid:run_id>/preview/", moves.preview, name="import_preview"),
    path("import/<uuid:run_id>/apply/", moves.apply, name="import_apply"),
]
