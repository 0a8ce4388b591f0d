"""Whose time a visit holds. The database compares; its refusal becomes who is taken, and when all are free."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation
from psycopg.types.range import Range

from otium.desk.appointments.kinds import margins_of
from otium.records.models import Appointment, AppointmentParticipant, EquipmentUse, Room
from otium.rules.schedule.kinds import around
from otium.terms.schedule import ActorType, VisitStatus

HOLDING = tuple(status.value for status in VisitStatus if status.uses_benefits)


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands in the way on one day. `who`: an ActorType, or talk where the therapist talks with a payer then;
    several may be taken, the first is told. `is_beside`: the visits themselves do not meet, only what is held beside
    them: notes, travel, turnover."""

    on: date
    who: str
    starts_at: datetime
    ends_at: datetime
    is_beside: bool = False


class Taken(Exception):
    """Somebody is taken at that time; nothing was written. `free`: times at which all are free."""

    def __init__(self, clashes: list[Clash], free: list[datetime]) -> None:
        super().__init__(", ".join(sorted({c.who for c in clashes})))
        self.clashes, self.free = clashes, free


@dataclass(frozen=True, slots=True)
class _Part:
    """`seats`: at any of which the actor may hold the time, the first choice first."""

    actor_type: ActorType
    actor_id: UUID
    period: Range[datetime]
    seats: tuple[int, ...] = (0,)


def hold(visit: Appointment) -> ActorType | None:
    """Make the visit's participants hold its period, or none where it holds no time. Who is taken, or None.

    Always in the order of ActorType, so that two bookings of the same people wait for each other and do not lock up.
    """
    parts = list(_parts(visit, _used(visit)))
    rows = AppointmentParticipant.objects.filter(practice_id=visit.practice_id, appointment=visit)
    wanted = {(p.actor_id, *_values(visit, p).values()) for p in parts}
    if set(rows.values_list("actor_id", "actor_type", "is_held", "together", "period")) == wanted:
        return None  # a visit that was made holds what it held
    return _hold_each(visit, parts)


def hold_new(visit: Appointment, equipment: Iterable[UUID]) -> ActorType | None:
    """As `hold`, of a visit that was made a moment ago and holds nothing yet: all in one statement, in the same order.
    Which of them is taken that does not say; then each is tried alone."""
    parts = list(_parts(visit, sorted(equipment)))
    rows = [
        AppointmentParticipant(
            practice_id=visit.practice_id, appointment=visit, actor_id=part.actor_id, seat=seat, **_values(visit, part)
        )
        for part in parts
        for seat in part.seats[:1]
    ]
    if len(rows) == len(parts) and _is_done(lambda: AppointmentParticipant.objects.bulk_create(rows)):
        return None
    return _hold_each(visit, parts)


def _hold_each(visit: Appointment, parts: list[_Part]) -> ActorType | None:
    rows = AppointmentParticipant.objects.filter(practice_id=visit.practice_id, appointment=visit)
    with transaction.atomic():
        rows.exclude(actor_id__in=[p.actor_id for p in parts]).delete()
        for part in parts:
            values = _values(visit, part)
            if not any(_is_written(visit, part.actor_id, {**values, "seat": seat}) for seat in part.seats):
                transaction.set_rollback(True)
                return part.actor_type
    return None


def release(visits: Iterable[Appointment]) -> None:
    """Let go of the time of visits that are about to be put elsewhere, so that they do not meet each other halfway."""
    of = list(visits)
    rows = AppointmentParticipant.objects.filter(appointment_id__in=[visit.pk for visit in of])
    rows.filter(practice_id__in={visit.practice_id for visit in of}).update(is_held=False)


def _values(visit: Appointment, part: _Part) -> dict[str, Any]:
    """What a participant says besides who it is, and at which seat."""
    return {
        "actor_type": part.actor_type.value,
        "is_held": visit.status in HOLDING and not visit.is_clash,
        "together": visit.together_id or visit.pk,
        "period": part.period,
    }


def _parts(visit: Appointment, equipment: Iterable[UUID]) -> Iterator[_Part]:
    yield _Part(ActorType.PATIENT, visit.patient_id, _period(visit, ActorType.PATIENT))
    if visit.therapist_id:
        yield _Part(ActorType.THERAPIST, visit.therapist_id, _period(visit, ActorType.THERAPIST))
    if visit.room_id:
        yield _Part(ActorType.ROOM, visit.room_id, _period(visit, ActorType.ROOM), _seats(visit))
    for equipment_id in equipment:
        yield _Part(ActorType.EQUIPMENT, equipment_id, _period(visit, ActorType.EQUIPMENT))


def _used(visit: Appointment) -> Iterable[UUID]:
    rows = EquipmentUse.objects.filter(practice_id=visit.practice_id, appointment=visit)
    return rows.order_by("equipment_id").values_list("equipment_id", flat=True)


def _period(visit: Appointment, actor: ActorType) -> "Range[datetime]":
    before, after = around(actor, margins_of(visit))
    return Range(visit.starts_at - timedelta(minutes=before), visit.ends_at + timedelta(minutes=after))


def _seats(visit: Appointment) -> tuple[int, ...]:
    """The seat of the visit's session first, so that one session never takes two."""
    capacity = Room.objects.values_list("capacity", flat=True).get(pk=visit.room_id)
    its_own = (
        AppointmentParticipant.objects.filter(
            practice_id=visit.practice_id, actor_id=visit.room_id, together=visit.together_id or visit.pk, is_held=True
        )
        .order_by("seat")
        .values_list("seat", flat=True)
    )
    return tuple(dict.fromkeys([*its_own[:1], *range(capacity)]))


def _is_written(visit: Appointment, actor_id: UUID, values: dict[str, object]) -> bool:
    return _is_done(
        lambda: AppointmentParticipant.objects.update_or_create(
            practice_id=visit.practice_id, appointment=visit, actor_id=actor_id, defaults=values
        )
    )


def _is_done(write: Callable[[], object]) -> bool:
    """False where somebody has the time; then nothing is written."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if isinstance(error.__cause__, ExclusionViolation):
            return False
        raise
    return True


def clash(visit: Appointment, on: date, who: ActorType) -> Clash:
    """What the visit ran into, read after the database refused it."""
    keys = [part.actor_id for part in _parts(visit, _used(visit)) if part.actor_type is who]
    period = _period(visit, who)
    others = AppointmentParticipant.objects.filter(
        practice_id=visit.practice_id, actor_id__in=keys, is_held=True, period__overlap=period
    ).exclude(together=visit.together_id or visit.pk)
    first = others.select_related("appointment").order_by("period").first()
    if first is None:
        return Clash(on, who.value, visit.starts_at, visit.ends_at)
    starts_at, ends_at = first.period.lower, first.period.upper
    own = first.appointment
    meets = own is None or (own.starts_at < visit.ends_at and visit.starts_at < own.ends_at)
    return Clash(on, "talk" if first.talk_id else who.value, starts_at, ends_at, is_beside=not meets)
