"""Book or move, and look what the visits meet before it is kept: a limit that fails holds it until somebody is sure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from otium.desk import clearance, clock
from otium.desk.actor import Actor
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

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Seen:
    """Each patient's ledger before and after. `touched` are the visits that were booked or moved."""

    before: tuple[ClearanceLedger, ...]
    after: tuple[ClearanceLedger, ...]
    touched: frozenset[UUID]

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


class Held(Exception):
    """Nothing was kept: a limit fails, or only a look was asked for."""

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
    """As `book`; raises Held where a limit fails (unless `goes_anyway`) or only a look is asked for."""

    def act() -> tuple[Booked, set[UUID]]:
        booked = book_now(booking, practice_id=practice.pk, by=by, at=at)
        return booked, {visit.pk for visit in booked.visits}

    return _unless_held(act, practice, booking.patients, at, is_look=is_look, goes_anyway=goes_anyway)


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

    moving = [each for one in meant(visit, scope, at) for each in session(one)]

    def act() -> tuple[Changed, set[UUID]]:
        done = move_now(appointment_id=visit.pk, to=to, scope=scope, place=place, by=by, at=at, is_sure=is_sure)
        return done, {each.pk for each in moving}

    patients = tuple(dict.fromkeys(each.patient_id for each in moving))
    return _unless_held(act, visit.practice, patients, at, is_look=is_look, goes_anyway=goes_anyway)


@transaction.atomic
def _unless_held(
    act: Callable[[], tuple[Done, set[UUID]]],
    practice: Practice,
    patients: tuple[UUID, ...],
    at: datetime,
    *,
    is_look: bool,
    goes_anyway: bool,
) -> Done:
    """The act, taken back by the transaction where it is held."""
    if goes_anyway and not is_look:
        return act()[0]
    before = _ledgers(practice, patients, at)
    done, touched = act()
    seen = Seen(before, _ledgers(practice, patients, at), frozenset(touched))
    if is_look or seen.failing:
        raise Held(seen)
    return done


def _ledgers(practice: Practice, patients: tuple[UUID, ...], at: datetime) -> tuple[ClearanceLedger, ...]:
    """An empty one for a patient who left."""
    on = clock.day(at, practice)
    found = clearance.of_patients(practice, on=on, patients=patients)
    return tuple(found.get(key) or ClearanceLedger(key, ()) for key in patients)
