"""A draft's columns from the records: what is proposed for one patient, by a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import calendar, clock, payer_book
from otium.records.facts import practice_facts
from otium.records.models import Coverage, EpisodeOfCare, Location, Patient, Practice
from otium.rules import case as cases
from otium.rules.case import Case
from otium.rules.prior_auth import drafting
from otium.terms.auth_content import AskedLine, Proposal, total
from otium.terms.prior_auth import Basis, RequestKind
from otium.terms.schedule import VisitType


@dataclass(frozen=True, slots=True)
class Subject:
    """What a draft is about."""

    kind: RequestKind
    coverage_id: UUID | None
    authorization_id: UUID | None = None


def case_of(practice: Practice, patient_id: UUID, at: datetime) -> Case:
    on: date = clock.day(at, practice)
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=[patient_id], with_left=True)
    return cases.of(facts.patients[0], facts, on)


def proposal(case: Case, subject: Subject) -> Proposal:
    coverage = next((c for c in case.patient.coverages if c.id == subject.coverage_id), None)
    authorization = drafting.authorization_of(case, subject.authorization_id)
    return drafting.proposed(case, subject.kind, coverage, authorization)


def columns(practice: Practice, case: Case, subject: Subject) -> dict[str, Any]:
    """What a new draft holds. Two queries: the patient's course of care, and their place."""
    found = proposal(case, subject)
    patient_id = case.patient.patient_id
    episode = EpisodeOfCare.objects.filter(practice=practice, patient_id=patient_id, is_active=True, discipline="OT")
    course = episode.order_by("-starts_on", "id").first()
    is_assessment = subject.kind is RequestKind.ASSESSMENT
    return {
        "service": (VisitType.EVALUATION if is_assessment else VisitType.TREATMENT).value,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "per_week": found.per_week,
        "weeks": found.weeks,
        "lines": lines_json(found.lines),
        "requested": found.requested,
        "codes": sorted({code for line in found.lines for code in line.codes}),
        "therapist_id": found.therapist_id,
        "location_id": _place(practice, patient_id),
        "episode_id": course.pk if course else None,
    }


def _place(practice: Practice, patient_id: UUID) -> UUID | None:
    """The patient's own; the practice's, where it has just one."""
    own: UUID | None = Patient.objects.filter(pk=patient_id).values_list("location_id", flat=True).first()
    if own:
        return own
    places = list(Location.objects.filter(practice=practice).values_list("pk", flat=True)[:2])
    return places[0] if len(places) == 1 else None


def lines_json(lines: tuple[AskedLine, ...]) -> list[dict[str, Any]]:
    return [{"codes": list(each.codes), "basis": each.basis.value, "quantity": each.quantity} for each in lines]


def lines_of(stored: list[dict[str, Any]]) -> tuple[AskedLine, ...]:
    return tuple(AskedLine(tuple(each["codes"]), Basis(each["basis"]), each["quantity"]) for each in stored)


def sums(stored: list[dict[str, Any]]) -> dict[str, Any]:
    """The columns that follow from the lines."""
    lines = lines_of(stored)
    return {"requested": total(lines), "codes": sorted({code for line in lines for code in line.codes})}


def coverage_of(coverage_id: UUID) -> Coverage:
    return Coverage.objects.select_related("payer").get(pk=coverage_id)
