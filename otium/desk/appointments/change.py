"""Move a visit, cancel it, or say what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle, verifying
from otium.desk.actor import Actor
from otium.desk.appointments import holding, times
from otium.desk.appointments.moves import Event, MoveRefused, next_status
from otium.desk.appointments.times import Slot
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import Appointment, Practice, Therapist
from otium.terms.schedule import VisitStatus

WHY = "visit changed"
ONCE_IT_BEGAN = (Event.FINISH, Event.MISS)


@transaction.atomic
def move(*, appointment_id: UUID, to: Slot, by: Actor, at: datetime, is_sure: bool = False) -> Appointment:
    """This visit at another time or with another therapist; others of its series stay.

    Raises MoveRefused when it is no longer booked, Invalid, Taken.
    """
    visit = _locked(appointment_id)
    if visit.status != VisitStatus.BOOKED.value:
        raise MoveRefused(visit.status, Event.REOPEN)
    practice = Practice.objects.get(pk=visit.practice_id)
    problems = [p for p in times.problems(to, practice, at) if not (p.is_warning and is_sure)]
    if not Therapist.objects.filter(pk=to.therapist_id, practice=practice).exists():
        problems.append(Problem("therapist", _("Choose one of the list.")))
    if problems:
        raise Invalid(problems)
    starts_at, ends_at = times.span(to, practice)
    values = {"starts_at": starts_at, "ends_at": ends_at, "therapist_id": to.therapist_id, "is_clash": False}
    return _save(visit, "moved", values, practice, by=by, at=at)


@transaction.atomic
def cancel(*, appointment_id: UUID, reason: str, by: Actor, at: datetime) -> Appointment:
    """Give the time back. The reason is needed: it tells a family's cancellation from the practice's own."""
    if not reason.strip():
        raise Invalid([Problem("reason", _("Say why: the family, the therapist, the weather."))])
    return _happen(_locked(appointment_id), Event.CANCEL, reason.strip(), by=by, at=at)


@transaction.atomic
def mark(*, appointment_id: UUID, event: Event, by: Actor, at: datetime) -> Appointment:
    """Arrived, done, not come, or none of these after all. Raises MoveRefused, Invalid, and Taken for REOPEN."""
    visit = _locked(appointment_id)
    practice = Practice.objects.get(pk=visit.practice_id)
    is_ahead = clock.day(visit.starts_at, practice) > clock.day(at, practice)
    if (event is Event.ARRIVE and is_ahead) or (event in ONCE_IT_BEGAN and visit.starts_at > at):
        raise Invalid([Problem("", _("This visit is still to come."))])
    return _happen(visit, event, "", by=by, at=at)


@transaction.atomic
def entered_in_emr(*, appointment_id: UUID, by: Actor, at: datetime) -> Appointment:
    """Note that the visit now stands in the system that keeps the calendar."""
    visit = _locked(appointment_id)
    if visit.to_enter_in_emr:
        visit.to_enter_in_emr = False
        visit.save(update_fields=["to_enter_in_emr"])
        history.record(visit, "entered_in_emr", by=by, at=at)
    return visit


def _happen(visit: Appointment, event: Event, reason: str, *, by: Actor, at: datetime) -> Appointment:
    status = next_status(visit.status, event)
    practice = Practice.objects.get(pk=visit.practice_id)
    return _save(visit, event.value, {"status": status.value, "reason": reason}, practice, by=by, at=at)


def _save(
    visit: Appointment, event: str, values: dict[str, Any], practice: Practice, *, by: Actor, at: datetime
) -> Appointment:
    """The visit with these values, its people's time held or given back, its history, the queue."""
    if practice.calendar_master == "emr" and event in ("moved", Event.CANCEL, Event.REOPEN):
        values = {**values, "to_enter_in_emr": True}
    before, after = history.changes(visit, values)
    for name, value in values.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(values))
    if not holding.hold(visit):
        raise _taken(visit, practice, at)
    history.record(visit, event, by=by, at=at, before=before, after=after, why=values.get("reason", ""))
    settle.settle(practice, by=by, at=at, patients=[visit.patient_id], why=WHY)
    verifying.ask(practice, at=at, patients=[visit.patient_id])
    return visit


def _taken(visit: Appointment, practice: Practice, at: datetime) -> holding.Taken:
    """An imported visit may have no therapist; its free times are then the patient's alone."""
    local = visit.starts_at.astimezone(clock.zone(practice))
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    slot = Slot(visit.therapist_id or visit.patient_id, local.date(), local.time(), minutes)
    return holding.taken([holding.clash(visit, local.date())], slot, visit.patient_id, practice, at)


def _locked(appointment_id: UUID) -> Appointment:
    settle.lock_practice_of(Appointment, appointment_id)
    return Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
