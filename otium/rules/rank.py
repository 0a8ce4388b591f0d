"""In which order the desk shows what must be done.

Source: design of the desk: past the last safe day first, then business days left, then dollars at risk.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Self

from otium.rules import business_days
from otium.terms.duty import Duty
from otium.terms.facts import BusinessDays

Key = tuple[int, int, date, time, int, Decimal]
END_OF_DAY = time.max


class Group(StrEnum):
    LATE = "late"
    TODAY = "today"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Pressing:
    """What rank needs to know of a duty or task. `closes_at`: the hour of the due day at which it is too late."""

    due_on: date
    last_safe_on: date | None
    dollars: Decimal | None
    closes_at: time | None = None

    @classmethod
    def of(cls, duty: Duty) -> Self:
        return cls(duty.due_on, duty.last_safe_on, duty.at_risk.amount)


def key(item: Pressing, *, on: date, days: BusinessDays) -> Key:
    """Sorts most pressing first.

    Past the last safe day comes before all else. Then business days left until due (late ones are negative), the due
    day, the hour it closes. Then dollars: the larger known amount first, unknown after every known amount (it may be
    anything, but a known loss is certain), known nothing last.
    """
    past = item.last_safe_on is not None and item.last_safe_on < on
    left = business_days.between(on, item.due_on, days)
    return (not past, left, item.due_on, item.closes_at or END_OF_DAY, *_dollars(item.dollars))


def duty_key(duty: Duty, *, on: date, days: BusinessDays) -> tuple[Key, tuple[str, str, str]]:
    """`key` made total by the duty's own key, so that two runs show the same order."""
    return key(Pressing.of(duty), on=on, days=days), (duty.kind.value, str(duty.focus_id), duty.instance)


def group(item: Pressing, *, on: date, days: BusinessDays) -> Group:
    """Late: the due or last safe day is over. Today: no business day is left after today. Next: all others."""
    if item.due_on < on or (item.last_safe_on is not None and item.last_safe_on < on):
        return Group.LATE
    return Group.TODAY if business_days.between(on, item.due_on, days) == 0 else Group.NEXT


def _dollars(amount: Decimal | None) -> tuple[int, Decimal]:
    if amount is None:
        return (1, Decimal(0))
    return (0, -amount) if amount > 0 else (2, -amount)
