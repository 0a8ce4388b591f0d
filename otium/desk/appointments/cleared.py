"""Book, move or cancel, and look what it does before it is kept: what fails, or concerns others, holds it until
somebody is sure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction

from otium.desk import clearance, clock, settle
from otium.desk.actor import Actor
from otium.desk.appointments import effects
from otium.desk.appointments.book import Booked
from otium.desk.appointments.book import book as book_now
from otium.desk.appointments.change import session
from otium.desk.appointments.series import Changed, Scope, meant
from otium.desk.appointments.series import move as move_now
from otium.desk.appointments.times import Slot
from otium.desk.appointments.wanted import Booking, Place
from otium.records.models import Appointment, Practice
from otium.terms.clearance import (
    WORST_FIRST,
    ClearanceCheck,
    ClearanceLedger,
    ClearanceState,
    Finding,
    VisitClearance,
)
from otium.terms.effects import About, Effect

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Seen:
    """Each patient's ledger before and after. `touched` are the visits that were booked or moved. `beside`: what the
    change does besides. `visits`: how many of a series it changes."""

    before: tuple[ClearanceLedger, ...]
    after: tuple[ClearanceLedger, ...]
    touched: frozenset[UUID]
    beside: tuple[Effect, ...] = ()
    visits: int = 1

    @property
    def shown(self) -> tuple[VisitClearance, ...]:
        """The visits themselves, and those that became worse by them: by patient, in order of time."""
        was = {visit.visit_id: visit.state for ledger in self.before for visit in ledger.visits}
        return tuple(
            visit
            for ledger in self.after
            for visit in ledger.visits
            if visit.visit_id in self.touched or _is_worse(visit, was.get(visit.visit_id))
        )

    def patient_of(self, visit: VisitClearance) -> UUID:
        return next(ledger.patient_id for ledger in self.after if visit in ledger.visits)

    @property
    def failing(self) -> tuple[tuple[VisitClearance, Finding], ...]:
        """Each of them that fails a limit, with the first such."""
        return tuple((visit, found) for visit in self.shown if (found := first_limit(visit)))

    @property
    def effects(self) -> tuple[Effect, ...]:
        """All that the change does besides itself, clearance first."""
        touched = [visit for visit in self.shown if visit.visit_id in self.touched]
        if self.failing:
            first = Effect(About.CLEARANCE, ClearanceState.AT_RISK, "visits_fail", {"visits": len(self.failing)})
        elif touched:
            first = Effect(About.CLEARANCE, ClearanceState.CLEAR, "visits_clear", {"visits": len(touched)})
        else:
            return self.beside
        return (first, *self.beside)

    @property
    def holds(self) -> bool:
        """Somebody must be sure first: of an effect, or that more than one visit is meant."""
        return self.visits > 1 or any(effect.holds for effect in self.effects)


class Held(Exception):
    """Nothing was kept: somebody must be sure of an effect first, or only a look was asked for."""

    def __init__(self, seen: Seen) -> None:
        super().__init__("held before it was kept")
        self.seen = seen


def first_limit(visit: VisitClearance) -> Finding | None:
    """What must be known before booking; a coverage that was only not asked yet is asked once it is booked."""
    for found in visit.findings:
        is_asked_anyway = found.check is ClearanceCheck.COVERAGE and found.state is ClearanceState.AT_RISK
        if found.counts and found.fails and not is_asked_anyway:
            return found
    return None


def _is_worse(visit: VisitClearance, was: ClearanceState | None) -> bool:
    return was is not None and WORST_FIRST.index(visit.state) < WORST_FIRST.index(was)


def book(
    booking: Booking, *, practice: Practice, by: Actor, at: datetime, is_look: bool = False, goes_anyway: bool = False
) -> Booked:
    """As `book`; raises Held where somebody must be sure first (unless `goes_anyway`) or only a look is asked for."""

    def act() -> _Done[Booked]:
        booked = book_now(booking, practice_id=practice.pk, by=by, at=at)
        return _Done(booked, booked.visits[0].pk, frozenset(visit.pk for visit in booked.visits))

    if goes_anyway and not is_look:
        return act().value
    return _unless_held(act, practice, booking.patients, at, is_look=is_look)


def move(
    visit: Appointment,
    to: Slot,
    *,
    by: Actor,
    at: datetime,
    place: Place | None = None,
    scope: Scope = Scope.THIS,
    is_sure: bool = False,
    is_look: bool = False,
    goes_anyway: bool = False,
) -> Changed:
    """As `series.move`; raises Held as `book` does. The visit's practice is loaded."""

    moving = _meant(visit, scope, at)

    def act() -> _Done[Changed]:
        done = move_now(appointment_id=visit.pk, to=to, scope=scope, place=place, by=by, at=at, is_sure=is_sure)
        return _Done(done, visit.pk, frozenset(each.pk for each in moving), len(done.visits))

    if goes_anyway and not is_look:
        return act().value
    return _unless_held(act, visit.practice, _patients(moving), at, is_look=is_look)


def cancel(
    visit: Appointment,
    cancels: Callable[[], Changed],
    *,
    scope: Scope,
    at: datetime,
    is_look: bool = False,
    goes_anyway: bool = False,
) -> Changed:
    """`cancels` cancels the visit and others in its scope; raises Held as `book` does. The visit's practice is
    loaded."""

    def act() -> _Done[Changed]:
        done = cancels()
        return _Done(done, visit.pk, frozenset(), len(done.visits))

    if goes_anyway and not is_look:
        return act().value
    return _unless_held(act, visit.practice, _patients(_meant(visit, scope, at)), at, is_look=is_look)


@dataclass(frozen=True, slots=True)
class _Done(Generic[Value]):
    """What was done: the answer, the visit that was chosen, those that stand by it, how many of a series it changed."""

    value: Value
    of: UUID
    touched: frozenset[UUID]
    visits: int = 1


def _meant(visit: Appointment, scope: Scope, at: datetime) -> list[Appointment]:
    """With those of their sessions."""
    return [each for one in meant(visit, scope, at) for each in session(one)]


def _patients(visits: list[Appointment]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(each.patient_id for each in visits))


@transaction.atomic
def _unless_held(
    act: Callable[[], _Done[Value]], practice: Practice, patients: tuple[UUID, ...], at: datetime, *, is_look: bool
) -> Value:
    """The act, taken back by the transaction where it is held."""
    settle.lock_practice(practice.pk)  # else another's act would be told as an effect of this one
    stood = effects.standing(practice, patients)
    around = clearance.around(act, practice, on=clock.day(at, practice), patients=patients)
    done, stands = around.value, effects.standing(practice, patients)
    beside = effects.between(stood, stands, (around.before, around.after), practice, at, done.of)
    seen = Seen(around.before, around.after, done.touched, beside, done.visits)
    if is_look or seen.holds:
        raise Held(seen)
    return done.value
