"""Addresses of calls."""

from django.urls import path

from otium.pages.staff.calls import ledger, moves, one, script

OF_COVERAGE = "patients/<uuid:patient_id>/coverage/<uuid:coverage_id>/call/"

urlpatterns = [
    path(OF_COVERAGE, script.call_add, name="call_add"),
    path(f"{OF_COVERAGE}print/", script.call_print, name="call_print"),
    path("calls/", ledger.calls, name="calls"),
    path("calls/export/", ledger.calls_export, name="calls_export"),
    path("calls/<uuid:call_id>/", one.call, name="call"),
    path("calls/<uuid:call_id>/correct/", script.call_correct, name="call_correct"),
    path("calls/<uuid:call_id>/withdraw/", moves.call_withdraw, name="call_withdraw"),
]
