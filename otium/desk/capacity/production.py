"""What each therapist produced in a span of weeks or months, against their target. Ten queries."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.desk.capacity import loading
from otium.records import capacity
from otium.records.models import Practice
from otium.rules.capacity import hours
from otium.rules.capacity.production import asked, produced
from otium.terms.capacity import Produced, Roster, Session, Target, Worker
from otium.terms.production import TargetUnit

A_WEEK = timedelta(weeks=1)


class By(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        return hours.days_of(self.first, (self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One therapist in one period. `so_far`: the part of the target that falls into the days before today."""

    worker: Worker | None
    period: Period
    produced: Produced
    asked: Mapping[TargetUnit, Decimal]
    so_far: Mapping[TargetUnit, Decimal]


@dataclass(frozen=True, slots=True)
class Report:
    """`lines` by therapist and period, in order of both; `totals` by period, of all therapists."""

    periods: tuple[Period, ...]
    workers: tuple[Worker, ...]
    lines: Mapping[tuple[UUID | None, Period], Line]
    totals: Mapping[Period, Produced]
    has_targets: bool


def periods(on: date, by: By, count: int) -> tuple[Period, ...]:
    """The last `count` weeks or months, this one among them, the oldest first."""
    if by is By.WEEK:
        start = hours.monday(on)
        return tuple(Period(m, m + timedelta(days=6)) for n in reversed(range(count)) if (m := start - n * A_WEEK))
    return tuple(_month(on.year * 12 + on.month - 1 - n) for n in reversed(range(count)))


def report(practice: Practice, on: date, by: By, count: int) -> Report:
    spans = periods(on, by, count)
    found = loading.priced(practice, loading.sessions(practice, spans[0].first, spans[-1].last))
    roster = loading.roster(practice, spans[0].first, spans[-1].last)
    targets = capacity.targets(practice.pk)
    seen = {s.therapist_id for s in found}
    shown = tuple(w for w in roster.workers if w.id in seen or any(t.therapist_id == w.id for t in targets))
    whose: list[Worker | None] = [*shown, *([None] if None in seen else [])]
    lines = {}
    for worker in whose:
        key = worker.id if worker else None
        mine = [s for s in found if s.therapist_id == key]
        for span in spans:
            lines[key, span] = _line(worker, span, _within(mine, span), targets, roster, on)
    totals = {span: produced(_within(found, span), on) for span in spans}
    return Report(spans, shown, lines, totals, bool(targets))


def visits(practice: Practice, span: Period, on: date, whose: UUID | None, *, is_everybody: bool = False) -> Produced:
    """What was produced in the days of a span by one therapist, by nobody in particular, or by everybody."""
    found = loading.priced(practice, loading.sessions(practice, span.first, span.last))
    return produced([s for s in found if is_everybody or s.therapist_id == whose], on)


def _line(
    worker: Worker | None, span: Period, mine: list[Session], targets: Iterable[Target], roster: Roster, on: date
) -> Line:
    days = span.days()
    past = [day for day in days if day < on]
    whole = asked(worker, targets, roster, days) if worker else {}
    return Line(worker, span, produced(mine, on), whole, asked(worker, targets, roster, past) if worker else {})


def _within(found: Iterable[Session], span: Period) -> list[Session]:
    return [s for s in found if span.first <= s.on <= span.last]


def _month(number: int) -> Period:
    year, month = divmod(number, 12)
    return Period(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]))
