"""Who may be told about a patient: by rights with dates, never by guess."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk.families import saying
from otium.records.models import Patient, RelatedPerson

ADULT = 18
UNSET = "en"  # what the column holds where nobody said


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may receive. `related_person_id` None: the patient themselves."""

    related_person_id: UUID | None
    name: str
    relationship: str
    language: str
    phone: str
    email: str
    takes_texts: bool = True  # False: they asked for no more


def recipient(patient: Patient, people: Iterable[RelatedPerson], on: date) -> Recipient | None:
    """Who is told; None where nobody is known who may be.

    The person with the right to receive on that day, one who may consent first; the patient where they are of age and
    nobody consents for them. Rights that are not on file are not rights.
    """
    may = [p for p in people if p.patient_id == patient.pk and p.may_receive and _holds(p, on)]
    may.sort(key=lambda p: (not p.may_consent, not p.phone, str(p.pk)))
    if is_adult(patient, on) and not any(p.may_consent for p in may):
        return _themselves(patient)
    return _related(may[0], patient) if may else None


def is_adult(patient: Patient, on: date) -> bool:
    """Of age by the birth date on file; False where that is unknown."""
    born = patient.birth_on
    return born is not None and on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= ADULT


def themselves_or(patient: Patient, person: RelatedPerson | None) -> Recipient:
    """The recipient that a notice names."""
    return _related(person, patient) if person else _themselves(patient)


def _holds(person: RelatedPerson, on: date) -> bool:
    return (person.starts_on is None or person.starts_on <= on) and (person.ends_on is None or on <= person.ends_on)


def _related(person: RelatedPerson, patient: Patient) -> Recipient:
    """Whose own language was never set reads that of the patient's record, which is where exports keep it."""
    language = person.language if person.language != UNSET else patient.language
    return Recipient(
        related_person_id=person.pk,
        name=f"{person.first_name} {person.last_name}".strip(),
        relationship=person.relationship,
        language=saying.language_of(language),
        phone=person.phone,
        email=person.email,
        takes_texts=person.no_texts_since is None,
    )


def _themselves(patient: Patient) -> Recipient:
    name = f"{patient.first_name} {patient.last_name}".strip()
    language = saying.language_of(patient.language)
    return Recipient(None, name, "", language, patient.phone, patient.email, patient.no_texts_since is None)
