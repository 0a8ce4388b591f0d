"""Payers as CSV: all with their figures, or one with the rules in force."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.payers import present as said
from otium.pages.staff.payers import views
from otium.pages.staff.records.owner import practice_of
from otium.records.models import Practice

FIGURES = (
    "payer", "type", "own_rules", "payer_ids", "phone", "patients", "inquiries_sent", "inquiries_answered",
    "answer_seconds_p50", "answer_seconds_p90", "answers_read", "answers_rejected", "calls", "hold_minutes_median",
    "hold_minutes_p90", "claims_decided", "decision_days_n", "decision_days_p50", "decision_days_p90", "claims_denied",
)  # fmt: skip
RULES = ("payer", "rule", "value", "certainty", "effective_from", "effective_to", "source")


@require_safe
def payers_export(request: HttpRequest) -> HttpResponse:
    """One row a payer; figures as numbers, empty where nothing is known."""
    practice = practice_of(request)
    shown(request, practice.pk)
    rows = [_figures(found) for found in views.listed(practice, request.at)]
    return _file(request, practice, "payers", FIGURES, rows)


def _figures(found: views.Found) -> tuple[Any, ...]:
    payer, seen = found.payer, found.measured
    return (
        payer.name, payer.payer_type, payer.rules_key, said.ids(payer), payer.phone, seen.patients, seen.asked,
        seen.answer.n, seen.answer.p50, seen.answer.p90, seen.rejected.n, seen.rejected.count, seen.hold.calls,
        seen.hold.median, seen.hold.p90, seen.denied.n, seen.decision.n, seen.decision.p50, seen.decision.p90,
        seen.denied.count,
    )  # fmt: skip


@require_safe
def payer_export(request: HttpRequest, payer_id: UUID) -> HttpResponse:
    """The rules in force today, each with its source."""
    row = views.find(payer_id)
    shown(request, row.practice_id)
    rules = views.rules_of(row, request.at)
    rows = [
        (row.name, name, getattr(rules, name), ground.certainty, ground.starts_on, ground.ends_on, ground.source)
        for name, ground in sorted(rules.grounds.items())
    ]
    return _file(request, row.practice, "payer-rules", RULES, rows)


def _file(
    request: HttpRequest, practice: Practice, name: str, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> HttpResponse:
    day = clock.day(request.at, practice).isoformat()
    return HttpResponse(
        rows_as_csv(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{practice.slug}-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )
