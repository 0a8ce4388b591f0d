"""The week, the day, the month, and the sheet of a day for the wall."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import access, agenda, calendar, clock
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments import cells, loading, months, sheet, staffing
from otium.pages.staff.appointments import chosen as choices
from otium.pages.staff.appointments import day as days
from otium.pages.staff.appointments.chosen import Chosen
from otium.pages.staff.appointments.loading import Block, Booked, Talk
from otium.pages.staff.appointments.present import day_of, monday
from otium.pages.staff.appointments.staffing import House
from otium.pages.staff.appointments.week import week
from otium.pages.staff.clearance.strip import Strip
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Membership, Practice

A_WEEK, A_DAY = 7, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the calendar is asked for."""

    practice: Practice
    today: date
    house: House
    chosen: Chosen

    @property
    def narrowed(self) -> dict[str, UUID | None]:
        """To one therapist, to one location. A page of rooms shows whoever treats in them."""
        of_one = self.chosen.therapist if self.chosen.way != choices.ROOMS else ""
        place = self.chosen.location
        return {"therapist_id": UUID(of_one) if of_one else None, "location_id": UUID(place) if place else None}


@dataclass(frozen=True, slots=True)
class Found:
    """What a page of the calendar shows. `blocks` are those the filters leave; a day has one of all its visits."""

    blocks: list[Block]
    talks: list[Talk]
    strips: dict[UUID, Strip]
    asks_clearance: bool

    @property
    def visits(self) -> list[Booked]:
        return [visit for block in self.blocks for visit in block.visits]


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Visits of one week by therapist and day, and the talks with payers that take a therapist's time."""
    asked = _begin(request, choices.WEEK)
    practice, today, house, chosen = asked.practice, asked.today, asked.house, asked.chosen
    first = monday(chosen.on)
    with loading.at_once(practice, first, A_WEEK):
        blocks = loading.blocks(practice, first, A_WEEK, **asked.narrowed)
        found = _found(request, asked, first, A_WEEK, blocks)
        staffed = staffing.lanes(house, chosen, practice, first, A_WEEK, request.at)
    shut = _closed(practice, first, A_WEEK)
    made = week(found.blocks, first, practice, today, found.strips, found.talks, staffed, shut)
    names = dict(house.therapist_options)
    away = {
        "away_name": names.get(chosen.therapist, ""),
        "away_url": _away_url(request, practice, max(today, first), chosen.therapist),
    }
    return _render(request, "appointments/week.html", asked, found, {"week": made} | away)


def _closed(practice: Practice, first: date, count: int) -> dict[date, str]:
    """The days on which the practice does not work: the holiday, or that it is closed."""
    days = (first + timedelta(days=n) for n in range(count))
    return {day: name or _("Closed") for day, name in calendar.closed(practice, days).items()}


def _closed_words(practice: Practice, on: date) -> str:
    """Of a day on its own; empty where the practice works."""
    name = calendar.closed(practice, [on]).get(on)
    if name is None:
        return ""
    return _("%(name)s: the practice is closed.") % {"name": name} if name else _("The practice is closed on this day.")


def _away_url(request: HttpRequest, practice: Practice, first: date, therapist: str) -> str:
    """Where the chosen therapist is called sick from that day on; empty for who may not."""
    if not therapist or practice.pk not in access.practices_for(access.DOORS["plan_repair"], request.memberships):
        return ""
    asked = {"practice": practice.slug, "therapist": therapist, "first": first.isoformat(), "reason": "sick"}
    return f"{reverse('plan_repair')}?{urlencode(asked)}"


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """One day on a grid of quarter hours: a column for each therapist, or for each room."""
    way = choices.ROOMS if request.GET.get("by") == "room" else choices.DAY
    asked = _begin(request, way)
    practice, house, chosen = asked.practice, asked.house, asked.chosen
    visits = loading.visits(practice, chosen.on, **asked.narrowed)
    found = _found(request, asked, chosen.on, A_DAY, [Block.of(visits)])
    actors = staffing.actors(house, chosen, practice, request.at)
    grid = days.grid(
        found.visits, found.talks, chosen.on, practice, asked.today, by=way, strips=found.strips, actors=actors
    )
    shown_with = {
        "day": grid,
        "by": way,
        "has_no_rooms": way == choices.ROOMS and not house.rooms,
        "closed": _closed_words(practice, chosen.on),
    }
    return _render(request, "appointments/day.html", asked, found, shown_with)


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """How full each day is, and how its visits are cleared; a day opens."""
    asked = _begin(request, choices.MONTH)
    practice, chosen = asked.practice, asked.chosen
    first, count = months.reach(chosen.on)
    with loading.at_once(practice, first, count):
        blocks = loading.blocks(practice, first, count, **asked.narrowed)
        found = _found(request, asked, first, count, blocks)
        free = staffing.lanes(asked.house, chosen, practice, first, count, request.at)
    spans = [span for key in free.known for span in free.free[key]]
    shut = _closed(practice, first, count)
    made = months.month(found.visits, chosen, practice, asked.today, strips=found.strips, free=spans, closed=shut)
    return _render(request, "appointments/month.html", asked, found, {"month": made})


@require_safe
def day_sheet(request: HttpRequest) -> HttpResponse:
    """All that somebody needs of a day on paper: for the wall, and for when the computers are down."""
    practice, on, house = _house(request)
    shown_on = day_of(request.GET.get("on", ""), _next_open(on, practice))
    place = next((p for p in house.places if str(p.id) == request.GET.get("location")), None)
    visits = loading.visits(practice, shown_on, location_id=place.id if place else None)
    talks = loading.talks(practice, shown_on, A_DAY)
    shown(request, practice.pk, *(v.patient_id for v in visits), *(t.patient_id for t in talks))
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


def _begin(request: HttpRequest, way: str) -> Asked:
    practice, today, house = _house(request, with_rooms=way == choices.ROOMS)
    chosen = choices.read(request, practice, way, today, therapists=house.therapist_options, locations=house.options)
    return Asked(practice, today, house, chosen)


def _house(request: HttpRequest, *, with_rooms: bool = False) -> tuple[Practice, date, House]:
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    return practice, on, staffing.house(practice, on, with_rooms=with_rooms)


def _next_open(on: date, practice: Practice) -> date:
    return agenda.days_after(on, 1, calendar.business_days(practice, on))


def _found(request: HttpRequest, asked: Asked, first: date, count: int, blocks: list[Block]) -> Found:
    """Clearance is looked up only where it is asked for, after the page is there, or to show only what fails."""
    practice, today, only = asked.practice, asked.today, asked.chosen.only
    talks = loading.talks(practice, first, count, therapist_id=asked.narrowed["therapist_id"])
    wants = request.GET.get("clearance") == "1" or bool(only)
    visits = [visit for block in blocks for visit in block.visits]
    strips = loading.strips(practice, visits, today) if wants else {}
    asks = not wants and any(loading.is_to_come(v, practice, today) for v in visits)
    if only:
        blocks = [Block.of(left) for block in blocks if (left := cells.chosen_only(block.visits, strips, only))]
        talks = []
    patients = frozenset().union(*(block.patients for block in blocks), (t.patient_id for t in talks))
    shown(request, practice.pk, *patients)
    return Found(blocks, talks, strips, asks)


def _render(request: HttpRequest, template: str, asked: Asked, found: Found, made: dict[str, Any]) -> HttpResponse:
    practice, house = asked.practice, asked.house
    member = next((m for m in request.memberships if m.practice_id == practice.pk), None)
    context = {
        "bar": choices.bar(
            asked.chosen,
            asked.today,
            therapists=house.therapist_options,
            locations=house.options,
            practices=tuple(sorted(_practices(request, practice), key=lambda option: option[1])),
        ),
        "practice": practice,
        "asks_clearance": found.asks_clearance,
        "knows_clearance": bool(found.strips),
        "is_emr": practice.calendar_master == "emr",
        "may_move": _may(member, "visit_move"),
        "may_add_rooms": _may(member, "settings_calendar"),
        "has_calendar_keys": True,
    }
    return render(request, template, context | made)


def _practices(request: HttpRequest, this: Practice) -> list[tuple[str, str]]:
    return [(p.slug, p.name) for p in (this, *other_practices(request, this))]


def _may(member: Membership | None, door: str) -> bool:
    return member is not None and access.may_enter(access.DOORS[door], member, None)
