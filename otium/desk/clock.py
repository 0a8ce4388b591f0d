"""The only reader of the time. Everything else is handed an instant (`at`) or a day (`on`)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from otium.records.models import Practice


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def day(at: datetime, practice: Practice) -> date:
    """The practice's calendar day of an instant: never the UTC day."""
    return at.astimezone(zone(practice)).date()


def zone(practice: Practice) -> ZoneInfo:
    return ZoneInfo(practice.time_zone)


def instant(on: date, at: time, practice: Practice) -> datetime:
    """The aware instant of a wall-clock time in the practice's zone."""
    return datetime.combine(on, at, zone(practice))
