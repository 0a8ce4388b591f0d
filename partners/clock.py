"""The only reader of the current time on this side."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Los_Angeles")
"""Where payers and practices are: the day on every document is a day here."""


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware instant."""


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class SetClock:
    """Stands still until it is moved: a year passes as fast as it is asked to."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def pass_by(self, time: timedelta) -> None:
        self.at += time


def today() -> date:
    """The machine's local day."""
    return date.today()  # noqa: DTZ011 - the one place


def day_of(at: datetime) -> date:
    return at.astimezone(ZONE).date()
