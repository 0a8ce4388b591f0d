"""Whose time a visit holds. The database compares; its refusal becomes who is taken, and when they are free."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation
from psycopg.types.range import Range

from otium.desk.appointments import times
from otium.desk.appointments.times import Slot
from otium.records.models import Appointment, AppointmentParticipant, Practice
from otium.terms.schedule import VisitStatus

HOLDING = (VisitStatus.BOOKED.value, VisitStatus.ARRIVED.value, VisitStatus.DONE.value)


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands in the way on one day. `who`: therapist or patient; both may be taken, the therapist is told.

    `talk`: the therapist talks with a payer then.
    """

    on: date
    who: str
    starts_at: datetime
    ends_at: datetime


class Taken(Exception):
    """Somebody is taken at that time; nothing was written. `free`: times at which both are free."""

    def __init__(self, clashes: list[Clash], free: list[datetime]) -> None:
        super().__init__(", ".join(sorted({c.who for c in clashes})))
        self.clashes, self.free = clashes, free


def hold(visit: Appointment) -> bool:
    """Make the visit's participants hold its period, or none where it holds no time. False: somebody is taken.

    Patient first, then therapist, so that two bookings of the same pair wait for each other and do not lock up.
    """
    is_held = visit.status in HOLDING and not visit.is_clash
    period = Range(visit.starts_at, visit.ends_at)
    actors = {visit.patient_id: "patient"} | ({visit.therapist_id: "therapist"} if visit.therapist_id else {})
    rows = AppointmentParticipant.objects.filter(practice_id=visit.practice_id, appointment=visit)
    wanted = {(actor_id, actor_type, period, is_held) for actor_id, actor_type in actors.items()}
    if set(rows.values_list("actor_id", "actor_type", "period", "is_held")) == wanted:
        return True  # a visit that was made holds what it held
    try:
        with transaction.atomic():
            rows.exclude(actor_id__in=actors).delete()
            for actor_id, actor_type in actors.items():
                rows.update_or_create(
                    practice_id=visit.practice_id,
                    appointment=visit,
                    actor_id=actor_id,
                    defaults={"actor_type": actor_type, "period": period, "is_held": is_held},
                )
    except IntegrityError as error:
        if isinstance(error.__cause__, ExclusionViolation):
            return False
        raise
    return True


def clash(visit: Appointment, on: date) -> Clash:
    """What the visit ran into, read after the database refused it."""
    others = AppointmentParticipant.objects.filter(
        practice_id=visit.practice_id,
        actor_id__in=[visit.patient_id, visit.therapist_id],
        is_held=True,
        period__overlap=(visit.starts_at, visit.ends_at),
    ).exclude(appointment=visit)
    first = others.order_by("-actor_type", "period").first()
    if first is None:
        return Clash(on, "therapist", visit.starts_at, visit.ends_at)
    who = "talk" if first.talk_id else first.actor_type
    return Clash(on, who, first.period.lower, first.period.upper)


def taken(clashes: list[Clash], slot: Slot, patient_id: UUID, practice: Practice, at: datetime) -> Taken:
    return Taken(clashes, times.free(slot, patient_id, practice, at))
