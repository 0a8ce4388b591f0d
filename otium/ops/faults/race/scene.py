"""A practice with signed-in people, each about to book for a patient of their own, and the hours they all want."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from django.db import connections

from otium.desk import acting, calendar, clock, house
from otium.desk.actor import Actor
from otium.ops.bench import serving
from otium.records.models import EpisodeOfCare, Location, Patient, Practice, Room, Staff, Therapist
from otium.rules import business_days

RACE = Actor("faults")
PATIENTS = 10  # several people book for one patient: the form lists every patient, and short forms are soon answered
HOURS = tuple(time(hour) for hour in range(8, 17))
BORN_ON = date(2019, 5, 6)


@dataclass(frozen=True, slots=True)
class Racer:
    """Somebody signed in (`cookie`), the patient they book for, and with whom."""

    cookie: str
    patient_id: UUID
    therapist_id: UUID


@dataclass(frozen=True, slots=True)
class Scene:
    """`room_id` is the room that they all want, `other` a therapist of another discipline, for co-treatments."""

    practice: Practice
    location_id: UUID
    room_id: UUID
    other: UUID
    racers: tuple[Racer, ...]
    first_on: date

    def hours(self, *, weeks: int) -> Iterator[tuple[date, time]]:
        """Working hours from tomorrow on, none of which comes again in a series of so many weeks from another."""
        days = calendar.business_days(self.practice, self.first_on)
        for n in count():
            on = self.first_on + timedelta(days=1 + n % 7, weeks=n // 7 * weeks)
            if business_days.is_open(on, days):
                yield from ((on, at) for at in HOURS)


def assemble(people: int, at: datetime, *, one_therapist: bool) -> Scene:
    """Everybody books with the same therapist, or each with one of their own."""
    firm = house.found_firm("Race", by=RACE, at=at)
    new = house.NewPractice(slug=f"race-{at:%Y%m%d%H%M%S%f}", name="Race", short="RA", calendar_master="otium")
    practice = house.open_practice(firm, new, by=RACE, at=at)
    with acting.acting_for(practice.pk):
        place = Location.objects.create(practice=practice, name="Main")
        room = Room.objects.create(practice=practice, location=place, name="Gym", capacity=1)
        other = Therapist.objects.create(practice=practice, name="Other", discipline="PT")
        patients = [
            _patient(practice, n, clock.day(at, practice)) for n in range(PATIENTS if one_therapist else people)
        ]
        treating = [_therapist(practice, n) for n in range(1 if one_therapist else people)]
        racers = tuple(
            Racer(_signed_in(practice, n, at), patients[n % len(patients)], treating[n % len(treating)])
            for n in range(people)
        )
        made = Scene(practice, place.pk, room.pk, other.pk, racers, clock.day(at, practice))
    connections.close_all()
    return made


def _signed_in(practice: Practice, number: int, at: datetime) -> str:
    staff = Staff.objects.create_user(f"racer{number}-{practice.slug}@otium.test", name=f"Racer {number}")
    house.add_member(practice.pk, staff, "assistant", by=RACE, at=at)
    return serving.cookie(staff, at)


def _patient(practice: Practice, number: int, on: date) -> UUID:
    """In care of OT and PT, for co-treatments."""
    made = Patient.objects.create(
        practice=practice, first_name=f"Given{number}", last_name=f"Family{number}", birth_on=BORN_ON
    )
    for discipline in ("OT", "PT"):
        EpisodeOfCare.objects.create(practice=practice, patient=made, discipline=discipline, starts_on=on)
    return UUID(str(made.pk))


def _therapist(practice: Practice, number: int) -> UUID:
    return UUID(str(Therapist.objects.create(practice=practice, name=f"Therapist {number}").pk))
