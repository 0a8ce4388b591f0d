"""The hours of therapists and rooms that nothing takes yet, for whole weeks at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from otium.desk import clock
from otium.desk.appointments.needs import ANY_TIME, UNKNOWN, Needs, attendance, open_days, practice_hours, taken_on
from otium.records.models import Practice
from otium.rules.schedule import free
from otium.terms.schedule import Stretch

STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Openings:
    """`free` and `working` by therapist or room: what is left of their hours, and the hours themselves.

    `known` are those whose hours are on file; of the others the practice's hours are meant.
    """

    free: Mapping[UUID, tuple[Stretch, ...]]
    working: Mapping[UUID, tuple[Stretch, ...]]
    known: frozenset[UUID]


def openings(
    *,
    therapists: Mapping[UUID, UUID | None],
    rooms: Mapping[UUID, UUID | None],
    practice: Practice,
    first: date,
    days: int,
    at: datetime,
) -> Openings:
    """Of the days from `first` on, what has passed at `at` left out. Therapists and rooms with the location of each.

    Four queries, however many they are; five with rooms.
    """
    zone = clock.zone(practice)
    worked, usual = open_days(first, days, practice), practice_hours(practice)
    places = {place for place in (*therapists.values(), *rooms.values()) if place}
    there = attendance([*therapists, *rooms, *places], practice)
    open_at = {place: there[place].spans(worked, usual, zone) for place in places}
    since = clock.instant(first, time(), practice).astimezone(UTC)
    until = clock.instant(first + timedelta(days=days), time(), practice).astimezone(UTC)
    busy = taken_on(Needs((), tuple(therapists), tuple(rooms)), practice, since, until)
    passed = Stretch(datetime.min.replace(tzinfo=UTC), _next_quarter(at))
    left, working = {}, {}
    for key, place in (*therapists.items(), *rooms.items()):
        spans = there.get(key, UNKNOWN).spans(worked, ANY_TIME if place and key in rooms else usual, zone)
        working[key] = spans = free.common(spans, open_at[place]) if place else spans
        left[key] = free.left(spans, (passed, *busy[key]))
    return Openings(left, working, frozenset(key for key in therapists if there[key].hours is not None))


def minutes(spans: Iterable[Stretch]) -> int:
    """How long they are together; a day of 23 or 25 hours is as long as it is."""
    return sum(int((span.end - span.start).total_seconds()) for span in spans) // 60


def _next_quarter(at: datetime) -> datetime:
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return (at - past + STEP if past else at).astimezone(UTC)
