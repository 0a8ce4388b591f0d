"""A plan put into the calendar: everything in one transaction, or nothing; and taken back the same way."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clearance, clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Place, Slot, change, holding, times
from otium.desk.appointments.book import book
from otium.desk.appointments.cleared import Seen
from otium.desk.appointments.needs import attendance
from otium.desk.planning import loading
from otium.desk.planning.changing import change as step
from otium.desk.planning.changing import locked
from otium.desk.planning.moves import DoesNotFollow, next_state
from otium.records.models import Appointment, AppointmentParticipant, PlanMove, Practice, SchedulePlan, WaitlistEntry
from otium.terms.clearance import ClearanceLedger, Finding, VisitClearance
from otium.terms.plans import MoveKind, MoveState, PlanEvent, PlanKind, PlanState
from otium.terms.schedule import VisitStatus, VisitType
from otium.terms.waitlist import WaitNeed

KEPT = (MoveState.PROPOSED.value, MoveState.PINNED.value)


class Stale(Exception):
    """What the plan rests on has changed since it was solved."""


class NotAllAgreed(Exception):
    """A chain moves only when every family of it said yes."""


class Undecided(Exception):
    """Something of it was refused since it was solved, so what is left was never looked at as a whole."""


class LimitsFail(Exception):
    """Visits would fail a limit that they do not fail as they stand; nothing has changed."""

    def __init__(self, seen: Seen, failing: tuple[tuple[VisitClearance, Finding], ...]) -> None:
        super().__init__(f"{len(failing)} visits fail a limit")
        self.seen, self.failing = seen, failing


def is_fresh(plan: SchedulePlan) -> bool:
    return plan.digest == loading.digest(loading.facts(plan))


def kept(plan: SchedulePlan) -> list[PlanMove]:
    """What applying would do, in order of time."""
    rows = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan, state__in=KEPT)
    return list(rows.exclude(kind=MoveKind.LEFT.value).order_by("on", "at", "id"))


@transaction.atomic
def apply(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime, goes_anyway: bool = False) -> list[PlanMove]:
    """All that is proposed. Raises DoesNotFollow, Stale, Undecided, NotAllAgreed, LimitsFail (unless
    `goes_anyway`), and what moving and booking raise; then nothing has changed."""
    settle.lock_practice(practice_id)
    plan = locked(practice_id, plan_id)
    next_state(plan.state, PlanEvent.APPLY)
    rows = kept(plan)
    if plan.kind == PlanKind.WHAT_IF.value or not rows:
        raise DoesNotFollow(plan.state, PlanEvent.APPLY)
    if is_undecided(plan):
        raise Undecided
    if plan.kind == PlanKind.CHAIN.value and any(row.answer != "yes" for row in rows):
        raise NotAllAgreed
    if not is_fresh(plan):
        raise Stale
    patients = sorted({row.patient_id for row in rows}, key=str)
    before = {} if goes_anyway else _ledgers(plan.practice, patients, at)
    with settle.together():
        touched = _moved_and_booked(rows, plan.practice, by=by, at=at)
    if not goes_anyway:
        after = _ledgers(plan.practice, patients, at)
        seen = Seen(tuple(before.values()), tuple(after.values()), frozenset(touched))
        if failing := tuple(pair for pair in seen.failing if _is_new(pair[0], pair[1], seen)):
            raise LimitsFail(seen, failing)
    step(plan, PlanEvent.APPLY, by=by, at=at)
    return rows


def is_undecided(plan: SchedulePlan) -> bool:
    """True when something was refused and nothing was solved since."""
    rows = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan)
    refused = set(rows.filter(state=MoveState.REFUSED.value).values_list("key", flat=True))
    return bool(refused - set(rows.exclude(state=MoveState.REFUSED.value).values_list("key", flat=True)) - _stays(plan))


def _stays(plan: SchedulePlan) -> set[str]:
    """Keys that the newest answer left where they are."""
    return set(plan.found.get("settled", []))


def age(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime) -> None:
    """Say that it is stale; for whoever caught Stale, as its transaction is gone."""
    with transaction.atomic():
        plan = locked(practice_id, plan_id)
        if plan.state == PlanState.PROPOSED.value:
            step(plan, PlanEvent.AGE, by=by, at=at)


def _ledgers(practice: Practice, patients: Iterable[UUID], at: datetime) -> dict[UUID, ClearanceLedger]:
    keys = list(patients)
    found = clearance.of_patients(practice, on=clock.day(at, practice), patients=keys)
    return {key: found.get(key) or ClearanceLedger(key, ()) for key in keys}


def _is_new(visit: VisitClearance, found: Finding, seen: Seen) -> bool:
    """False where the visit failed the same check before it was moved: moving it makes nothing worse."""
    was = next((v for ledger in seen.before for v in ledger.visits if v.visit_id == visit.visit_id), None)
    return was is None or not any(f.check is found.check and f.fails for f in was.findings)


def _moved_and_booked(rows: list[PlanMove], practice: Practice, *, by: Actor, at: datetime) -> set[UUID]:
    """The visits that were touched. Those that move let go of their time first, so that they can change places."""
    moving = [row for row in rows if row.kind == MoveKind.MOVE.value]
    _let_go(practice, [UUID(key) for row in moving for key in row.visits])
    touched: set[UUID] = set()
    for row in moving:
        touched |= _move(row, practice, (row.on, row.at, row.therapist_id, row.room_id), by=by, at=at)
    for row in rows:
        if row.kind == MoveKind.BOOK.value:
            touched |= _book(row, practice, by=by, at=at)
        row.state = MoveState.APPLIED.value
        row.save(update_fields=["state", "visits", "appointment"])
    return touched


def _let_go(practice: Practice, visits: list[UUID]) -> None:
    AppointmentParticipant.objects.filter(practice=practice, appointment_id__in=visits).update(is_held=False)


Goal = tuple[date | None, time | None, UUID | None, UUID | None]


def _move(row: PlanMove, practice: Practice, to: Goal, *, by: Actor, at: datetime) -> set[UUID]:
    """A session moves with its first visit; of a standing hour every visit moves as many days."""
    day, hour, therapist_id, room_id = to
    visits = [UUID(key) for key in row.visits]
    heads = visits if row.weeks > 1 else visits[:1]
    if day is None or hour is None:
        raise DoesNotFollow(row.state, PlanEvent.APPLY)
    days = None
    for key in heads:
        visit = Appointment.objects.get(practice=practice, pk=key)
        was = clock.day(visit.starts_at, practice)
        days = day - was if days is None else days
        slot = Slot(therapist_id, was + days, hour, row.minutes)
        if len(heads) > 1 and not _is_worked(slot, visit, practice):
            _hold_again(visit, was)
            continue
        change.move(appointment_id=key, to=slot, place=Place(room_id), is_sure=True, by=by, at=at)
    return set(visits)


def _is_worked(slot: Slot, visit: Appointment, practice: Practice) -> bool:
    keys = [key for key in (slot.therapist_id, visit.location_id) if key]
    return times.is_open(slot.on, practice) and times.is_worked(slot.on, attendance(keys, practice).values())


def _hold_again(visit: Appointment, on: date) -> None:
    """In a week in which the new day is not worked the visit stays where it was."""
    if taken := holding.hold(visit):
        raise holding.Taken([holding.clash(visit, on, taken)], [])


def _book(row: PlanMove, practice: Practice, *, by: Actor, at: datetime) -> set[UUID]:
    if row.on is None or row.at is None:
        raise DoesNotFollow(row.state, PlanEvent.APPLY)
    entry = WaitlistEntry.objects.filter(practice=practice, pk=row.entry_id).first() if row.entry_id else None
    is_evaluation = entry is not None and entry.need == WaitNeed.EVALUATION.value
    booking = Booking(
        patient_id=row.patient_id,
        slot=Slot(row.therapist_id, row.on, row.at, row.minutes),
        kind=(VisitType.EVALUATION if is_evaluation else VisitType.TREATMENT).value,
        location_id=row.location_id,
        room_id=row.room_id,
        visits=row.weeks,
        is_sure=True,
    )
    made = book(booking, practice_id=practice.pk, by=by, at=at).visits
    row.appointment, row.visits = made[0], [str(visit.pk) for visit in made]
    if entry is not None:
        entry.visit, entry.ended_on = made[0], clock.day(at, practice)
        entry.save(update_fields=["visit", "ended_on"])
        history.record(
            entry, "placed", by=by, at=at, after={"visit_id": made[0].pk, "ended_on": entry.ended_on}
        )  # fmt: skip
    return {visit.pk for visit in made}


@transaction.atomic
def undo(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime) -> None:
    """Everything as it was: visits moved back, booked ones cancelled. Raises DoesNotFollow, and what moving and
    cancelling raise, also where one of the visits was changed since; then nothing has changed."""
    settle.lock_practice(practice_id)
    plan = locked(practice_id, plan_id)
    next_state(plan.state, PlanEvent.UNDO)
    rows = list(PlanMove.objects.filter(practice_id=practice_id, plan=plan, state=MoveState.APPLIED.value))
    moved = [row for row in rows if row.kind == MoveKind.MOVE.value]
    for row in rows:
        _as_applied(row, plan.practice)
    with settle.together():
        for row in rows:
            for key in row.visits if row.kind == MoveKind.BOOK.value else ():
                change.cancel(appointment_id=UUID(key), reason=_("The plan was taken back."), by=by, at=at)
        _let_go(plan.practice, [UUID(key) for row in moved for key in row.visits])
        for row in moved:
            was = row.from_on, row.from_at, row.from_therapist_id, row.from_room_id
            _move(row, plan.practice, was, by=by, at=at)
    step(plan, PlanEvent.UNDO, by=by, at=at)


class ChangedSince(Exception):
    """A visit of the plan was moved, cancelled or made since; to take the plan back would undo that as well."""


def _as_applied(row: PlanMove, practice: Practice) -> None:
    """Raises ChangedSince."""
    visit = Appointment.objects.get(practice=practice, pk=row.visits[0])
    if row.on is None or row.at is None:
        raise ChangedSince
    starts_at, _ends_at = times.span(Slot(row.therapist_id, row.on, row.at, row.minutes), practice)
    stands = visit.status == VisitStatus.BOOKED.value and visit.therapist_id == row.therapist_id
    if not stands or visit.starts_at != starts_at:
        raise ChangedSince
