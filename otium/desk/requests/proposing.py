"""A draft's columns from the records: what is proposed, by a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from otium.desk import calendar, clock, payer_book, payer_roads
from otium.records.facts import practice_facts
from otium.records.models import AuthorizationRequest, EpisodeOfCare, Location, Patient, Practice
from otium.rules import case as cases
from otium.rules.allocation import OT
from otium.rules.case import Case
from otium.rules.prior_auth import asking, drafting
from otium.terms.auth_content import AskedLine, Proposal, total
from otium.terms.prior_auth import Basis, RequestKind, RequestState
from otium.terms.roads import Service
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
    roads = payer_roads.book(practice, on, days)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=[patient_id], with_left=True, roads=roads)
    return cases.of(facts.patients[0], facts, on)


def proposal(case: Case, subject: Subject) -> Proposal:
    coverage = next((c for c in case.patient.coverages if c.id == subject.coverage_id), None)
    authorization = drafting.authorization_of(case, subject.authorization_id)
    service = Service.EVALUATION if subject.kind is RequestKind.ASSESSMENT else Service.TREATMENT
    terms = asking.terms_for(case, coverage, subject.kind, service) if coverage else None
    return drafting.proposed(
        case, subject.kind, coverage, authorization,
        basis=terms.basis if terms else None, most_weeks=terms.usual_weeks if terms else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What a draft needs besides the facts, read once for many patients."""

    courses: dict[UUID, UUID]  # patient -> the active course of OT
    places: dict[UUID, UUID | None]
    only_place: UUID | None  # of a practice that has just one

    @classmethod
    def of(cls, practice: Practice, patients: Iterable[UUID]) -> "Ground":
        """Three queries."""
        ids = list(patients)
        active = EpisodeOfCare.objects.filter(
            practice=practice, patient_id__in=ids, is_active=True, discipline=OT
        ).order_by(F("starts_on").asc(nulls_first=True), "id")
        own = Patient.objects.filter(practice=practice, pk__in=ids).values_list("pk", "location_id")
        places = list(Location.objects.filter(practice=practice).values_list("pk", flat=True)[:2])
        return cls(
            dict(active.values_list("patient_id", "pk")), dict(own), places[0] if len(places) == 1 else None
        )  # fmt: skip


def columns(ground: Ground, case: Case, subject: Subject, found: Proposal) -> dict[str, Any]:
    """What a draft holds, by its columns."""
    patient_id = case.patient.patient_id
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
        "location_id": ground.places.get(patient_id) or ground.only_place,
        "episode_id": ground.courses.get(patient_id),
    }


def drafted(practice: Practice, ground: Ground, case: Case, subject: Subject) -> AuthorizationRequest:
    """A draft that is not saved yet."""
    return AuthorizationRequest(
        practice=practice, patient_id=case.patient.patient_id, coverage_id=subject.coverage_id,
        authorization_id=subject.authorization_id, kind=subject.kind.value, state=RequestState.DRAFT.value,
        **columns(ground, case, subject, proposal(case, subject)),
    )  # fmt: skip


def lines_json(lines: tuple[AskedLine, ...]) -> list[dict[str, Any]]:
    return [{"codes": list(each.codes), "basis": each.basis.value, "quantity": each.quantity} for each in lines]


def lines_of(stored: list[dict[str, Any]]) -> tuple[AskedLine, ...]:
    return tuple(AskedLine(tuple(each["codes"]), Basis(each["basis"]), each["quantity"]) for each in stored)


def sums(stored: list[dict[str, Any]]) -> dict[str, Any]:
    """The columns that follow from the lines."""
    lines = lines_of(stored)
    return {"requested": total(lines), "codes": sorted({code for line in lines for code in line.codes})}
