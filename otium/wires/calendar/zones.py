"""A time zone as RFC 5545 tells it: each change of the clocks, with what it changes from and to."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
NOTHING = timedelta(0)


@lru_cache(maxsize=64)
def timezone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """VTIMEZONE good from the first day of one year to the last of another, both included.

    The observance in force at the beginning, then one for each change. Each begins at the wall-clock time before it
    (RFC 5545 s. 3.6.5); the library's own says the time after, which is an hour late in spring.
    """
    found = Timezone()
    found.add("tzid", zone.key)
    start = datetime(first, 1, 1, tzinfo=UTC)
    found.add_component(_observance(start, start, zone))
    for at in changes(zone, first, last):
        found.add_component(_observance(at - SECOND, at, zone))
    return found


def changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """The instants of these years at which the clocks change."""
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 2, tzinfo=UTC)
    days = [start + n * DAY for n in range((end - start).days + 1)]
    return [
        _between(a, b, zone)
        for a, b in pairwise(days)
        if a.astimezone(zone).utcoffset() != b.astimezone(zone).utcoffset()
    ]


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the later offset."""
    old = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _observance(before: datetime, at: datetime, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    old, new = before.astimezone(zone).utcoffset() or NOTHING, at.astimezone(zone)
    part = TimezoneDaylight() if new.dst() else TimezoneStandard()
    part.add("dtstart", (at + old).replace(tzinfo=None))
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", new.utcoffset() or NOTHING)
    part.add("tzname", new.tzname() or zone.key)
    return part
