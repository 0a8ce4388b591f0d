"""A plan put into the calendar: everything in one transaction, or nothing; and taken back the same way."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otium.desk import clearance, clock, history, settle
from otium.desk.actor import OTIUM, Actor
from otium.desk.appointments import Booking, Place, Slot, change, holding, makeups, times, undoing
from otium.desk.appointments.book import book
from otium.desk.appointments.cleared import Seen
from otium.desk.appointments.moves import MoveRefused
from otium.desk.appointments.needs import Needs, attendance
from otium.desk.chains import ending
from otium.desk.mend.problems import Invalid
from otium.desk.planning import loading
from otium.desk.planning.changing import change as step
from otium.desk.planning.changing import locked
from otium.desk.planning.moves import DoesNotFollow, next_state
from otium.desk.visit_messages import booking
from otium.records.models import Appointment, History, PlanMove, Practice, SchedulePlan, WaitlistEntry
from otium.terms.clearance import ClearanceLedger, Finding, VisitClearance
from otium.terms.plans import MoveKind, MoveState, PlanEvent, PlanKind, PlanState
from otium.terms.schedule import CancelReason, VisitStatus, VisitType
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


def going(plan: SchedulePlan) -> QuerySet[PlanMove]:
    """What applying would do."""
    rows = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan, state__in=KEPT)
    return rows.exclude(kind=MoveKind.LEFT.value)


def kept(plan: SchedulePlan) -> list[PlanMove]:
    """The same in order of time."""
    return list(going(plan).order_by("on", "at", "id"))


class _Tried(Exception):
    """Applying works: now it is undone."""


def holds(plan: SchedulePlan, *, at: datetime) -> bool:
    """Whether all that is proposed could be put into the calendar now, although elsewhere it has changed: families take
    a day to answer. Tried and undone; the practice is locked."""
    if is_fresh(plan):
        return True
    rows = kept(plan)
    if not _stand(rows, plan.practice) or any(_is_away(row, plan.practice) for row in rows):
        return False
    try:
        with transaction.atomic(), settle.together():
            _moved_and_booked(rows, plan.practice, by=OTIUM, at=at)
            raise _Tried
    except _Tried:
        return True
    except (holding.Taken, Invalid, MoveRefused):
        return False


def _stand(rows: Iterable[PlanMove], practice: Practice) -> bool:
    """Whether the visits that would move are booked where the plan found them, and who waited waits."""
    moving = {UUID(key): row for row in rows if row.kind == MoveKind.MOVE.value for key in row.visits}
    zone = clock.zone(practice)
    found = Appointment.objects.filter(practice=practice, status=VisitStatus.BOOKED.value).in_bulk(list(moving))
    locals_ = {key: visit.starts_at.astimezone(zone) for key, visit in found.items()}
    are_there = len(found) == len(moving) and all(
        (local.weekday(), local.time()) == (row.from_on.weekday(), row.from_at)
        for key, local in locals_.items()
        if (row := moving[key]).from_on is not None
    )
    entries = [row.entry_id for row in rows if row.entry_id]
    waits = WaitlistEntry.objects.filter(practice=practice, pk__in=entries, ended_on=None, entered_in_error=False)
    return are_there and waits.count() == len(set(entries))


def _is_away(row: PlanMove, practice: Practice) -> bool:
    """Whether somebody is away, or does not work, at the first of its new hours."""
    if row.on is None or row.at is None or row.therapist_id is None:
        return False
    needs = Needs((row.patient_id,), (row.therapist_id,), location_id=row.location_id)
    return any(times.absences(needs, Slot(row.therapist_id, row.on, row.at, row.minutes), practice))


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
    is_chain = plan.kind == PlanKind.CHAIN.value
    if is_chain and any(row.answer != "yes" for row in rows):
        raise NotAllAgreed
    if not (holds(plan, at=at) if is_chain else is_fresh(plan)):
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
    if is_chain:
        ending.settle(plan, by=by, at=at)
        booking.tell(plan.practice, touched, by=by, at=at)
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
    holding.release(Appointment.objects.filter(practice=practice, pk__in=visits))


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
        makes_up_id=makeups.still_open(entry) if entry else None,
    )
    made = book(booking, practice_id=practice.pk, by=by, at=at).visits
    row.appointment, row.visits = made[0], [str(visit.pk) for visit in made]
    if entry is not None:
        entry.refresh_from_db()  # the visit itself ends the wait for what it makes up for
    if entry is not None and entry.ended_on is None:
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
    moved = [each for row in rows if row.kind == MoveKind.MOVE.value for each in _moved_by(row, plan)]
    for row in rows:
        if row.kind == MoveKind.BOOK.value:
            _check_booked(row, plan.practice)
    with settle.together():
        for row in rows:
            for key in row.visits if row.kind == MoveKind.BOOK.value else ():
                why = {"reason": _("The plan was taken back."), "code": CancelReason.PRACTICE_OTHER.value}
                change.cancel(appointment_id=UUID(key), by=by, at=at, **why)
        _let_go(plan.practice, [each.pk for visit, _act in moved for each in change.session(visit)])
        for visit, act in moved:
            _put_back(visit, act, plan.practice, by=by, at=at)
    step(plan, PlanEvent.UNDO, by=by, at=at)


class ChangedSince(Exception):
    """A visit of the plan was moved, cancelled or made since; to take the plan back would undo that as well."""


def _moved_by(row: PlanMove, plan: SchedulePlan) -> list[tuple[Appointment, History]]:
    """The first visit of each session that the plan moved, with the act; not those that it left where they were (a
    week in which the new day is not worked). Raises ChangedSince."""
    heads = row.visits if row.weeks > 1 else row.visits[:1]
    visits = Appointment.objects.filter(practice_id=plan.practice_id).in_bulk([UUID(key) for key in heads])
    found = []
    for visit in visits.values():
        acts = list(_moves_of([visit.pk], plan.practice_id).filter(at__gte=plan.changed_at))
        ours = [act for act in acts if act.at == plan.changed_at]
        if not ours:
            continue
        if len(acts) != 1 or len(ours) != 1 or visit.status != VisitStatus.BOOKED.value:
            raise ChangedSince
        found.append((visit, ours[0]))
    return found


def _check_booked(row: PlanMove, practice: Practice) -> None:
    """Raises ChangedSince."""
    keys = [UUID(key) for key in row.visits]
    stand = Appointment.objects.filter(practice=practice, pk__in=keys, status=VisitStatus.BOOKED.value)
    if stand.count() != len(keys) or _moves_of(keys, practice.pk).exists():
        raise ChangedSince


def _moves_of(visits: list[UUID], practice_id: UUID) -> QuerySet[History]:
    rows = History.objects.filter(practice_id=practice_id, focus_type="appointment", focus_id__in=visits)
    return rows.filter(event__in=(undoing.MOVED, undoing.UNDONE))


def _put_back(visit: Appointment, act: History, practice: Practice, *, by: Actor, at: datetime) -> None:
    """Its session with it; each as it was itself, not as the first of its row was."""
    was = {name: visit._meta.get_field(name).to_python(value) for name, value in act.before.items()}
    local = was.get("starts_at", visit.starts_at).astimezone(clock.zone(practice))
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    slot = Slot(was.get("therapist_id", visit.therapist_id), local.date(), local.time(), minutes)
    place = Place(was.get("room_id", visit.room_id))
    change.move(appointment_id=visit.pk, to=slot, place=place, is_sure=True, by=by, at=at)
