"""What the tests of sessions book, and what they ask of it."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from otium.desk import appointments
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot
from otium.records import models
from tests import build

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=EASTERN)  # Monday; Thursday is Thanksgiving
TUESDAY = date(2026, 11, 24)
BY = Actor("test")


def room(place: models.Location, name: str = "Gym", **fields: Any) -> models.Room:
    return models.Room.objects.create(practice=place.practice, location=place, name=name, **fields)


def book(practice: models.Practice, *, at: time = time(9), on: date = TUESDAY, **more: Any) -> list[models.Appointment]:
    """A visit of a new patient with a new therapist, unless they are given."""
    patient = more.pop("patient", None) or build.patient(practice)
    therapist = more.pop("therapist", None) or build.therapist(practice)
    wanted = Booking(patient.pk, Slot(therapist.pk, on, at, 60), **more)
    return list(appointments.book(wanted, practice_id=practice.pk, by=BY, at=AT).visits)


def held(visit: models.Appointment) -> set[str]:
    rows = models.AppointmentParticipant.objects.filter(appointment=visit, is_held=True)
    return set(rows.values_list("actor_type", flat=True))


def pt(practice: models.Practice, patient: models.Patient) -> models.Therapist:
    """A physical therapist whose care of the patient is open."""
    models.EpisodeOfCare.objects.create(practice=practice, patient=patient, discipline="PT", starts_on=TUESDAY)
    return build.therapist(practice, discipline="PT")


def hour(at: datetime) -> str:
    return at.astimezone(EASTERN).strftime("%a %H:%M")
