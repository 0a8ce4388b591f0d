"""How soon referred patients are seen, and which cancelled hours were filled: figures, their rows, CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.offers import measuring
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.staff.waitlist import weeks
from otium.records.models import Patient, Practice
from otium.terms.access_measures import Access, Arrival, CancelledHour, HourOutcome, Hours, Step
from otium.terms.measured import Share, Spread

SHOWN = 200
REFERRALS = ("source", "location", "written_on", "contact_on", "offered_on", "evaluated_on",
             "days_to_contact", "days_to_offer", "days_to_evaluation")  # fmt: skip
HOURS = ("starts_at", "therapist", "location", "minutes", "notice_hours", "outcome")

OPENED: dict[str, Any] = {
    **dict.fromkeys((*(step.value for step in Step), "converted"), lazy("The referrals that are counted")),
    HourOutcome.REFILLED.value: lazy("Cancelled hours that somebody else came to"),
    HourOutcome.LOST.value: lazy("Cancelled hours that nobody came to"),
    HourOutcome.NOT_OPEN.value: lazy("Cancelled hours that were not open to others"),
}
REFERRAL_HEAD = (lazy("Source"), lazy("Location"), lazy("Written"), lazy("First contact"), lazy("Evaluation offered"),
                 lazy("Evaluation done"))  # fmt: skip
HOUR_HEAD = (lazy("Hour"), lazy("Therapist"), lazy("Location"), lazy("Minutes"), lazy("Notice"))
BY = ((lazy("By who referred"), attrgetter("source")), (lazy("By location"), attrgetter("location")))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` empty: too few to say. `url` opens the rows it counts."""

    name: str
    value: str
    rests: str
    means: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    count: int
    cells: tuple[str, ...]


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    arrived = measuring.arrivals(practice, on)
    cancelled = measuring.cancelled_hours(practice, request.at)
    opened = request.GET.get("rows", "")
    rows = _rows(opened, arrived, cancelled, practice)
    shown(request, practice.pk, *(row["patient_id"] for row in rows))
    base = f"{reverse('waitlist_measures')}?practice={practice.slug}&rows="
    mine = [m for m in request.memberships if m.practice_id == practice.pk]
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "access": _access(measuring.access(arrived), base),
        "hours": _hours(measuring.hours(cancelled), base),
        "weeks": weeks.plot(measuring.by_week(cancelled, on, measuring.WEEKS)),
        "groups": [(title, _grouped(arrived, key)) for title, key in BY],
        "opened": opened if opened in OPENED else "",
        "head": HOUR_HEAD if opened in list(HourOutcome) else REFERRAL_HEAD,
        "opened_title": OPENED.get(opened, ""),
        "rows": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "may_export": bool(access.practices_for(access.DOORS["waitlist_measures_export"], mine)),
    }
    return render(request, "waitlist/measures.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """`?of=hours`: the cancelled hours; else the referrals. Days as ISO dates, empty where not known."""
    practice = practice_of(request)
    if request.GET.get("of") == "hours":
        cancelled = measuring.cancelled_hours(practice, request.at)
        shown(request, practice.pk, *(each.patient_id for each in cancelled))
        zone = clock.zone(practice)
        rows: list[tuple[Any, ...]] = [
            (e.starts_at.astimezone(zone).isoformat("T", "minutes"), e.therapist, e.location, e.minutes, e.notice_hours,
             e.outcome.value)
            for e in cancelled
        ]  # fmt: skip
        return _file(practice, request, "cancelled-hours", HOURS, rows)
    arrived = measuring.arrivals(practice, clock.day(request.at, practice))
    shown(request, practice.pk, *(each.patient_id for each in arrived))
    rows = [
        (a.source, a.location, a.written_on, a.contact_on, a.offered_on, a.done_on,
         *(measuring.days(a, step) for step in Step))
        for a in arrived
    ]  # fmt: skip
    return _file(practice, request, "referrals", REFERRALS, rows)


def _file(
    practice: Practice, request: HttpRequest, name: str, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> HttpResponse:
    day = clock.day(request.at, practice).isoformat()
    return HttpResponse(
        rows_as_csv(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{practice.slug}-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _access(found: Access, base: str) -> list[Figure]:
    means = {
        Step.CONTACT: (_("Referral to first contact"), _("the first message told, offer made or visit booked on file")),
        Step.OFFERED: (_("Referral to evaluation offered"), _("the first evaluation booked, or offered by text")),
        Step.DONE: (_("Referral to evaluation done"), _("the first evaluation that was given")),
    }
    figures = [
        Figure(name, _days(found.days[step]), _rests(found.days[step], found.count), said, base + step.value)
        for step, (name, said) in means.items()
    ]
    converted = Figure(
        _("Referrals that came to an evaluation"), _percent(found.converted), _of(found.converted),
        _("of the first referrals of the last year; those who still wait count as not yet"), base + "converted",
    )  # fmt: skip
    return [*figures, converted]


def _hours(found: Hours, base: str) -> list[Figure]:
    time = {"time": present.length(found.lost_minutes)}
    lost = _("%(time)s of a therapist’s time") % time if found.count else _("nothing was cancelled")
    left_out = ngettext("%(n)d left out", "%(n)d left out", found.not_open) % {"n": found.not_open}
    return [
        Figure(
            _("Cancelled hours refilled"), _percent(found.refilled), _of(found.refilled),
            _("cancelled or missed, and somebody else came or was booked with that therapist"), base + "refilled",
        ),
        Figure(
            _("Hours lost"), str(found.lost) if found.count else "",
            lost,
            _("cancelled or missed, and nobody else came"), base + "lost",
        ),
        Figure(
            _("Not open to others"), str(found.not_open) if found.count else "", left_out,
            _("the therapist was away, or the session went on without one patient: in no other figure"),
            base + "not_open",
        ),
    ]  # fmt: skip


def _days(spread: Spread) -> str:
    if spread.p50 is None or spread.p90 is None:
        return ""
    usual = ngettext("%(n)d day", "%(n)d days", spread.p50) % {"n": spread.p50}
    return _("%(usual)s, slow %(slow)d") % {"usual": usual, "slow": spread.p90}


def _rests(spread: Spread, count: int) -> str:
    return _("%(n)d of %(count)d referrals") % {"n": spread.n, "count": count}


def _percent(share: Share) -> str:
    return f"{share.percent} %" if share.percent is not None else ""


def _of(share: Share) -> str:
    return _("%(count)d of %(n)d") % {"count": share.count, "n": share.n}


def _grouped(arrived: list[Arrival], key: Any) -> list[Group]:
    return [
        Group(
            name or _("not on file"), found.count,
            (*(_days(found.days[step]) for step in Step), _percent(found.converted)),
        )
        for name, found in measuring.grouped(arrived, key).items()
    ]  # fmt: skip


def _rows(
    opened: str, arrived: list[Arrival], cancelled: list[CancelledHour], practice: Practice
) -> list[dict[str, Any]]:
    if opened in {step.value for step in Step} | {"converted"}:
        names = _names(practice, (a.patient_id for a in arrived))
        return [_referral(a, names) for a in arrived]
    if opened in list(HourOutcome):
        kept = [each for each in cancelled if each.outcome.value == opened]
        names = _names(practice, (each.patient_id for each in kept))
        return [_hour(each, names, practice) for each in kept]
    return []


def _names(practice: Practice, patients: Iterable[Any]) -> dict[Any, str]:
    rows = Patient.objects.filter(practice=practice, pk__in=set(patients)).values_list("pk", "first_name", "last_name")
    return {key: f"{first} {last}" for key, first, last in rows}


def _referral(arrival: Arrival, names: dict[Any, str]) -> dict[str, Any]:
    reached = (arrival.contact_on, arrival.offered_on, arrival.done_on)
    return {
        "patient_id": arrival.patient_id,
        "name": names[arrival.patient_id],
        "url": reverse("patient", args=[arrival.patient_id]),
        "cells": (
            arrival.source or _("not on file"), arrival.location or _("not on file"), _day(arrival.written_on),
            *(_reached(day, measuring.days(arrival, step)) for day, step in zip(reached, Step, strict=True)),
        ),
    }  # fmt: skip


def _reached(day: date | None, days: int | None) -> str:
    if day is None:
        return _("not on file")
    if days is None:
        return present.full_day(day)
    return f"{present.full_day(day)} ({ngettext('%(n)d day', '%(n)d days', days) % {'n': days}})"


def _day(day: date | None) -> str:
    return present.full_day(day) if day else _("not on file")


def _hour(hour: CancelledHour, names: dict[Any, str], practice: Practice) -> dict[str, Any]:
    local = hour.starts_at.astimezone(clock.zone(practice))
    notice = hour.notice_hours
    told = _("not on file") if notice is None else ngettext("%(n)d hour", "%(n)d hours", notice) % {"n": notice}
    return {
        "patient_id": hour.patient_id,
        "name": names[hour.patient_id],
        "url": reverse("visit", args=[hour.visit_id]),
        "cells": (f"{present.full_day(local.date())}, {present.hour(local)}", hour.therapist,
                  hour.location or _("not on file"), str(hour.minutes), told),
    }  # fmt: skip
