"""Two patients that the demo's front desk typed in itself, of payers without a wire: a car accident, a veteran."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from otium.desk import acting, clock, mend
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Slot, Taken, book
from otium.desk.mend import Entered
from otium.records.models import Patient, Payer, Practice, Therapist

DEMO = Actor("demo")
VISITS = 4
HOURS = (time(11, 45), time(12, 30), time(16, 0))


@dataclass(frozen=True, slots=True)
class Typed:
    """One patient with the card that they brought."""

    first_name: str
    last_name: str
    birth_on: date
    payer: str
    payer_type: str
    phone: str
    member_id: str


PEOPLE = (
    Typed("Ignatius", "Farrow", date(1979, 5, 2), "Lakeshore Auto Insurance", "auto", "(206) 555-0171", "LA-5520-118"),
    Typed("Odessa", "Brandt", date(1958, 9, 23), "VA Community Care", "va", "(206) 555-0172", "VA770118"),
)


def add(practice_id: UUID, *, at: datetime) -> int:
    """Charts, coverages and a month of weekly visits; how many were added. Whoever is on file stays."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        names = set(Patient.objects.filter(practice=practice).values_list("first_name", "last_name"))
        missing = [person for person in PEOPLE if (person.first_name, person.last_name) not in names]
        for person in missing:
            _type_in(practice, person, at)
        return len(missing)


def _type_in(practice: Practice, person: Typed, at: datetime) -> None:
    payer = Payer.objects.filter(practice=practice, name=person.payer).first() or _add(
        practice, "payer", {"name": person.payer, "payer_type": person.payer_type, "phone": person.phone}, at
    )
    patient = _add(
        practice,
        "patient",
        {"first_name": person.first_name, "last_name": person.last_name, "birth_on": person.birth_on},
        at,
    )
    card = {"payer": payer.pk, "order": "1", "member_id": person.member_id, "relationship": "self"}
    _add(practice, "coverage", card, at, patient.pk)
    _book(practice, patient.pk, at)


def _book(practice: Practice, patient_id: UUID, at: datetime) -> None:
    """At the first hour from a week ahead at which a therapist is free each week."""
    first = clock.day(at, practice) + timedelta(days=7)
    days = (day for day in (first + timedelta(days=n) for n in range(14)) if day.weekday() < 5)
    therapists = list(Therapist.objects.filter(practice=practice).order_by("external_id"))
    for day in days:
        for slot in (Slot(who.pk, day, hour, 45) for hour in HOURS for who in therapists):
            wanted = Booking(patient_id, slot, visits=VISITS, is_sure=True)
            try:
                book(wanted, practice_id=practice.pk, by=DEMO, at=at)
            except Taken:
                continue
            return


def _add(practice: Practice, kind: str, values: dict[str, Any], at: datetime, patient_id: UUID | None = None) -> Any:
    entered = Entered(values, is_sure=True)
    return mend.add(kind, entered, practice_id=practice.pk, patient_id=patient_id, by=DEMO, at=at)
