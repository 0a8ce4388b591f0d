"""The week, the day, the month, and the sheet of a day for the wall."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import access, agenda, calendar, clock
from otium.desk.appointments.needs import open_days
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments import cells, loading, months, sheet, staffing
from otium.pages.staff.appointments import chosen as choices
from otium.pages.staff.appointments import day as days
from otium.pages.staff.appointments.chosen import Chosen
from otium.pages.staff.appointments.loading import Booked
from otium.pages.staff.appointments.present import day_of, monday
from otium.pages.staff.appointments.staffing import House
from otium.pages.staff.appointments.week import week
from otium.pages.staff.clearance.strip import Strip
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Membership, PeerToPeer, Practice

A_WEEK, A_DAY = 7, 1


@dataclass(frozen=True, slots=True)
class Found:
    """What a page of the calendar shows. `visits` are those the filters leave."""

    practice: Practice
    today: date
    chosen: Chosen
    house: House
    visits: list[Booked]
    talks: list[PeerToPeer]
    strips: dict[UUID, Strip]
    asks_clearance: bool


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Visits of one week by therapist and day, and the talks with payers that take a therapist's time."""
    practice, today, house = _begin(request)
    chosen = _chosen(request, practice, choices.WEEK, today, house)
    first = monday(chosen.on)
    found = _found(request, practice, today, chosen, house, first, A_WEEK)
    staffed = staffing.lanes(house, chosen, practice, first, A_WEEK, request.at)
    made = week(found.visits, first, practice, today, found.strips, found.talks, staffed)
    names = dict(house.therapist_options)
    away = {
        "away_name": names.get(chosen.therapist, ""),
        "away_url": _away_url(request, practice, max(today, first), chosen.therapist),
    }
    return _render(request, "appointments/week.html", found, {"week": made} | away)


def _away_url(request: HttpRequest, practice: Practice, first: date, therapist: str) -> str:
    """Where the chosen therapist is called sick from that day on; empty for who may not."""
    if not therapist or practice.pk not in access.practices_for(access.DOORS["plan_repair"], request.memberships):
        return ""
    asked = {"practice": practice.slug, "therapist": therapist, "first": first.isoformat(), "reason": "sick"}
    return f"{reverse('plan_repair')}?{urlencode(asked)}"


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """One day on a grid of quarter hours: a column for each therapist, or for each room."""
    practice, today, house = _begin(request)
    way = choices.ROOMS if request.GET.get("by") == "room" else choices.DAY
    chosen = _chosen(request, practice, way, today, house)
    found = _found(request, practice, today, chosen, house, chosen.on, A_DAY)
    actors = staffing.actors(house, chosen, practice, request.at)
    grid = days.grid(found.visits, found.talks, chosen.on, practice, today, by=way, strips=found.strips, actors=actors)
    return _render(
        request,
        "appointments/day.html",
        found,
        {"day": grid, "by": way, "has_no_rooms": way == choices.ROOMS and not house.rooms},
    )


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """How full each day is, and how its visits are cleared; a day opens."""
    practice, today, house = _begin(request)
    chosen = _chosen(request, practice, choices.MONTH, today, house)
    first, count = months.reach(chosen.on)
    found = _found(request, practice, today, chosen, house, first, count)
    free = staffing.lanes(house, chosen, practice, first, count, request.at)
    spans = [span for key in free.known for span in free.free[key]]
    works = frozenset(open_days(first, count, practice))
    made = months.month(found.visits, chosen, practice, today, strips=found.strips, free=spans, open_on=works)
    return _render(request, "appointments/month.html", found, {"month": made})


@require_safe
def day_sheet(request: HttpRequest) -> HttpResponse:
    """All that somebody needs of a day on paper: for the wall, and for when the computers are down."""
    practice, on, house = _begin(request)
    shown_on = day_of(request.GET.get("on", ""), _next_open(on, practice))
    place = next((p for p in house.places if str(p.id) == request.GET.get("location")), None)
    visits = loading.visits(practice, shown_on, A_DAY, location_id=place.id if place else None)
    talks = loading.talks(practice, shown_on, A_DAY)
    shown(request, practice.pk, *(v.patient_id for v in visits), *(t.request.patient_id for t in talks))
    made = sheet.sheet(visits, talks, shown_on, practice, on, loading.ledgers(practice, visits, on))
    context = {
        "sheet": made,
        "practice": practice,
        "place": place.name if place else "",
        "printed_at": _moment(request, practice),
    }
    return render(request, "appointments/sheet.html", context)


def _moment(request: HttpRequest, practice: Practice) -> str:
    local = request.at.astimezone(clock.zone(practice))
    return f"{present.day(local.date())}, {present.hour(local)}"


def _begin(request: HttpRequest) -> tuple[Practice, date, House]:
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    return practice, on, staffing.house(practice, on)


def _chosen(request: HttpRequest, practice: Practice, way: str, today: date, house: House) -> Chosen:
    return choices.read(request, practice, way, today, therapists=house.therapist_options, locations=house.options)


def _next_open(on: date, practice: Practice) -> date:
    return agenda.days_after(on, 1, calendar.business_days(practice, on))


def _found(
    request: HttpRequest, practice: Practice, today: date, chosen: Chosen, house: House, first: date, count: int
) -> Found:
    """Clearance is looked up only where it is asked for, after the page is there, or to show only what fails."""
    therapist = UUID(chosen.therapist) if chosen.therapist and chosen.way != choices.ROOMS else None
    place = UUID(chosen.location) if chosen.location else None
    visits = loading.visits(practice, first, count, therapist_id=therapist, location_id=place)
    talks = loading.talks(practice, first, count, therapist_id=therapist)
    wants = request.GET.get("clearance") == "1" or bool(chosen.only)
    strips = loading.strips(practice, visits, today) if wants else {}
    asks = not wants and any(loading.is_to_come(v, practice, today) for v in visits)
    visits = cells.chosen_only(visits, strips, chosen.only)
    talks = [] if chosen.only else talks
    shown(request, practice.pk, *{v.patient_id for v in visits}, *(t.request.patient_id for t in talks))
    return Found(practice, today, chosen, house, visits, talks, strips, asks)


def _render(request: HttpRequest, template: str, found: Found, made: dict[str, Any]) -> HttpResponse:
    member = next((m for m in request.memberships if m.practice_id == found.practice.pk), None)
    context = {
        "bar": choices.bar(
            found.chosen,
            found.today,
            therapists=found.house.therapist_options,
            locations=found.house.options,
            practices=tuple(sorted(_practices(request, found.practice), key=lambda option: option[1])),
        ),
        "practice": found.practice,
        "asks_clearance": found.asks_clearance,
        "knows_clearance": bool(found.strips),
        "is_emr": found.practice.calendar_master == "emr",
        "may_move": _may(member, "visit_move"),
        "may_add_rooms": _may(member, "settings_calendar"),
        "has_calendar_keys": True,
    }
    return render(request, template, context | made)


def _practices(request: HttpRequest, this: Practice) -> list[tuple[str, str]]:
    return [(p.slug, p.name) for p in (this, *other_practices(request, this))]


def _may(member: Membership | None, door: str) -> bool:
    return member is not None and access.may_enter(access.DOORS[door], member, None)
