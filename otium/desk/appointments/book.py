"""Book a visit or a session of several, or one each week."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import history, settle, verifying
from otium.desk.actor import Actor
from otium.desk.appointments import checks, cobilling, holding, kinds, makeups, times
from otium.desk.appointments.checks import Episodes
from otium.desk.appointments.holding import Clash
from otium.desk.appointments.needs import Needs, attendance, rooms_at
from otium.desk.appointments.times import Slot
from otium.desk.appointments.wanted import Booking
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.offers import closing
from otium.desk.telehealth import links as video
from otium.records.models import Appointment, EquipmentUse, Practice, Series
from otium.terms.schedule import ActorType, VisitStatus

WHY = "visit booked"


@dataclass(frozen=True, slots=True)
class Booked:
    """`skipped`: days of the series without a visit: the practice is closed, somebody is away or taken."""

    visits: tuple[Appointment, ...]
    skipped: tuple[date, ...] = ()


@transaction.atomic
def book(booking: Booking, *, practice_id: UUID, by: Actor, at: datetime) -> Booked:
    """All visits of the booking, or none. Raises Invalid for a time that cannot be, Taken where somebody is."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    episodes = checks.check(
        booking, practice, at, also=(*cobilling.problems(booking, practice), *makeups.problems(booking, practice))
    )
    days = booking.days
    slots = [s for s in map(booking.slot.on_day, _open(booking, practice)) if times.exists(s, practice)]
    shared = _Shared(practice, episodes, _series(booking, practice, days) if len(days) > 1 else None)
    visits: list[Appointment] = []
    clashes: list[Clash] = []
    for slot in slots:
        made, clash = _session(booking if not visits else replace(booking, makes_up_id=None), slot, shared)
        visits += made
        clashes += [clash] if clash else []
    if not visits and not clashes:
        raise Invalid([Problem("visits", _("On none of these days is the practice open and everybody there."))])
    if clashes and (len(days) == 1 or booking.second_on or not booking.is_sure or not visits):
        raise holding.Taken(clashes, _instead(booking, clashes, practice, at))
    for visit in visits:
        history.record(visit, "booked", by=by, at=at, after={"starts_at": visit.starts_at, "kind": visit.kind})
    for visit in visits[:1]:
        makeups.end_wait(visit, by=by, at=at)
    closing.end_taken(practice, by=by, at=at, therapists=booking.therapists)
    settle.settle(practice, by=by, at=at, patients=booking.patients, why=WHY)
    verifying.ask(practice, at=at, patients=booking.patients)
    booked_on = {slot.on for slot in slots} - {c.on for c in clashes}
    return Booked(tuple(visits), tuple(d for d in days if d not in booked_on))


def _instead(booking: Booking, clashes: list[Clash], practice: Practice, at: datetime) -> list[datetime]:
    """Times to begin at. None where a series fails later only: one taken there would leave out the visits before it."""
    if clashes[0].on != booking.slot.on:
        return []
    return times.free(needs(booking, practice), booking.slot, practice, at)


def needs(booking: Booking, practice: Practice) -> Needs:
    """All that the session needs at one time."""
    rooms = tuple(_rooms(booking, practice, booking.slot.on))
    return Needs(
        booking.patients,
        booking.therapists,
        tuple(r for r in rooms if r is not None),
        booking.equipment,
        booking.location_id,
        kinds.rule_of(booking.kind, practice).margins,
    )


def _open(booking: Booking, practice: Practice) -> list[date]:
    """The days named; of a series those on which the practice is open and nobody is away."""
    days = booking.days
    if len(days) == 1 or booking.second_on:
        return days
    keys = [*booking.therapists, *filter(None, (booking.location_id,))]
    there = attendance(keys, practice).values()
    return [d for d in days if times.is_open(d, practice) and times.is_worked(d, there)]


def _rooms(booking: Booking, practice: Practice, on: date) -> Iterator[UUID | None]:
    """Where the session may be, the first choice first; None alone where it needs no room."""
    rule = kinds.rule_of(booking.kind, practice)
    if booking.is_telehealth or not rule.has_room:
        yield None
        return
    found = rooms_at(booking.location_id, practice, on, rule.features) if booking.any_room else ()
    yield from found or (booking.room_id,)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all visits of a booking have alike."""

    practice: Practice
    episodes: Episodes
    series: Series | None


def _session(booking: Booking, slot: Slot, shared: _Shared) -> tuple[list[Appointment], Clash | None]:
    """The visits of one day, all of them or what stands in the way. Another room is tried where a room is taken."""
    clash = None
    for room_id in _rooms(booking, shared.practice, slot.on):
        with transaction.atomic():
            visits = _visits(booking, slot, shared, room_id)
            clash = next(filter(None, (_clash(visit, slot.on, booking.equipment) for visit in visits)), None)
            if clash is None:
                return visits, None
            transaction.set_rollback(True)
        if clash.who != ActorType.ROOM.value:
            break
    return [], clash


def _clash(visit: Appointment, on: date, equipment: tuple[UUID, ...]) -> Clash | None:
    taken = holding.hold_new(visit, equipment)
    return holding.clash(visit, on, taken) if taken else None


def _series(booking: Booking, practice: Practice, days: list[date]) -> Series:
    slot = booking.slot
    return Series.objects.create(
        practice=practice,
        patient_id=booking.patient_id,
        therapist_id=slot.therapist_id,
        weekdays=sorted({day.weekday() for day in days}),
        interval_weeks=booking.interval_weeks,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        starts_on=days[0],
        ends_on=days[-1],
    )


def _visits(booking: Booking, slot: Slot, shared: _Shared, room_id: UUID | None) -> list[Appointment]:
    practice = shared.practice
    starts_at, ends_at = times.span(slot, practice)
    pairs = booking.pairs
    together = uuid4() if len(pairs) > 1 else None
    margins = kinds.as_columns(kinds.rule_of(booking.kind, practice).margins)
    minutes = cobilling.minutes_of(booking)
    room = video.new_room(practice) if booking.is_telehealth else ""
    visits = [
        Appointment.objects.create(
            practice=practice,
            patient_id=patient_id,
            episode_id=shared.episodes[patient_id, therapist_id],
            therapist_id=therapist_id,
            location_id=booking.location_id,
            room_id=room_id,
            together_id=together,
            series=shared.series if patient_id == booking.patient_id else None,
            starts_at=starts_at,
            ends_at=ends_at,
            status=VisitStatus.BOOKED.value,
            kind=booking.kind,
            **margins,
            note=booking.note.strip(),
            to_enter_in_emr=practice.calendar_master == "emr",
            billed_minutes=minutes.get(therapist_id) if patient_id == booking.patient_id else None,
            makes_up_id=booking.makes_up_id if (patient_id, therapist_id) == pairs[0] else None,
            **_held(booking, therapist_id, room),
        )
        for patient_id, therapist_id in pairs
    ]
    used = [  # each visit, as the room: the session goes on when one of it is cancelled
        EquipmentUse(practice=practice, appointment=visit, equipment_id=key)
        for visit in visits
        for key in booking.equipment
    ]
    EquipmentUse.objects.bulk_create(used)
    return visits


def _held(booking: Booking, therapist_id: UUID | None, room: str) -> dict[str, Any]:
    """By video or in person, and where then; `room`: made for the session."""
    if not booking.is_telehealth:
        return {"is_telehealth": booking.is_telehealth}
    return {
        "is_telehealth": True,
        "patient_place": booking.patient_place,
        "patient_state": booking.patient_state,
        **video.at_booking(therapist_id, room=room, is_shared=len(booking.therapists) > 1),
    }
