"""Ask for a plan: what is wanted, checked, kept, and put into the worker's queue in the same transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otium.desk import clock, history, mend
from otium.desk.actor import Actor
from otium.desk.appointments import needs
from otium.desk.mend import Entered
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.planning.changing import change, locked
from otium.records.models import Location, Practice, SchedulePlan, Therapist, TimeOff, WaitlistEntry
from otium.terms.plans import Addition, PlanEvent, PlanKind, PlanState

TASK = "otium.solve_plan"
MOST_WEEKS = 5
LONGEST_AWAY = timedelta(days=27)
FARTHEST = timedelta(days=183)  # how far ahead a plan may begin
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """`first` to `last`: of a repair the days away; of all others whole weeks from a Monday on."""

    kind: PlanKind
    first: date
    last: date
    therapist_id: UUID | None = None
    entry_id: UUID | None = None
    asks: dict[str, str] = field(default_factory=dict)


def weeks(kind: PlanKind, monday: date, count: int, **more: object) -> Ask:
    return Ask(kind, monday, monday + count * A_WEEK - timedelta(days=1), **more)  # type: ignore[arg-type]


def next_monday(on: date) -> date:
    return on + timedelta(days=7 - on.weekday())


def next_worked(practice: Practice, therapist_id: UUID | None, on: date) -> date:
    """The first day from `on` on which the therapist works, None: the practice does; `on` where none is near."""
    days = needs.open_days(on, LONGEST_AWAY.days, practice)
    if therapist_id:
        there, zone = needs.attendance([therapist_id], practice)[therapist_id], clock.zone(practice)
        days = [day for day in days if there.spans([day], needs.practice_hours(practice), zone)]
    return next(iter(days), on)


@transaction.atomic
def ask(wanted: Ask, *, practice_id: UUID, by: Actor, at: datetime) -> SchedulePlan:
    """The plan, waiting for the worker. Raises Invalid."""
    practice = Practice.objects.get(pk=practice_id)
    if problems := list(_problems(wanted, practice, at)):
        raise Invalid(problems)
    plan = SchedulePlan.objects.create(
        practice=practice, kind=wanted.kind.value, state=PlanState.ASKED.value, starts_on=wanted.first,
        ends_on=wanted.last, asks=wanted.asks, therapist_id=wanted.therapist_id, entry_id=wanted.entry_id,
        asked_at=at, asked_by=by.name, changed_at=at,
    )  # fmt: skip
    history.record(plan, "asked", by=by, at=at, after={"state": plan.state, "kind": plan.kind})
    _enqueue(plan)
    return plan


@transaction.atomic
def call_away(
    *, practice_id: UUID, therapist_id: UUID, first: date, last: date, reason: str, by: Actor, at: datetime
) -> SchedulePlan:
    """Enter the days off, unless they are on file, and ask how her visits can be kept. Raises Invalid."""
    wanted = Ask(PlanKind.REPAIR, first, last, therapist_id)
    practice = Practice.objects.get(pk=practice_id)
    if problems := list(_problems(wanted, practice, at)):
        raise Invalid(problems)
    known = TimeOff.objects.filter(
        practice=practice, therapist_id=therapist_id, starts_on__lte=first, ends_on__gte=last, entered_in_error=False
    )
    if not known.exists():
        values = {"therapist": therapist_id, "room": None, "location": None, "starts_on": first, "ends_on": last,
                  "reason": reason}  # fmt: skip
        mend.add(
            "time_off", Entered(values, is_sure=True), practice_id=practice_id, patient_id=None, by=by, at=at
        )  # fmt: skip
    return ask(wanted, practice_id=practice_id, by=by, at=at)


@transaction.atomic
def ask_again(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime) -> SchedulePlan:
    """With what people pinned and refused, and the facts of now. Raises DoesNotFollow."""
    plan = locked(practice_id, plan_id)
    plan.why = ""
    change(plan, PlanEvent.ASK, by=by, at=at)
    _enqueue(plan)
    return plan


@transaction.atomic
def refuse(*, practice_id: UUID, plan_id: UUID, by: Actor, at: datetime) -> SchedulePlan:
    """None of it is wanted. Raises DoesNotFollow."""
    plan = locked(practice_id, plan_id)
    change(plan, PlanEvent.REFUSE, by=by, at=at)
    return plan


def _problems(wanted: Ask, practice: Practice, at: datetime) -> list[Problem]:
    on = clock.day(at, practice)
    found = []
    if wanted.last < wanted.first:
        found.append(Problem("last", _("The last day is before the first.")))
    if wanted.last < on or wanted.first > on + FARTHEST:
        found.append(Problem("first", _("Choose days from today on, at most half a year ahead.")))
    if wanted.kind is PlanKind.REPAIR:
        if wanted.last - wanted.first > LONGEST_AWAY:
            found.append(Problem("last", _("A plan looks at up to four weeks. Plan the later weeks by themselves.")))
        if not Therapist.objects.filter(practice=practice, pk=wanted.therapist_id).exists():
            found.append(Problem("therapist", _("Choose one of the list.")))
    elif wanted.first.weekday() != 0 or wanted.last - wanted.first >= MOST_WEEKS * A_WEEK:
        found.append(Problem("first", _("Choose a Monday, and up to five weeks.")))
    if wanted.kind is PlanKind.CHAIN and not _waits_for_an_hour(wanted, practice):
        found.append(Problem("entry", _("Choose who waits for a standing hour.")))
    if wanted.kind is PlanKind.WHAT_IF:
        found += _of_addition(wanted, practice)
    return found


def _waits_for_an_hour(wanted: Ask, practice: Practice) -> bool:
    rows = WaitlistEntry.objects.filter(practice=practice, need="weekly", ended_on=None, entered_in_error=False)
    return rows.filter(pk=wanted.entry_id).exists()


def _of_addition(wanted: Ask, practice: Practice) -> list[Problem]:
    location = wanted.asks.get("location", "")
    found = []
    if wanted.asks.get("add") not in list(Addition):
        found.append(Problem("add", _("Choose one of the list.")))
    if location and not Location.objects.filter(practice=practice, pk=location).exists():
        found.append(Problem("location", _("Choose one of the list.")))
    return found


def _enqueue(plan: SchedulePlan) -> None:
    lock = f"{TASK} {plan.pk}"
    try:
        with transaction.atomic():
            job = app.configure_task(TASK, queueing_lock=lock, lock=lock)
            job.defer(practice_id=str(plan.practice_id), plan_id=str(plan.pk))
    except AlreadyEnqueued:
        return  # it waits already
