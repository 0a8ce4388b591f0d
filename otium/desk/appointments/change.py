"""Move a visit with its session, cancel it, or say what became of it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle, verifying
from otium.desk.actor import Actor
from otium.desk.appointments import checks, freeing, holding, kinds, times
from otium.desk.appointments.moves import CANCELS, Event, MoveRefused, next_status
from otium.desk.appointments.needs import Needs, rooms_at
from otium.desk.appointments.times import Slot
from otium.desk.appointments.wanted import Place
from otium.desk.attendance import policy
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.visit_messages import following
from otium.records.models import Appointment, EquipmentUse, Practice
from otium.rules.schedule import attendance as rules
from otium.terms.schedule import MADE, MISSED, ActorType, CancelReason, VisitStatus

WHY = "visit changed"
ONCE_IT_BEGAN = (Event.FINISH, Event.MISS)
ON_ITS_DAY = (Event.ARRIVE, Event.START)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Why a visit was missed: in words, as a CancelReason; empty is not said."""

    words: str
    code: str


NOTHING = Said("", "")


def session(visit: Appointment) -> list[Appointment]:
    """The visit first, then those that are one session with it."""
    if visit.together_id is None:
        return [visit]
    rows = Appointment.objects.filter(practice_id=visit.practice_id, together_id=visit.together_id)
    return [visit, *rows.exclude(pk=visit.pk).order_by("id")]


@transaction.atomic
def move(
    *, appointment_id: UUID, to: Slot, by: Actor, at: datetime, place: Place | None = None, is_sure: bool = False
) -> Appointment:
    """This visit and those of its session at another time or with another therapist; others of its series stay.

    `place` None keeps the room. Raises MoveRefused when it is no longer booked, Invalid, Taken.
    """
    visit = _locked(appointment_id)
    if visit.status != VisitStatus.BOOKED.value:
        raise MoveRefused(visit.status, Event.REOPEN)
    practice = Practice.objects.get(pk=visit.practice_id)
    moving = [each for each in session(visit) if each.status == VisitStatus.BOOKED.value]
    needs = _needs(visit, moving, to, place, practice)
    checks.check_move(visit, to, needs, place, practice, at, is_sure=is_sure)
    starts_at, ends_at = times.span(to, practice)
    values: Values = {"starts_at": starts_at, "ends_at": ends_at, "is_clash": False, "confirmed_at": None}
    values |= kinds.as_columns(needs.margins)
    if ends_at - starts_at != visit.ends_at - visit.starts_at:
        values["billed_minutes"] = None  # of a co-treatment: what was agreed were other minutes
    if (starts_at, ends_at) != (visit.starts_at, visit.ends_at) and _has_begun(visit):
        values["together_id"] = uuid4() if len(moving) > 1 else None  # else they would not meet whom they leave
    replaced = visit.therapist_id
    clashes: list[holding.Clash] = []
    for room_id in needs.rooms or (None,):
        wanted = [(each, values | {"room_id": room_id} | _with(each, replaced, to.therapist_id)) for each in moving]
        if not (clash := _placed(wanted, to, practice)):
            return _happened("moved", wanted, practice, by=by, at=at)
        clashes = [clash]
        if clash.who != ActorType.ROOM.value:
            break
    raise holding.Taken(clashes, times.free(needs, to, practice, at))


@transaction.atomic
def cancel(
    *,
    appointment_id: UUID,
    reason: str,
    by: Actor,
    at: datetime,
    everyone: bool = False,
    code: str = "",
    told_at: datetime | None = None,
) -> Appointment:
    """Give the time back; `everyone`: of the whole session. Words or a CancelReason as `code` are needed: they tell a
    family's cancellation from the practice's own.

    It is late where a family's comes after the notice that the practice asks for; `told_at` is when they said so,
    where that was before `at`.
    """
    said = _said(reason, code)
    visit = _locked(appointment_id)
    notice = policy.notice_hours(visit.practice, at)
    of_it = [visit, *(v for v in session(visit)[1:] if everyone and v.status == VisitStatus.BOOKED.value)]
    for each in of_it:
        is_late = rules.is_late(said.code, each.starts_at, min(told_at or at, at), notice)
        _happen(each, Event.CANCEL_LATE if is_late else Event.CANCEL, said, by=by, at=at)
    return visit


@transaction.atomic
def mark(
    *, appointment_id: UUID, event: Event, by: Actor, at: datetime, reason: str = "", code: str = ""
) -> Appointment:
    """Arrived, in session, done, not come, or none of these after all; why belongs to those who did not come.

    Raises MoveRefused, Invalid, and Taken for REOPEN.
    """
    visit = _locked(appointment_id)
    practice = Practice.objects.get(pk=visit.practice_id)
    is_ahead = clock.day(visit.starts_at, practice) > clock.day(at, practice)
    if (event in ON_ITS_DAY and is_ahead) or (event in ONCE_IT_BEGAN and visit.starts_at > at):
        raise Invalid([Problem("", _("This visit is still to come."))])
    said = Said(reason.strip(), _known(code)) if event is Event.MISS else NOTHING
    return _happen(visit, event, said, by=by, at=at)


@transaction.atomic
def say_why(*, appointment_id: UUID, reason: str, code: str, by: Actor, at: datetime) -> Appointment:
    """Why a visit was missed, said afterwards. Raises MoveRefused where it was not missed, Invalid."""
    said = _said(reason, code)
    visit = _locked(appointment_id)
    if VisitStatus(visit.status) not in MISSED:
        raise MoveRefused(visit.status, Event.MISS)
    wanted = {"reason": said.words, "reason_code": said.code}
    before, after = history.changes(visit, wanted)
    if after:
        visit.reason, visit.reason_code = said.words, said.code
        visit.save(update_fields=["reason", "reason_code"])
        history.record(visit, "reason_said", by=by, at=at, before=before, after=after)
        settle.settle(visit.practice, by=by, at=at, patients=[visit.patient_id], why=WHY)
    return visit


@transaction.atomic
def confirm(*, appointment_id: UUID, by: Actor, at: datetime) -> Appointment:
    """The family said that they come. A visit that is moved must be confirmed anew. Raises MoveRefused."""
    visit = _locked(appointment_id)
    if visit.status != VisitStatus.BOOKED.value:
        raise MoveRefused(visit.status, Event.REOPEN)
    if visit.confirmed_at is None:
        visit.confirmed_at = at
        visit.save(update_fields=["confirmed_at"])
        history.record(visit, "confirmed", by=by, at=at)
    return visit


@transaction.atomic
def entered_in_emr(*, appointment_id: UUID, by: Actor, at: datetime) -> Appointment:
    """Note that the visit now stands in the system that keeps the calendar."""
    visit = _locked(appointment_id)
    if visit.to_enter_in_emr:
        visit.to_enter_in_emr = False
        visit.save(update_fields=["to_enter_in_emr"])
        history.record(visit, "entered_in_emr", by=by, at=at)
    return visit


def _said(reason: str, code: str) -> Said:
    """Raises Invalid where nothing is said."""
    said = Said(reason.strip(), _known(code))
    if not said.words and not said.code:
        raise Invalid([Problem("code", _("Say why: the family, the therapist, the weather."))])
    return said


def _known(code: str) -> str:
    """Raises Invalid for no CancelReason."""
    if code and code not in list(CancelReason):
        raise Invalid([Problem("code", _("Choose one of the list."))])
    return code


def _happen(visit: Appointment, event: Event, said: Said, *, by: Actor, at: datetime) -> Appointment:
    status = next_status(visit.status, event)
    practice = Practice.objects.get(pk=visit.practice_id)
    values: Values = {"status": status.value, "reason": said.words, "reason_code": said.code}
    if event is Event.REOPEN:
        values |= _on_return(visit)
    wanted = [(visit, values)]
    on = clock.day(visit.starts_at, practice)
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    local = visit.starts_at.astimezone(clock.zone(practice)).time()
    slot = Slot(visit.therapist_id, on, local, minutes)
    if clash := _placed(wanted, slot, practice):
        needs = replace(_needs(visit, [visit], slot, None, practice), margins=kinds.margins_of(visit))
        raise holding.Taken([clash], times.free(needs, slot, practice, at))
    return _happened(event.value, wanted, practice, by=by, at=at)


def _on_return(visit: Appointment) -> Values:
    """What a visit that stands again no longer is: of a session that moved on, the make-up of what another made up."""
    values: Values = {"together_id": None} if _is_left_behind(visit) else {}
    others = Appointment.objects.filter(practice_id=visit.practice_id, makes_up_id=visit.makes_up_id)
    if visit.makes_up_id and others.filter(status__in=holding.HOLDING).exclude(pk=visit.pk).exists():
        values["makes_up_id"] = None
    return values


def _has_begun(visit: Appointment) -> bool:
    """Whether somebody of its session has come: they stay where they are."""
    return any(each.status in MADE for each in session(visit)[1:])


def _is_left_behind(visit: Appointment) -> bool:
    """Whether its session moved on without it."""
    others = [each for each in session(visit)[1:] if each.status in holding.HOLDING]
    return bool(others) and all((o.starts_at, o.ends_at) != (visit.starts_at, visit.ends_at) for o in others)


def needs_of(visit: Appointment, practice: Practice) -> tuple[Needs, Slot]:
    """All that the visit needs with its session, and the time it has now: what other times are looked for by."""
    zone = clock.zone(practice)
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    local = visit.starts_at.astimezone(zone)
    slot = Slot(visit.therapist_id, local.date(), local.time(), minutes)
    moving = [each for each in session(visit) if each.status == VisitStatus.BOOKED.value]
    return _needs(visit, moving, slot, None, practice), slot


def _needs(visit: Appointment, moving: list[Appointment], to: Slot, place: Place | None, practice: Practice) -> Needs:
    """Who and what the session needs where it goes. An imported visit may have no therapist."""
    kept = (each.therapist_id for each in moving if each.therapist_id and each.therapist_id != visit.therapist_id)
    used = EquipmentUse.objects.filter(practice=practice, appointment__in=moving).values_list("equipment_id", flat=True)
    wanted, rule = place or Place(visit.room_id), kinds.rule_of(visit.kind, practice)
    is_open = wanted.any_room and rule.has_room and not visit.is_telehealth
    rooms = rooms_at(visit.location_id, practice, to.on, rule.features) if is_open else ()
    return Needs(
        tuple(dict.fromkeys(each.patient_id for each in moving)),
        tuple(dict.fromkeys(filter(None, (to.therapist_id, *kept)))),
        rooms or tuple(filter(None, (wanted.room_id,))),
        tuple(dict.fromkeys(used)),
        visit.location_id,
        rule.margins,
    )


def _with(visit: Appointment, replaced: UUID | None, therapist_id: UUID | None) -> Values:
    return {"therapist_id": therapist_id} if visit.therapist_id == replaced else {}


def _placed(wanted: Iterable[tuple[Appointment, Values]], slot: Slot, practice: Practice) -> holding.Clash | None:
    """The visits with these values, their time held; or what stands in the way, and nothing written."""
    with transaction.atomic():
        for visit, values in wanted:
            stands = Appointment.objects.get(pk=visit.pk)
            for name, value in values.items():
                setattr(stands, name, value)
            stands.save(update_fields=list(values))
            if taken := holding.hold(stands):
                clash = holding.clash(stands, slot.on, taken)
                transaction.set_rollback(True)
                return clash
    return None


def _happened(
    event: str, wanted: list[tuple[Appointment, Values]], practice: Practice, *, by: Actor, at: datetime
) -> Appointment:
    """The history of visits that now stand so, the queue; the first of them."""
    enters = practice.calendar_master == "emr" and event in ("moved", *CANCELS, Event.REOPEN)
    was = [copy(visit) for visit, _values in wanted]
    for visit, values in wanted:
        now = values | ({"to_enter_in_emr": True} if enters else {})
        before, after = history.changes(visit, now)
        for name, value in now.items():
            setattr(visit, name, value)
        if enters:
            visit.save(update_fields=["to_enter_in_emr"])
        history.record(visit, event, by=by, at=at, before=before, after=after, why=values.get("reason", ""))
    visits = [visit for visit, _values in wanted]
    following.follow(practice, visits, by=by, at=at)
    freeing.follow(practice, zip(was, visits, strict=True), by=by, at=at)
    patients = [visit.patient_id for visit in visits]
    settle.settle(practice, by=by, at=at, patients=patients, why=WHY)
    verifying.ask(practice, at=at, patients=patients)
    return visits[0]


def _locked(appointment_id: UUID) -> Appointment:
    settle.lock_practice_of(Appointment, appointment_id)
    return Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
