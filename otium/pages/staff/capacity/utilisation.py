"""How much of the hours is used: by therapist, by room, by hour of the week; which hours were lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.capacity import utilisation as desk
from otium.desk.mend.options import VISIT_STATES
from otium.desk.mend.options import words as option_words
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.capacity import words
from otium.pages.staff.capacity.asks import may
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Appointment, Practice
from otium.terms.capacity import Loss, Use

SPANS = ((-1, lazy("last week")), (-4, lazy("last 4 weeks")), (-12, lazy("last 12 weeks")), (4, lazy("next 4 weeks")),
         (8, lazy("next 8 weeks")))  # fmt: skip
USUAL = -4
STEPS = (20, 40, 60, 80)  # per cent: shades of the heat map
MANY = 200


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    more: str
    offered: str
    taken: str
    percent: str
    free: str
    outside: str
    lost: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`shade` 0 to 5; the value stands in the cell, so no colour is needed to read it."""

    text: str
    said: str
    shade: str


@dataclass(frozen=True, slots=True)
class Hour:
    name: str
    cells: tuple[Cell, ...]


@require_safe
def utilisation(request: HttpRequest) -> HttpResponse:
    practice, weeks, therapist = asked(request)
    on = clock.day(request.at, practice)
    span = desk.span_of(on, weeks)
    report = desk.report(practice, span, therapist, on=on)
    told = report.losses[-MANY:]
    visits = Appointment.objects.filter(practice=practice, pk__in=[loss.session.id for loss in told])
    by_id = {row.pk: row for row in visits.select_related("patient", "therapist")}
    shown(request, practice.pk, *(loss.session.patient_id for loss in told))
    weekdays = sorted({weekday for weekday, _hour in report.heat})
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "spans": [{"value": value, "name": name, "is_chosen": value == weeks} for value, name in SPANS],
        "weeks": weeks,
        "period": _("%(first)s to %(last)s")
        % {"first": present.day(span.first, on), "last": present.day(span.last, on)},
        "rows": [_worker(worker.name, worker.shifts is None, use, lost) for worker, use, lost in report.workers],
        "total": _total(report),
        "rooms": [_row(room.name, place, use) for room, place, use in report.rooms],
        "without_room": report.without_room,
        "weekdays": [words.weekday(n) for n in weekdays],
        "heat": _heat(report.heat, weekdays),
        "by_week": [_week(monday, use, on) for monday, use in report.weeks.items()],
        "losses": [_loss(loss, by_id[loss.session.id], practice, on) for loss in reversed(told)],
        "lost": words.hours(sum(loss.lost_minutes for loss in report.losses)),
        "fell_out": len(report.losses),
        "refilled": sum(loss.lost_minutes == 0 for loss in report.losses),
        "unknown": report.unknown,
        "notice_hours": report.notice_hours,
        "may_produce": may(request, "production", practice),
        "may_export": may(request, "utilisation_export", practice),
    }
    return render(request, "capacity/utilisation.html", context)


def asked(request: HttpRequest) -> tuple[Practice, int, UUID | None]:
    """The practice, how many weeks (back where it is negative), and one therapist or none."""
    try:
        weeks = int(request.GET.get("weeks", USUAL))
        therapist = UUID(request.GET["therapist"]) if request.GET.get("therapist") else None
    except ValueError:
        weeks, therapist = USUAL, None
    return practice_of(request), weeks if weeks in dict(SPANS) else USUAL, therapist


def _worker(name: str, is_unknown: bool, use: Use, lost: int) -> Row:
    return _row(name, _("hours not on file: the practice’s are taken") if is_unknown else "", use, lost)


def _row(name: str, more: str, use: Use, lost: int = 0) -> Row:
    return Row(
        name=name,
        more=more,
        offered=words.hours(use.offered),
        taken=words.hours(use.taken),
        percent=words.percent(use.percent),
        free=words.hours(use.free),
        outside=words.hours(use.outside) if use.outside else "",
        lost=words.hours(lost) if lost else "",
        is_taken=bool(use.taken or use.outside),
    )


def _total(report: desk.Report) -> Row | None:
    if len(report.workers) < 2:
        return None
    uses = [use for _worker, use, _lost in report.workers]
    together = Use(sum(u.offered for u in uses), sum(u.taken for u in uses), sum(u.outside for u in uses))
    return _row(_("All"), "", together, sum(loss.lost_minutes for loss in report.losses))


def _heat(heat: Mapping[tuple[int, int], Use], weekdays: list[int]) -> list[Hour]:
    if not heat:
        return []
    hours = [hour for _weekday, hour in heat]
    return [
        Hour(words.hour(hour), tuple(_cell(heat.get((weekday, hour))) for weekday in weekdays))
        for hour in range(min(hours), max(hours) + 1)
    ]


def _cell(use: Use | None) -> Cell:
    if use is None:
        return Cell("–", _("not offered"), "none")
    if use.percent is None:
        return Cell(words.hours(use.outside), _("outside the hours offered"), "out")
    said = _("%(taken)s of %(offered)s") % {"taken": words.hours(use.taken), "offered": words.hours(use.offered)}
    return Cell(words.percent(use.percent), said, str(sum(use.percent > step for step in STEPS)))


def _week(monday: date, use: Use, on: date) -> dict[str, Any]:
    return {"name": present.day(monday, on), "percent": words.percent(use.percent), "value": use.percent or 0,
            "offered": words.hours(use.offered), "taken": words.hours(use.taken)}  # fmt: skip


def _loss(loss: Loss, found: Appointment, practice: Practice, on: date) -> dict[str, str]:
    at = loss.session.span.start.astimezone(clock.zone(practice))
    return {
        "url": reverse("visit", args=[found.pk]),
        "name": f"{found.patient.first_name} {found.patient.last_name}",
        "when": f"{present.day(loss.session.on, on)}, {present.hour(at)}",
        "therapist": found.therapist.name if found.therapist else "",
        "state": str(option_words(VISIT_STATES, loss.session.status.value)),
        "lost": words.hours(loss.lost_minutes) if loss.lost_minutes else "",
    }
