"""What became of the hours and the people, counted by day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median

from otium.terms.waitlist import WaitNeed

MONTH_DAYS = 365.25 / 12
SHORT_HOURS = 24.0


class Lost(StrEnum):
    """Why an hour that was called off stayed empty although Otium offered it."""

    TOO_NEAR = "too_near"  # called off so late that no text goes out any more
    QUIET = "quiet"  # no text may leave before it is too near
    NOBODY_FITS = "nobody_fits"
    NOBODY_ASKABLE = "nobody_askable"  # who fits is not ready, takes no texts, had enough, is asked about another
    TIME_OVER = "time_over"  # asked without a yes; others were left when the hour was too near
    NO_YES = "no_yes"  # everybody who could be was asked: no, or no answer in time


@dataclass(slots=True)
class Tally:
    """Counts from `first` on; what lies before is the time in which the list grew to its usual length."""

    first: date
    counts: Counter[str] = field(default_factory=Counter)
    waits: list[tuple[date, int]] = field(default_factory=list)  # day of the evaluation, days since the referral
    to_weekly: list[int] = field(default_factory=list)  # days from the evaluation to the first weekly hour

    def referred(self, on: date) -> None:
        self._add("referred", on)

    def gave_up(self, on: date) -> None:
        self._add("gave_up", on)

    def made(self, on: date) -> None:
        self._add("made", on)

    def no_show(self, on: date) -> None:
        self._add("no_shows", on)

    def asked(self, on: date) -> None:
        self._add("asked", on)

    def cancelled(self, on: date, hours: float) -> None:
        """`hours` before the visit."""
        self._add("cancelled", on)
        if hours < SHORT_HOURS:
            self._add("cancelled_within_a_day", on)

    def refilled(self, on: date, need: WaitNeed, hours: float) -> None:
        self._add("refilled", on)
        self._add(f"refilled_{need}", on)
        if hours < SHORT_HOURS:
            self._add("refilled_within_a_day", on)

    def lost(self, on: date, cause: Lost) -> None:
        self._add(f"lost_{cause}", on)

    def settled(self, evaluated_on: date, on: date) -> None:
        """Somebody has a weekly hour from `on` on."""
        if on >= self.first:
            self.to_weekly.append((on - evaluated_on).days)

    def evaluated(self, referred_on: date, on: date) -> None:
        if on >= self.first:
            self.waits.append((on, (on - referred_on).days))

    def median_wait(self, since: date, until: date) -> float | None:
        """Days from referral to evaluation of those evaluated in [since, until)."""
        found = [days for on, days in self.waits if since <= on < until]
        return float(median(found)) if found else None

    def starts_a_month(self, since: date, until: date) -> float:
        found = sum(since <= on < until for on, _ in self.waits)
        return found / ((until - since).days / MONTH_DAYS)

    def _add(self, what: str, on: date) -> None:
        if on >= self.first:
            self.counts[what] += 1
