"""Eight weeks ahead, as the rules forecast them. A fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from otium.desk import clock
from otium.desk.capacity import assuming, authorized, loading
from otium.records import capacity
from otium.records.models import Practice
from otium.rules.capacity import assumptions, forecast, hours, waiting
from otium.rules.capacity.forecast import WEEKS, Ahead
from otium.terms.capacity import Care, Granted, Roster, Waits, Worker
from otium.terms.forecast import Assumptions, Begun, WeekOf
from otium.terms.waitlist import WaitNeed

HALF_YEAR = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class Line:
    """One therapist over the weeks; None: what is asked for and names nobody."""

    worker: Worker | None
    weeks: tuple[WeekOf, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries of the waitlist by need: how many, and minutes: each week for standing hours, once for the others."""

    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """`plans_unknown`: plans of care without a frequency, which ask for nothing here. `no_shows`: minutes booked in
    each week in which nobody is expected. `uncounted`: authorizations in force that do not say how many visits.
    `begun`: those who wait for an evaluation, by the week in which they would begin; `without` of them find no start.
    """

    mondays: tuple[date, ...]
    lines: tuple[Line, ...]
    assumed: Assumptions
    waiting: Mapping[WaitNeed, Waiting]
    plans_unknown: int
    renewals: tuple[Granted, ...]
    no_shows: tuple[int, ...]
    uncounted: int
    begun: tuple[Begun, ...]
    without: int


def report(practice: Practice, at: datetime) -> Forecast:
    on = clock.day(at, practice)
    first = hours.monday(on)
    last = first + WEEKS * timedelta(weeks=1) - hours.A_DAY
    every = loading.sessions(practice, on - HALF_YEAR, last)
    care = capacity.care(practice.pk, on)
    granted = capacity.granted(practice.pk)
    reached = authorized.reach(practice, on, {g.patient_id for g in granted})
    known = Ahead(
        roster=_present(practice, first, last, {s.therapist_id for s in every if s.on >= first}),
        sessions=tuple(s for s in every if s.on >= first),
        held=capacity.held(practice.pk, *loading.instants(practice, first, last)),
        care=care,
        standing=capacity.standing(practice.pk, clock.zone(practice), at),
        beyond=reached.beyond,
    )
    past = [s for s in every if s.on < on]
    assumed = assumptions.assumed(assuming.baselines(), practice.forecast, past, care)
    found = forecast.weeks(known, assumed, first, on)
    mondays = tuple(first + n * timedelta(weeks=1) for n in range(WEEKS))
    lines, waits = _lines(known, found, assumed), capacity.waits(practice.pk)
    starts = {line.worker.id: line.starts for line in lines if line.worker}
    begun, without = waiting.begins(waits, starts, known.roster.workers, mondays, assumed)
    return Forecast(
        mondays=mondays,
        lines=lines,
        assumed=assumed,
        waiting=_waiting(waits),
        plans_unknown=_without_frequency(care),
        renewals=tuple(g for g in granted if g.last is not None and on <= g.last <= last),
        no_shows=tuple(_expected(found, monday, assumed) for monday in mondays),
        uncounted=reached.unknown,
        begun=begun,
        without=without,
    )


def _present(practice: Practice, first: date, last: date, booked: set[UUID | None]) -> Roster:
    known = loading.roster(practice, first, last)
    workers = tuple(w for w in known.workers if w.shifts is not None or w.id in booked)
    return replace(known, workers=workers)


def _lines(known: Ahead, found: list[WeekOf], assumed: Assumptions) -> tuple[Line, ...]:
    lines = []
    for worker in known.roster.workers:
        mine = tuple(week for week in found if week.worker_id == worker.id)
        lines.append(Line(worker, mine, tuple(forecast.starts(mine, assumed))))
    nobody = tuple(week for week in found if week.worker_id is None)
    return (*lines, *([Line(None, nobody, ())] if nobody else []))


def _waiting(entries: tuple[Waits, ...]) -> dict[WaitNeed, Waiting]:
    of = {need: [e.minutes for e in entries if e.need is need] for need in WaitNeed}
    return {need: Waiting(len(minutes), sum(minutes)) for need, minutes in of.items() if minutes}


def _without_frequency(care: tuple[Care, ...]) -> int:
    return sum(plan.per_week is None for plan in care)


def _expected(found: list[WeekOf], monday: date, assumed: Assumptions) -> int:
    booked = sum(week.booked for week in found if week.monday == monday)
    return round(Decimal(booked) * assumed.no_show.value / 100)
