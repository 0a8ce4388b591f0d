"""When therapists work and rooms are open: instants, so that a day on which the clocks change has its true length.

Source: the practice's own hours, days off and closed days. Certainty: by definition.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from otium.rules.business_days import is_open
from otium.rules.schedule.free import common, left, open_spans
from otium.terms.capacity import Roster, SiteRoom, Worker
from otium.terms.schedule import DaysOff, Hours, Stretch

DAYS_PER_WEEK = 7
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


def monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def days_of(first: date, count: int = DAYS_PER_WEEK) -> tuple[date, ...]:
    return tuple(first + n * A_DAY for n in range(count))


def offered(worker: Worker, roster: Roster, on: date) -> tuple[Stretch, ...]:
    """When a therapist works that day: nothing on a closed day or a day off, nor while the place is shut."""
    return _worked(worker, roster, on) if is_open(on, roster.days) and not _is_off(worker.off, on) else ()


def full_week(worker: Worker, roster: Roster, on: date) -> int:
    """Minutes of the therapist's week around a day as if nobody were off and no day a holiday."""
    week = days_of(monday(on))
    return sum(minutes(_worked(worker, roster, day)) for day in week if day.weekday() in roster.days.weekdays)


def room_open(room: SiteRoom, roster: Roster, on: date) -> tuple[Stretch, ...]:
    """When a room may be used that day; it holds `capacity` sessions all the while."""
    is_used = room.last is None or on <= room.last
    if not is_used or not is_open(on, roster.days) or _is_off(room.off, on):
        return ()
    return _site_open(room.location_id, roster, on, roster.usual)


def minutes(spans: Iterable[Stretch]) -> int:
    return sum(int((span.end - span.start) / A_MINUTE) for span in spans)


def merged(spans: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """In order of time; spans that touch or overlap are one."""
    return left(spans, ())


def by_hour(spans: Iterable[Stretch], roster: Roster) -> Iterator[tuple[int, int, int]]:
    """(weekday, hour, minutes) of each part of the spans by the wall clock; an hour that comes twice counts twice."""
    for span in spans:
        at = span.start
        while at < span.end:
            local = at.astimezone(roster.zone)
            to_the_hour = timedelta(hours=1) - timedelta(
                minutes=local.minute, seconds=local.second, microseconds=local.microsecond
            )
            until = min(at + to_the_hour, span.end)
            yield local.weekday(), local.hour, int((until - at) / A_MINUTE)
            at = until


def _worked(worker: Worker, roster: Roster, on: date) -> tuple[Stretch, ...]:
    if worker.shifts is None:
        return open_spans(roster.usual, (), [on], roster.zone)
    spans = [
        span
        for shift in worker.shifts
        for span in common(
            open_spans([shift.hours], (), [on], roster.zone), _site_open(shift.location_id, roster, on, None)
        )
    ]
    return merged(spans)


def _site_open(
    location_id: UUID | None, roster: Roster, on: date, otherwise: tuple[Hours, ...] | None
) -> tuple[Stretch, ...]:
    """While the place is open; `otherwise` where its hours are not on file, the whole day where that is None."""
    site = roster.sites.get(location_id) if location_id else None
    if site is not None and _is_off(site.off, on):
        return ()
    hours = site.hours if site is not None and site.hours is not None else otherwise
    return _whole_day(roster, on) if hours is None else open_spans(hours, (), [on], roster.zone)


def _whole_day(roster: Roster, on: date) -> tuple[Stretch, ...]:
    start, end = (datetime.combine(day, time(), roster.zone).astimezone(UTC) for day in (on, on + A_DAY))
    return (Stretch(start, end),)


def _is_off(off: Iterable[DaysOff], on: date) -> bool:
    return any(o.first <= on <= o.last for o in off)
