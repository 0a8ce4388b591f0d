"""A visit that makes up for a missed one: tied to it, booked at once or waited for."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments.holding import HOLDING
from otium.desk.appointments.moves import Event, MoveRefused
from otium.desk.appointments.wanted import Booking
from otium.desk.mend.problems import Problem
from otium.records.models import Appointment, Practice, WaitlistEntry
from otium.terms.schedule import MISSED
from otium.terms.waitlist import WaitNeed


def made_up_by(visit: Appointment) -> Appointment | None:
    """The visit that stands for this missed one."""
    rows = Appointment.objects.filter(practice_id=visit.practice_id, makes_up_id=visit.pk, status__in=HOLDING)
    return rows.first()


def problems(booking: Booking, practice: Practice) -> Iterator[Problem]:
    if booking.makes_up_id is None:
        return
    missed = Appointment.objects.filter(
        practice=practice, pk=booking.makes_up_id, patient_id=booking.patient_id, status__in=MISSED
    ).first()
    if missed is None:
        yield Problem("makes_up", _("The visit that this one makes up for was not missed. Look at it again."))
    elif made_up_by(missed) is not None:
        yield Problem("makes_up", _("That visit is made up for already."))


def end_wait(visit: Appointment, *, by: Actor, at: datetime) -> None:
    """Who waited for this make-up waits no more. One query where nobody did."""
    if visit.makes_up_id is None:
        return
    waits = WaitlistEntry.objects.filter(
        practice_id=visit.practice_id, makes_up_id=visit.makes_up_id, ended_on=None, entered_in_error=False
    )
    for entry in waits:
        entry.visit, entry.ended_on = visit, clock.day(at, entry.practice)
        entry.save(update_fields=["visit", "ended_on"])
        history.record(entry, "placed", by=by, at=at, after={"visit_id": visit.pk, "ended_on": entry.ended_on})


def waiting_for(visit: Appointment) -> WaitlistEntry | None:
    """The wait for a make-up of this missed visit."""
    waits = WaitlistEntry.objects.filter(
        practice_id=visit.practice_id, makes_up_id=visit.pk, ended_on=None, entered_in_error=False
    )
    return waits.order_by("id").first()


@transaction.atomic
def wait(*, appointment_id: UUID, by: Actor, at: datetime) -> WaitlistEntry:
    """Put the patient on the waitlist for a make-up, as long as the visit was and at its location; once.

    Raises MoveRefused where the visit was not missed, or is made up for.
    """
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.select_related("practice").get(pk=appointment_id)
    if visit.status not in MISSED or made_up_by(visit) is not None:
        raise MoveRefused(visit.status, Event.REOPEN)
    standing = waiting_for(visit)
    if standing is not None:
        return standing
    entry = WaitlistEntry.objects.create(
        practice=visit.practice,
        patient_id=visit.patient_id,
        need=WaitNeed.MAKE_UP.value,
        minutes=int((visit.ends_at - visit.starts_at).total_seconds() // 60),
        asked_on=clock.day(at, visit.practice),
        location_id=visit.location_id,
        makes_up=visit,
    )
    history.record(entry, "recorded", by=by, at=at, after={"need": entry.need, "makes_up_id": visit.pk})
    return entry


def still_open(entry: WaitlistEntry) -> UUID | None:
    """The missed visit that a place found for this wait makes up for; None where it is made up for, or stands again."""
    missed = entry.makes_up
    return missed.pk if missed and missed.status in MISSED and made_up_by(missed) is None else None
