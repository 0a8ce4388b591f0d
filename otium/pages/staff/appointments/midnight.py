"""The minutes of a day, counted as they pass: on a day of 23 or 25 hours each still has its own place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from otium.desk import clock
from otium.records.models import Practice

USUAL_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Midnight:
    """Where the minutes of a day are counted from."""

    on: date
    practice: Practice

    @property
    def minutes(self) -> int:
        """Of the whole day: 1,380 when clocks go forward, 1,500 when they go back."""
        return int((self._start(1) - self._start(0)).total_seconds() // 60)

    def span(self, starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
        """What runs past midnight ends with the day."""
        since = self.of(starts_at)
        return since, max(min(self.of(ends_at), self.minutes), since + 1)

    def of(self, at: datetime) -> int:
        return int((at - self._start(0)).total_seconds() // 60)

    def local(self, minute: int) -> datetime:
        return (self._start(0) + timedelta(minutes=minute)).astimezone(clock.zone(self.practice))

    def _start(self, days: int) -> datetime:
        return clock.instant(self.on + timedelta(days=days), time(), self.practice).astimezone(UTC)
