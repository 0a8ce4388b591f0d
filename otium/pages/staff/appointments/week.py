"""A week as plain values: a lane for each therapist, in it the days, in each day the visits and the free hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.pages import present
from otium.pages.staff.appointments.cells import Gap, gaps
from otium.pages.staff.appointments.loading import Block, Talk
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import Practice
from otium.terms.schedule import Stretch

WEEKEND = 5
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Day:
    iso: str
    name: str
    is_today: bool
    full: str = ""  # with its year
    closed: str = ""  # the holiday, or that the practice is closed


@dataclass(frozen=True, slots=True)
class Square:
    """One therapist's day: visits, talks with payers, free hours with when each begins. `strips`: clearance of the
    visits, in their order; empty where it was not asked for."""

    day: Day
    block: Block | None
    talks: tuple[Talk, ...]
    gaps: tuple[tuple[datetime, Gap], ...]
    strips: tuple[Strip | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """One therapist's week. `key` is their id; empty for visits of nobody."""

    key: str
    name: str
    days: tuple[Square, ...]
    zone: ZoneInfo


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


Place = tuple[str, date]  # a lane's key, a day


@dataclass(slots=True)
class _Placed:
    """What stands where. `names`: of each lane."""

    names: dict[str, str]
    blocks: dict[Place, Block]
    talks: dict[Place, list[Talk]]
    gaps: dict[Place, list[tuple[datetime, Gap]]]

    def days(self) -> set[date]:
        return {on for _key, on in (*self.blocks, *self.talks, *self.gaps)}


def week(
    blocks: Iterable[Block],
    monday: date,
    practice: Practice,
    on: date,
    strips: Mapping[UUID, Strip],
    talks: Iterable[Talk],
    staffed: Staffed,
    closed: Mapping[date, str],
) -> Week:
    """Weekends only where somebody is booked or works on them. `strips`: clearance by visit, where it was asked for.

    `talks`: those with payers that take a therapist's time.
    """
    placed = _placed(blocks, talks, staffed, practice)
    used = placed.days()
    days = [
        Day(d.isoformat(), present.day(d, on), d == on, present.full_day(d), closed.get(d, ""))
        for d in (monday + timedelta(days=n) for n in range(7))
        if d.weekday() < WEEKEND or d in used
    ]
    named = sorted((name, key) for key, name in placed.names.items())
    zone = clock.zone(practice)
    return Week(
        title=f"{present.short_day(monday, on)} – {present.short_day(monday + timedelta(days=6), on)}",
        days=tuple(days),
        lanes=tuple(Lane(key, name, _squares(key, days, placed, strips), zone) for name, key in named),
        count=sum(block.count for block in placed.blocks.values()),
    )


def _placed(blocks: Iterable[Block], talks: Iterable[Talk], staffed: Staffed, practice: Practice) -> _Placed:
    placed = _Placed({str(key): staffed.names[key] for key in staffed.known}, {}, {}, {})
    nobody = _("No therapist")
    for block in blocks:
        first = block.visits[0]
        key = str(first.therapist_id or NOBODY)
        placed.names.setdefault(key, first.therapist or nobody)
        placed.blocks[key, clock.day(first.starts_at, practice)] = block
    for talk in talks:
        key = str(talk.therapist_id or NOBODY)
        placed.names.setdefault(key, talk.therapist or nobody)
        placed.talks.setdefault((key, clock.day(talk.slot_at, practice)), []).append(talk)
    for therapist, spans in staffed.free.items():
        if (key := str(therapist)) in placed.names:
            for span, gap in gaps(spans, practice, {"therapist": key}):
                placed.gaps.setdefault((key, clock.day(span.start, practice)), []).append((span.start, gap))
    return placed


def _squares(key: str, days: Iterable[Day], placed: _Placed, strips: Mapping[UUID, Strip]) -> tuple[Square, ...]:
    found = []
    for day in days:
        place = (key, date.fromisoformat(day.iso))
        block = placed.blocks.get(place)
        marks = tuple(strips.get(visit.pk) for visit in block.visits) if block and strips else ()
        found.append(Square(day, block, tuple(placed.talks.get(place, ())), tuple(placed.gaps.get(place, ())), marks))
    return tuple(found)
