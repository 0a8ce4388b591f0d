"""Whom to call about a visit: the patient, and who acts for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.pages.staff.appointments.loading import Booked
from otium.records.models import Practice, RelatedPerson

DIALLED = frozenset("+0123456789")


@dataclass(frozen=True, slots=True)
class Contact:
    """`name` is empty for the patient's own number; `dial` is what a phone needs of it."""

    name: str
    phone: str

    @property
    def dial(self) -> str:
        return "".join(sign for sign in self.phone if sign in DIALLED)

    def __str__(self) -> str:
        return f"{self.name} {self.phone}".strip()


def contacts(practice: Practice, visits: Iterable[Booked], on: date) -> dict[UUID, tuple[Contact, ...]]:
    """By patient: their number, and those of the people who act for them on the day. One query."""
    found = {v.patient_id: [Contact("", v.phone)] if v.phone else [] for v in visits}
    rows = RelatedPerson.objects.filter(practice=practice, patient_id__in=list(found)).exclude(phone="")
    for person in rows.order_by("last_name", "first_name", "id"):
        begun, over = not person.starts_on or person.starts_on <= on, person.ends_on and person.ends_on < on
        if begun and not over:
            found[person.patient_id].append(Contact(f"{person.first_name} {person.last_name}", person.phone))
    return {key: tuple(numbers) for key, numbers in found.items()}
