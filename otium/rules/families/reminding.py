"""Which visits families are reminded of now, together for those who share a number; how often one is texted."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

OTHER = "other"
MOST_STEPS, LONGEST_STEP = 4, 24 * 30
WEEK = timedelta(days=7)


class StepsError(ValueError):
    """Hours that are none: `field` names where."""

    def __init__(self, field: str) -> None:
        super().__init__(f"no hours before a visit: {field}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Reminding:
    """`hours` before a visit by its kind, the longest first."""

    hours: dict[str, tuple[int, ...]]

    def steps(self, kind: str) -> tuple[int, ...]:
        return self.hours.get(kind, self.hours.get(OTHER, ()))

    @property
    def longest(self) -> int:
        return max((step for steps in self.hours.values() for step in steps), default=0)


def shipped(text: str) -> Reminding:
    """Out of rules/families/reminders.toml."""
    data = tomllib.loads(text)
    hours = {kind: tuple(steps) for kind, steps in data["hours"].items() if isinstance(steps, list)}
    return Reminding(hours)


def chosen(values: dict[str, Any], otherwise: Reminding) -> Reminding:
    """A practice's own, {"hours": {kind: [72, 24]}}; what is not named is as it ships.

    No hours for a kind: it is not reminded of. Raises StepsError.
    """
    hours = {kind: steps_of(kind, steps) for kind, steps in values.get("hours", {}).items()}
    return Reminding({**otherwise.hours, **hours})


def steps_of(field: str, steps: Iterable[int]) -> tuple[int, ...]:
    """Whole hours above zero, each once, the longest first. Raises StepsError."""
    found = tuple(sorted(set(steps), reverse=True))
    if len(found) > MOST_STEPS or any(not 0 < step <= LONGEST_STEP for step in found):
        raise StepsError(field)
    return found


@dataclass(frozen=True, slots=True)
class VisitAhead:
    """A booked visit and whom it is told: `to` is the number or address, the same for a household. `on` is the
    practice's day. `told`: the steps it was told at, for the time it has now."""

    id: UUID
    patient_id: UUID
    to: str
    starts_at: datetime
    on: date
    kind: str
    is_confirmed: bool = False
    told: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """One message: visits of one day, at one step."""

    to: str
    step: int
    visits: tuple[VisitAhead, ...]


def due(visits: Iterable[VisitAhead], reminding: Reminding, at: datetime) -> list[Due]:
    """What is told now: of each visit the last step that has come, once, and never once it began. The nearest first.

    A day's visits of one household go in one message when the first of them is due. A visit that is confirmed is told
    again at its last step only.
    """
    days: dict[tuple[str, date], list[VisitAhead]] = defaultdict(list)
    for visit in visits:
        days[visit.to, visit.on].append(visit)
    found = [made for (to, _on), those in days.items() if (made := _of_day(to, those, reminding, at))]
    return sorted(found, key=lambda each: (each.visits[0].starts_at, each.to))


def _of_day(to: str, visits: list[VisitAhead], reminding: Reminding, at: datetime) -> Due | None:
    steps = [step for visit in visits if (step := _step(visit, reminding, at)) is not None]
    if not steps:
        return None
    step = min(steps)
    told = [v for v in visits if v.starts_at > at and step in reminding.steps(v.kind) and step not in v.told]
    return Due(to, step, tuple(sorted(told, key=lambda v: (v.starts_at, str(v.id)))))


def _step(visit: VisitAhead, reminding: Reminding, at: datetime) -> int | None:
    """The step that this visit is told at now; None where none has come, or it was told then."""
    come = step_come(visit.starts_at, reminding.steps(visit.kind), at)
    if come is None or come in visit.told or (visit.is_confirmed and come != min(reminding.steps(visit.kind))):
        return None
    return come


def step_come(starts_at: datetime, steps: Iterable[int], at: datetime) -> int | None:
    """The last of these hours before a visit that has come; None where none has, or where it began."""
    return min((step for step in steps if starts_at - timedelta(hours=step) <= at < starts_at), default=None)


@dataclass(frozen=True, slots=True)
class Exemption:
    """How often one number is texted, and how long a text is. Source: 47 CFR 64.1200(a)(9)(iv)."""

    a_day: int
    a_week: int
    longest: int


def exemption(text: str) -> Exemption:
    """Out of rules/families/texting.toml."""
    data = tomllib.loads(text)["exemption"]
    return Exemption(data["a_day"], data["a_week"], data["longest"])


def may_text(leaves_on: date, texted_on: Iterable[date], limits: Exemption) -> bool:
    """Whether a number that was texted on those days may be texted on this one; a week is any seven days.

    >>> may_text(date(2026, 12, 3), [date(2026, 12, 2)], Exemption(1, 3, 160))
    True
    """
    days = list(texted_on)
    in_week = [each for each in days if leaves_on - WEEK < each < leaves_on + WEEK]
    return days.count(leaves_on) < limits.a_day and len(in_week) < limits.a_week
