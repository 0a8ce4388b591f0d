"""Addresses of a patient's chart."""

from django.urls import path

from otium.pages.staff.chart import export, reading, views

BASE = "patients/<uuid:patient_id>/"

urlpatterns = [
    path(f"{BASE}chart/", views.chart, name="chart"),
    path(f"{BASE}chart.csv", export.export, name="chart_export"),
    path(f"{BASE}chart/save/", views.save, name="chart_save"),
    path(f"{BASE}chart/<uuid:entry_id>/take-back/", views.take_back, name="chart_take_back"),
    path(f"{BASE}documents/<uuid:document_id>/read/", reading.read, name="document_read"),
    path(f"{BASE}goal-notes/<uuid:note_id>/withdraw/", views.withdraw_note, name="goal_note_withdraw"),
    path(f"{BASE}goal-notes/<uuid:note_id>/restore/", views.restore_note, name="goal_note_restore"),
]
