"""A week as plain values: a lane for each therapist, in it the days, in each day the visits and the free hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.appointments.cells import Cell, Drawing, Gap, gaps, talk_cell
from otium.pages.staff.appointments.loading import Booked
from otium.pages.staff.appointments.present import VOID
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import PeerToPeer, Practice
from otium.terms.schedule import Stretch

WEEKEND = 5
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Day:
    iso: str
    name: str
    is_today: bool
    full: str = ""  # with its year


@dataclass(frozen=True, slots=True)
class Square:
    """One therapist's day, visits and free hours in order of time."""

    day: Day
    listed: tuple[Cell | Gap, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(each for each in self.listed if isinstance(each, Cell))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(each for each in self.listed if isinstance(each, Gap))


@dataclass(frozen=True, slots=True)
class Lane:
    """One therapist's week. `key` is their id; empty for visits of nobody."""

    key: str
    name: str
    days: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Week:
    title: str
    days: tuple[Day, ...]
    lanes: tuple[Lane, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Staffed:
    """Whose lanes stand in the week even without a visit: names and free hours by therapist."""

    names: Mapping[UUID, str]
    free: Mapping[UUID, tuple[Stretch, ...]]
    known: frozenset[UUID] = frozenset()  # their hours are on file


def week(
    visits: Iterable[Booked],
    monday: date,
    practice: Practice,
    on: date,
    strips: Mapping[UUID, Strip] | None = None,
    talks: Iterable[PeerToPeer] = (),
    staffed: Staffed | None = None,
) -> Week:
    """Weekends only where somebody is booked or works on them. `strips`: clearance by visit, where it was asked for.

    `talks`: those with payers that take a therapist's time.
    """
    known, booked, who = strips or {}, list(visits), staffed or Staffed({}, {})
    names = {str(key): who.names[key] for key in who.known}
    placed = _placed(booked, talks, practice, known, names)
    free = _free(who, set(names), practice)
    used = {on for _key, on in (*placed, *free)}
    days = [
        Day(d.isoformat(), present.day(d, on), d == on, present.full_day(d))
        for d in (monday + timedelta(days=n) for n in range(7))
        if d.weekday() < WEEKEND or d in used
    ]
    return Week(
        title=f"{present.short_day(monday, on)} – {present.short_day(monday + timedelta(days=6), on)}",
        days=tuple(days),
        lanes=tuple(_lane(key, name, days, placed, free) for name, key in sorted((n, k) for k, n in names.items())),
        count=sum(v.status not in VOID for v in booked),
    )


ByPlace = dict[tuple[str, date], list[tuple[datetime, Cell | Gap]]]


def _placed(
    booked: list[Booked],
    talks: Iterable[PeerToPeer],
    practice: Practice,
    strips: Mapping[UUID, Strip],
    names: dict[str, str],
) -> ByPlace:
    """The cells by therapist and day, in order of time; each therapist's name is added to `names`."""
    nobody, drawing = _("No therapist"), Drawing(practice)
    found = []
    for visit in booked:
        key = str(visit.therapist_id or NOBODY)
        names.setdefault(key, visit.therapist or nobody)
        found.append((visit.starts_at, key, drawing.cell(visit, strips.get(visit.pk))))
    for talk in talks:
        if talk.slot_at:
            key = str(talk.therapist_id or NOBODY)
            names.setdefault(key, talk.therapist.name if talk.therapist else nobody)
            found.append((talk.slot_at, key, talk_cell(talk, talk.slot_at, practice)))
    by_place: ByPlace = {}
    zone = clock.zone(practice)
    for at, key, one in sorted(found, key=lambda each: (each[0], each[2].url)):
        by_place.setdefault((key, at.astimezone(zone).date()), []).append((at, one))
    return by_place


def _free(staffed: Staffed, shown: set[str], practice: Practice) -> ByPlace:
    """The free hours of those who have a lane."""
    found: ByPlace = {}
    for key, spans in staffed.free.items():
        if str(key) in shown:
            for span, gap in gaps(spans, practice, {"therapist": str(key)}):
                found.setdefault((str(key), clock.day(span.start, practice)), []).append((span.start, gap))
    return found


def _lane(key: str, name: str, days: list[Day], placed: ByPlace, free: ByPlace) -> Lane:
    squares = []
    for day in days:
        place = (key, date.fromisoformat(day.iso))
        both = sorted((*placed.get(place, ()), *free.get(place, ())), key=lambda each: each[0])
        squares.append(Square(day, tuple(each for _at, each in both)))
    return Lane(key, name, tuple(squares))
