"""Scorecards as CSV: all payers, or one by plan, code and therapist. Numbers as numbers, empty where none is said."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.payers import scoring
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.payers.views import find
from otium.pages.staff.records.owner import practice_of
from otium.pages.staff.scorecards.views import listed
from otium.records.models import Practice
from otium.terms.prior_auth import Basis
from otium.terms.scorecard import Granted, Score

FIGURES = (
    "sent", "waiting", "decided", "approved", "cut", "denied", "approved_percent", "cut_percent", "denied_percent",
    "pended", "visits_asked", "visits_granted", "units_asked", "units_granted", "business_days_n",
    "business_days_p50", "business_days_p90",
)  # fmt: skip


@require_safe
def scorecards_export(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    shown(request, practice.pk)
    rows = [(p.name, p.payer_type, *_figures(s)) for p, s in listed(practice, clock.day(request.at, practice))]
    return _file(request, practice, "payer-decisions", ("payer", "type", *FIGURES), rows)


@require_safe
def scorecard_export(request: HttpRequest, payer_id: UUID) -> HttpResponse:
    row = find(payer_id)
    shown(request, row.practice_id)
    card = scoring.card(row.practice, row.pk, clock.day(request.at, row.practice))
    rows = [(row.name, "all", "", *_figures(card.score))]
    for by, scores in card.parts.items():
        rows += [(row.name, by, name, *_figures(score)) for name, score in scores.items()]
    return _file(request, row.practice, "payer-decisions-by", ("payer", "by", "name", *FIGURES), rows)


def _figures(score: Score) -> tuple[Any, ...]:
    visits, units = (score.granted.get(basis, Granted()) for basis in (Basis.VISITS, Basis.UNITS))
    days = score.turnaround
    return (
        score.sent, score.waiting, score.decided, score.approved.count, score.cut.count, score.denied.count,
        score.approved.percent, score.cut.percent, score.denied.percent, score.pended.count,
        *(_sums(visits)), *(_sums(units)), days.n, days.p50, days.p90,
    )  # fmt: skip


def _sums(sums: Granted) -> tuple[int | None, int | None]:
    return (sums.asked, sums.granted) if sums.n else (None, None)


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
