"""Whom visits are told, and by which road: the person with the right to receive, a text before a mail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk.families import recipients, telling
from otium.desk.families.recipients import Recipient
from otium.records.models import Patient, Practice, RelatedPerson


@dataclass(frozen=True, slots=True)
class Addressee:
    """`to`: the number as E.164, or the mail address; who shares it is one household. `mail`: the address to fall back
    on, empty where there is none that mail can reach."""

    who: Recipient
    road: str
    to: str
    mail: str = ""


def addressees(practice: Practice, patients: Iterable[Patient], on: date) -> dict[UUID, Addressee]:
    """By patient. Left out: whoever has nobody that may receive, or nothing that can be reached. Two queries."""
    known = list({patient.pk: patient for patient in patients}.values())
    people: dict[UUID, list[RelatedPerson]] = defaultdict(list)
    for person in RelatedPerson.objects.filter(practice=practice, patient__in=known):
        people[person.patient_id].append(person)
    kinds = telling.carried([practice])[practice.pk]
    found = {}
    for patient in known:
        to = recipients.recipient(patient, people[patient.pk], on)
        if to is not None and (reached := reach(practice, to, kinds)):
            found[patient.pk] = reached
    return found


def reach(practice: Practice, to: Recipient, kinds: frozenset[str]) -> Addressee | None:
    """None where neither a text nor a mail gets there. No query."""
    roads = telling.ways(practice, to, kinds).roads
    mail = telling.normal(telling.MAIL, to.email) if telling.MAIL in roads else ""
    if telling.TEXT in roads:
        return Addressee(to, telling.TEXT, telling.normal(telling.TEXT, to.phone), mail)
    return Addressee(to, telling.MAIL, mail) if mail else None
