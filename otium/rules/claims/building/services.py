"""What was done: one line a code and visit, with its modifiers, units, charge and diagnoses."""

from collections.abc import Iterator
from decimal import Decimal

from otium.terms.billing import Bill, Course, Treatment
from otium.terms.claim import ClaimLine, DateKind, ReferenceKind
from otium.terms.schedule import ServiceLine
from otium.terms.telehealth import PatientPlace
from otium.terms.x12 import DateSpan, Diagnosis, Procedure, Reference

PLAN_OF_CARE = {"OT": "GO", "PT": "GP", "SLP": "GN"}
ASSISTANT, OVER_THRESHOLD = {"GO": "CO", "GP": "CQ"}, "KX"
OFFICE, REMOTE = "11", {PatientPlace.HOME: "10", PatientPlace.ELSEWHERE: "02"}
NO_MODIFIER = "none"
MOST_DIAGNOSES, MOST_POINTERS = 12, 4


def diagnoses(course: Course) -> tuple[Diagnosis, ...]:
    """The first is the principal one; X12 carries no point."""
    codes = [code.replace(".", "").upper() for code in course.icd10[:MOST_DIAGNOSES]]
    return tuple(Diagnosis("ABF" if at else "ABK", code) for at, code in enumerate(codes))


def lines(bill: Bill) -> tuple[ClaimLine, ...]:
    """In the order of the visits; units as recorded. Two visits of a day stay two lines of a code."""
    return tuple(_line(bill, treatment, service, number) for number, (treatment, service) in enumerate(_all(bill), 1))


def _all(bill: Bill) -> Iterator[tuple[Treatment, ServiceLine]]:
    for treatment in bill.treatments:
        for service in treatment.lines:
            yield treatment, service


def _line(bill: Bill, treatment: Treatment, service: ServiceLine, number: int) -> ClaimLine:
    fee = bill.fees.get(service.code)
    pointers = min(len(bill.course.icd10), MOST_POINTERS)
    return ClaimLine(
        procedure=Procedure("HC", service.code, modifiers(bill, treatment), None),
        charge=None if fee is None else fee * service.units,
        units=Decimal(service.units),
        served=DateSpan(DateKind.SERVICE.value, treatment.on, None),
        pointers=tuple(range(1, pointers + 1)),
        references=(Reference(ReferenceKind.LINE.value, f"{bill.control}L{number}"),),
        place_of_service=None if place(treatment) == place_of_service(bill) else place(treatment),
    )


def modifiers(bill: Bill, treatment: Treatment) -> tuple[str, ...]:
    """The plan of care; CO for an assistant where the payer wants it; KX over the threshold; 95 or GT of a visit by
    video where the payer's rule says which. Never 59 by itself."""
    plan = PLAN_OF_CARE.get(treatment.discipline)
    found = [plan] if plan else []
    clinician = treatment.clinician
    if plan in ASSISTANT and bill.marks_assistants and clinician is not None and clinician.is_assistant:
        found.append(ASSISTANT[plan])
    if treatment.is_over_threshold:
        found.append(OVER_THRESHOLD)
    remote = bill.policy.telehealth_modifier
    if treatment.is_telehealth and remote and remote != NO_MODIFIER:
        found.append(remote.upper())
    return tuple(found)


def place_of_service(bill: Bill) -> str:
    """CLM05-1: that of the first visit; lines of another say so themselves."""
    return place(bill.treatments[0]) if bill.treatments else OFFICE


def place(treatment: Treatment) -> str:
    """10 by video to the patient's home, 02 to elsewhere, 11 in person. Source: CMS place of service code set.

    Where nobody said where the patient was it is 11, and the claim lacks it (`patient_place_missing`).
    """
    if not treatment.is_telehealth or treatment.patient_place is None:
        return OFFICE
    return REMOTE[treatment.patient_place]
