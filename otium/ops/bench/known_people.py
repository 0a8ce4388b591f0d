"""A practice whose patients the other side knows, none of whom was ever asked about; a visit is booked for each."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from otium.desk import acting, clock, house
from otium.desk.actor import Actor
from otium.desk.connections import carriers
from otium.ops import demo_connections
from otium.records.models import Appointment, Connection, Coverage, Patient, Payer, Practice
from otium.terms.schedule import VisitStatus
from partners import payers
from partners.state import members
from partners.state.members import Member
from partners.state.records import dump
from partners.state.store import Store
from partners.world import Clinic, Person

BENCH = Actor("bench")
NPI, SLUG = "1999999984", "bench"
OF_TYPE = {  # who answers by wire -> our payer type
    payers.EVERGREEN: "commercial",
    payers.NORTHSOUND: "commercial",
    payers.CASCADIA: "medicaid_mco",
}
SURNAMES = ("Testcase", "Sample", "Example", "Specimen", "Pattern", "Model", "Draft", "Proof")


@dataclass(frozen=True, slots=True)
class Known:
    practice_id: UUID
    coverages: tuple[UUID, ...]


def tell_the_other_side(state: Path, count: int) -> None:
    """The practice and so many members, in a state that nobody serves from yet."""
    store = Store(state)
    clinic = Clinic(1, SLUG, "Bench", "1 Harbor Street", "Tacoma", "WA", "984021234", "2535550100", NPI, "001234567",
                    "America/Los_Angeles")  # fmt: skip
    with store.transaction():
        store.insert("practice", slug=SLUG, npi=NPI, tax_id=clinic.ein, clinic=dump(clinic),
                     password=secrets.token_urlsafe(12))  # fmt: skip
        for number in range(count):
            members.enrol(store, _member(number))
    store.close()


def _payer(number: int) -> payers.Payer:
    return list(OF_TYPE)[number % len(OF_TYPE)]


def _member(number: int) -> Member:
    payer = _payer(number)
    return Member(payer.payer_id, _member_id(number), _person(number), is_dependent=False, group_number="G1",
                  effective_on=date(2020, 1, 1), terminates_on=None, year=2026)  # fmt: skip


def _member_id(number: int) -> str:
    return f"{_payer(number).member_prefix}TEST{number:06}"


def _person(number: int) -> Person:
    first, last = f"Given{number}", f"{SURNAMES[number % len(SURNAMES)]}{number}"
    born_on = date(1950, 1, 1) + timedelta(days=number)
    return Person(first, "", last, born_on, "F", "", "", "7 Coral St", "Tacoma", "WA", "984021234", "en", None)


def open_practice(count: int, at: datetime) -> Known:
    """Our side of the same people: each with a coverage, and a visit in four days."""
    firm = house.found_firm("Bench", by=BENCH, at=at)
    new = house.NewPractice(slug=SLUG, name="Bench", short="B", npi=NPI, time_zone="America/Los_Angeles", state="WA")
    practice_id = house.open_practice(firm, new, by=BENCH, at=at).pk
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        ours = {
            payer: Payer.objects.create(
                practice=practice, name=payer.name, payer_type=kind, payer_ids=[payer.payer_id]
            )
            for payer, kind in OF_TYPE.items()
        }  # fmt: skip
        people = Patient.objects.bulk_create(_patient(practice, number) for number in range(count))
        made = Coverage.objects.bulk_create(
            Coverage(practice=practice, patient=patient, payer=ours[_payer(n)], member_id=_member_id(n))
            for n, patient in enumerate(people)
        )
        Appointment.objects.bulk_create(_visit(practice, patient, at) for patient in people)
    return Known(practice_id, tuple(row.pk for row in made))


def _patient(practice: Practice, number: int) -> Patient:
    person = _person(number)
    return Patient(practice=practice, first_name=person.first, last_name=person.last, birth_on=person.born_on, sex="F")


def _visit(practice: Practice, patient: Patient, at: datetime) -> Appointment:
    starts_at = at + timedelta(days=4)
    return Appointment(practice=practice, patient=patient, starts_at=starts_at,
                       ends_at=starts_at + timedelta(minutes=45), status=VisitStatus.BOOKED.value)  # fmt: skip


def connect(practice_id: UUID, told: dict[str, Any], port: int) -> Connection:
    """The demo's connection for questions, by way of this port."""
    own = told["practices"][SLUG]
    core = told["core"] | {"url": f"https://127.0.0.1:{port}/core"}
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        wanted = demo_connections.questions(core, own)
        row = Connection(
            practice=practice, name=wanted.name, carrier=wanted.carrier, settings=wanted.settings,
            sender=own["sender_id"], receiver=own["receiver_id"], carries=wanted.carries,
            real_time=wanted.real_time, fetch_minutes=wanted.fetch_minutes, most_a_minute=10_000, made_at=clock.now(),
        )  # fmt: skip
        row.secret = carriers.seal_secrets(practice, row, wanted.secrets)
        row.save(force_insert=True)
        return row


def told_by(state: Path) -> dict[str, Any]:
    """What the other side tells those who want to connect. Raises LookupError while it is not up."""
    store = Store(state)
    text = store.setting("connections")
    store.close()
    if text is None:
        raise LookupError("nothing is served yet")
    found: dict[str, Any] = json.loads(text)
    return found
