"""Production, utilisation and forecast as CSV. Numbers as numbers, empty where none is known."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.capacity import forecast, production, utilisation
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.capacity import utilisation as use_page
from otium.pages.staff.capacity.asks import asked
from otium.pages.staff.capacity.production import SHOWN
from otium.pages.staff.records.owner import practice_of
from otium.records.models import Practice
from otium.terms.capacity import Use
from otium.terms.production import TargetUnit

OF_PRODUCTION = (
    "therapist", "first", "last", "visits_made", "visits_booked", "visits_not_marked", "units", "visits_units_unknown",
    "minutes", "expected_dollars", "visits_dollars_unknown", "booked_dollars", "target_visits", "target_hours",
)  # fmt: skip
OF_USE = ("what", "name", "place", "offered_minutes", "taken_minutes", "outside_minutes", "percent", "lost_minutes")
OF_FORECAST = (
    "therapist", "week", "offered_minutes", "booked_minutes", "usable_minutes", "series_minutes", "plans_minutes",
    "free_minutes", "booked_beyond_authorization_minutes", "evaluations_that_can_start",
)  # fmt: skip


@require_safe
def production_export(request: HttpRequest) -> HttpResponse:
    asks = asked(request)
    shown(request, asks.practice.pk)
    report = production.report(asks.practice, asks.on, asks.by, SHOWN[asks.by])
    return _file(request, asks.practice, "production", OF_PRODUCTION, (_produced(v) for v in report.lines.values()))


def _produced(line: production.Line) -> tuple[Any, ...]:
    made = line.produced
    return (
        line.worker.name if line.worker else "", line.period.first, line.period.last, len(made.made), len(made.booked),
        len(made.unmarked), made.units, made.unknown_units, made.minutes, made.dollars, made.unpriced,
        made.booked_dollars, line.asked.get(TargetUnit.VISITS), line.asked.get(TargetUnit.HOURS),
    )  # fmt: skip


@require_safe
def utilisation_export(request: HttpRequest) -> HttpResponse:
    practice, weeks, therapist = use_page.asked(request)
    shown(request, practice.pk)
    on = clock.day(request.at, practice)
    report = utilisation.report(practice, utilisation.span_of(on, weeks), therapist, on=on)
    rows: list[tuple[Any, ...]] = [("therapist", w.name, "", *_use(use), lost) for w, use, lost in report.workers]
    rows += [("room", room.name, place, *_use(use), None) for room, place, use in report.rooms]
    heat = sorted(report.heat.items())
    rows += [("hour of the week", f"{day} {hour}:00", "", *_use(use), None) for (day, hour), use in heat]
    return _file(request, practice, "utilisation", OF_USE, rows)


def _use(use: Use) -> tuple[int | None, ...]:
    return use.offered, use.taken, use.outside, use.percent


@require_safe
def forecast_export(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    shown(request, practice.pk)
    found = forecast.report(practice, request.at)
    rows = [
        (
            line.worker.name if line.worker else "", week.monday, week.offered, week.booked, week.usable, week.series,
            week.plans, week.left, week.ending, line.starts[place] if line.starts else None,
        )
        for line in found.lines
        for place, week in enumerate(line.weeks)
    ]  # fmt: skip
    return _file(request, practice, "forecast", OF_FORECAST, rows)


def _file(
    request: HttpRequest, practice: Practice, name: str, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> HttpResponse:
    day = clock.day(request.at, practice).isoformat()
    return HttpResponse(
        rows_as_csv(header, list(rows)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{practice.slug}-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )
