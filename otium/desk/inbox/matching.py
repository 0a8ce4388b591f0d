"""Whose coverage a payer speaks of: by member id, then by who the person is."""

from dataclasses import dataclass
from uuid import UUID

from otium.records.models import Coverage, Practice
from otium.rules.identity import Identity, Likeness, likeness
from otium.terms.x12 import Person


@dataclass(frozen=True, slots=True)
class Match:
    """The coverage found, or why none: member_missing, member_unknown, other_person, several_people, unsure."""

    coverage: Coverage | None
    cause: str = ""


def find_coverage(practice: Practice, subscriber: Person | None, dependent: Person | None) -> Match:
    """The one coverage of this practice under the stated member id whose patient is the stated person."""
    member_ids = [p.member_id for p in (dependent, subscriber) if p and p.member_id]
    if not member_ids:
        return Match(None, "member_missing")
    rows = Coverage.objects.filter(practice=practice, member_id__in=member_ids, entered_in_error=False)
    found = list(rows.select_related("patient", "payer").order_by("order", "id"))
    if not found:
        return Match(None, "member_unknown")
    stated = _identity(dependent or subscriber)
    verdicts = [(likeness(stated, known_of(coverage)), coverage) for coverage in found]
    same = [coverage for verdict, coverage in verdicts if verdict is Likeness.SAME]
    if len({coverage.patient_id for coverage in same}) == 1:
        return Match(same[0])
    if same:
        return Match(None, "several_people")
    return Match(None, "unsure" if any(v is Likeness.UNSURE for v, _ in verdicts) else "other_person")


def coverage_of_patient(practice: Practice, patient_id: UUID, member_ids: list[str]) -> Coverage | None:
    """For a match made by a person: the patient's coverage under the stated id, else the primary one."""
    rows = Coverage.objects.filter(practice=practice, patient_id=patient_id, entered_in_error=False)
    found = list(rows.select_related("patient", "payer").order_by("order", "-starts_on", "id"))
    return next((c for c in found if c.member_id in member_ids), found[0] if found else None)


def known_of(coverage: Coverage) -> Identity:
    patient = coverage.patient
    return Identity(patient.last_name, patient.first_name, patient.birth_on)


def _identity(person: Person | None) -> Identity:
    if person is None:
        return Identity()
    return Identity(person.party.name or "", person.party.given or "", person.birth_on)
