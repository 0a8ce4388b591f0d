"""A small practice for tests of hours. Weeks around the change of clocks of 2026 in New York."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.terms.capacity import Roster, Session, Shift, Site, SiteRoom, Worker
from otium.terms.facts import BusinessDays
from otium.terms.schedule import DaysOff, Hours, Stretch, VisitStatus

NEW_YORK = ZoneInfo("America/New_York")
EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
MON = date(2026, 11, 30)  # an ordinary week
ANN, BOB, MAIN, NORTH, GYM = (UUID(int=n) for n in range(1, 6))
USUAL = (Hours(EVERY_DAY, time(8), time(17)),)


def shift(days: str = "01234", since: int = 9, until: int = 17, at: UUID | None = None, **more: Any) -> Shift:
    return Shift(Hours(frozenset(map(int, days)), time(since), time(until), **more), at)


def worker(*shifts: Shift, off: tuple[DaysOff, ...] = (), key: UUID = ANN) -> Worker:
    """Without shifts no hours are on file."""
    return Worker(key, "Ann", shifts or None, off)


def roster(
    *workers: Worker,
    holidays: frozenset[date] = frozenset(),
    weekdays: frozenset[int] = WORKDAYS,
    zone: ZoneInfo = NEW_YORK,
    sites: tuple[Site, ...] = (),
    rooms: tuple[SiteRoom, ...] = (),
) -> Roster:
    days = BusinessDays(weekdays, holidays)
    return Roster(days, USUAL, zone, workers, {site.id: site for site in sites}, rooms)


def span(on: date, since: str, until: str, zone: ZoneInfo = NEW_YORK) -> Stretch:
    start, end = (datetime.combine(on, time.fromisoformat(t), zone).astimezone(UTC) for t in (since, until))
    return Stretch(start, end)


_number = iter(range(100, 10_000_000))


def session(
    on: date = MON, since: str = "09:00", minutes: int = 60, status: VisitStatus = VisitStatus.DONE, **more: Any
) -> Session:
    key = UUID(int=next(_number))
    start = span(on, since, since).start
    values: dict[str, Any] = {
        "id": key, "key": key, "patient_id": UUID(int=next(_number)), "therapist_id": ANN, "on": on,
        "span": Stretch(start, start + timedelta(minutes=minutes)), "status": status, "units": 3,
        "dollars": Decimal(100), **more,
    }  # fmt: skip
    return Session(**values)
