"""What a therapist produces in a period, against what they are to do.

Source: the practice's visits, their lines, its expected rates (rules/dollars.py) and its targets. Certainty: by
definition; dollars are an estimate, never a claim amount.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from otium.rules.capacity.hours import full_week, merged, minutes, offered
from otium.terms.capacity import Produced, Roster, Session, Target, Worker
from otium.terms.production import TargetUnit
from otium.terms.schedule import Stretch, VisitStatus

TENTH = Decimal("0.1")


def produced(sessions: Iterable[Session], on: date) -> Produced:
    """Of visits of one therapist or of several."""
    held = [s for s in sessions if s.status.uses_benefits]
    made = tuple(s for s in held if s.status is not VisitStatus.BOOKED)
    waiting = [s for s in held if s.status is VisitStatus.BOOKED]
    booked = tuple(s for s in waiting if s.on >= on)
    dollars, unpriced = _dollars(made)
    booked_dollars, booked_unpriced = _dollars(booked)
    return Produced(
        made=made,
        booked=booked,
        unmarked=tuple(s for s in waiting if s.on < on),
        units=sum(s.units or 0 for s in made),
        unknown_units=sum(s.units is None for s in made),
        dollars=dollars,
        unpriced=unpriced,
        booked_dollars=booked_dollars,
        booked_unpriced=booked_unpriced,
        minutes=_minutes(made),
        booked_minutes=_minutes(booked),
    )


def _dollars(sessions: Iterable[Session]) -> tuple[Decimal | None, int]:
    """0 only where there is nothing to price."""
    prices = [s.dollars for s in sessions]
    known = [price for price in prices if price is not None]
    return (sum(known, Decimal(0)) if known or not prices else None), len(prices) - len(known)


def _minutes(sessions: Iterable[Session]) -> int:
    spans: dict[UUID | None, list[Stretch]] = defaultdict(list)
    for session in sessions:
        spans[session.therapist_id].append(session.span)
    return sum(minutes(merged(of_one)) for of_one in spans.values())


def asked(
    worker: Worker, targets: Iterable[Target], roster: Roster, days: Iterable[date]
) -> Mapping[TargetUnit, Decimal]:
    """The target of these days, by unit: a full week's amount, shared out by the hours of each day.

    Nothing is asked for a holiday or a day off. Empty where no target is in force.
    """
    mine = [target for target in targets if target.therapist_id == worker.id]
    found: dict[TargetUnit, Decimal] = defaultdict(Decimal)
    for day in days:
        target = in_force(mine, day)
        if target is not None:
            whole = full_week(worker, roster, day)
            found[target.unit] += target.amount * minutes(offered(worker, roster, day)) / whole if whole else 0
    return {unit: amount.quantize(TENTH, ROUND_HALF_UP) for unit, amount in found.items()}


def in_force(targets: Iterable[Target], on: date) -> Target | None:
    """The newest that has begun and is not over."""
    begun = [t for t in targets if t.first <= on and (t.last is None or on <= t.last)]
    return max(begun, key=lambda t: t.first, default=None)
