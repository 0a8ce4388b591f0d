"""What the eligibility board reads of some practices: visits booked in a span, who pays, the newest answers.

Five queries, however many practices and patients. Benefits are not read: the board asks whether, not how much.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from otium.records import claims, eligibility, models
from otium.records.facts import BACK
from otium.records.scope import in_ot
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage, EligibilityDenial, Inquiry
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit, VisitStatus

SAYS = Q(status__in=[CheckStatus.ACTIVE.value, CheckStatus.INACTIVE.value])


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """`visits` by practice, in order of time; `coverages` by patient; the rest by coverage, oldest first.

    `checks`: the newest that says active or inactive, and the newest of all.
    """

    visits: dict[UUID, list[Visit]] = field(default_factory=dict)
    coverages: dict[UUID, list[Coverage]] = field(default_factory=dict)
    checks: dict[UUID, list[BenefitCheck]] = field(default_factory=dict)
    inquiries: dict[UUID, list[Inquiry]] = field(default_factory=dict)
    denials: dict[UUID, list[EligibilityDenial]] = field(default_factory=dict)


def facts(
    zones: dict[UUID, ZoneInfo],
    *,
    start: datetime,
    end: datetime,
    carcs: frozenset[str],
    patient_id: UUID | None = None,
) -> BoardFacts:
    """Of these practices (id to zone) visits that start in [start, end), of one patient or of all active ones.

    `carcs`: the reasons of a denial that say the patient was not covered.
    """
    booked = models.Appointment.objects.filter(
        in_ot(), practice_id__in=list(zones), starts_at__gte=start, starts_at__lt=end, status=VisitStatus.BOOKED.value,
    )  # fmt: skip
    booked = booked.filter(patient__is_active=True) if patient_id is None else booked.filter(patient_id=patient_id)
    visits = _visits(booked, zones)
    # Their ids, not the query that finds them: under row security that is run again for each row it is compared with.
    people = [patient_id] if patient_id else sorted({v.patient_id for of_one in visits.values() for v in of_one})
    mine: dict[str, Any] = {"practice_id__in": list(zones)}
    of_people = mine | {"patient_id__in": people}
    since = start - BACK
    return BoardFacts(
        visits=visits,
        coverages=_coverages(models.Coverage.objects.filter(**of_people)),
        checks=_checks(models.BenefitCheck.objects.filter(**of_people, answered_at__gte=since), zones),
        inquiries=_inquiries(models.Parcel.objects.filter(**of_people, made_at__gte=since), zones),
        denials=_denials(
            models.RemittedClaim.objects.filter(
                **mine, claim__patient_id__in=people, remittance__received_at__gte=since
            ),
            carcs,
            zones,
        ),
    )


def _visits(rows: QuerySet[models.Appointment], zones: dict[UUID, ZoneInfo]) -> dict[UUID, list[Visit]]:
    found: dict[UUID, list[Visit]] = defaultdict(list)
    columns = ("practice_id", "id", "patient_id", "starts_at", "therapist_id")
    for practice, key, patient, at, therapist in rows.order_by("starts_at", "id").values_list(*columns):
        on = _day(at, zones[practice])
        found[practice].append(Visit(key, patient, at, on, VisitStatus.BOOKED, therapist_id=therapist))
    return found


def _coverages(rows: QuerySet[models.Coverage]) -> dict[UUID, list[Coverage]]:
    found: dict[UUID, list[Coverage]] = defaultdict(list)
    columns = (
        "id", "patient_id", "payer_id", "payer__name", "payer__payer_type", "payer__rules_key", "order", "starts_on",
        "ends_on", "relationship", "changed_on",
    )  # fmt: skip
    for key, patient, payer, name, kind, *rest in rows.filter(entered_in_error=False).values_list(*columns):
        found[patient].append(Coverage(key, patient, payer, name, PayerType(kind), *rest))
    return found


def _checks(rows: QuerySet[models.BenefitCheck], zones: dict[UUID, ZoneInfo]) -> dict[UUID, list[BenefitCheck]]:
    """By coverage, at most two: reading all of a year's answers would cost more than the page."""
    newest = (
        rows.filter(entered_in_error=False)
        .annotate(says=ExpressionWrapper(SAYS, output_field=BooleanField()))
        .order_by("coverage_id", "says", "-answered_at", "-id")
        .distinct("coverage_id", "says")
    )
    found: dict[UUID, list[BenefitCheck]] = defaultdict(list)
    columns = ("practice_id", "id", "coverage_id", "status", "answered_at", "service_on", "coverage_ends_on",
               "reject_code", "follow_up", "says")  # fmt: skip
    for practice, key, coverage, status, at, *rest, _says in newest.values_list(*columns):
        on = _day(at, zones[practice])
        found[coverage].append(BenefitCheck(key, coverage, CheckStatus(status), at, on, *rest))
    for told in found.values():
        told.sort(key=lambda check: (check.answered_at, check.id))
    return found


def _inquiries(rows: QuerySet[models.Parcel], zones: dict[UUID, ZoneInfo]) -> dict[UUID, list[Inquiry]]:
    found: dict[UUID, list[Inquiry]] = defaultdict(list)
    columns = ("practice_id", "id", "focus_id", "made_at", "is_stuck")
    for practice, key, coverage, at, is_stuck in eligibility.unanswered(rows).values_list(*columns):
        found[coverage].append(Inquiry(key, coverage, _day(at, zones[practice]), bool(is_stuck)))
    return found


def _denials(
    rows: QuerySet[models.RemittedClaim], carcs: frozenset[str], zones: dict[UUID, ZoneInfo]
) -> dict[UUID, list[EligibilityDenial]]:
    if not carcs:
        return {}
    found: dict[UUID, list[EligibilityDenial]] = defaultdict(list)
    rows = rows.filter(claims.names_one_of(carcs), is_reversal=False).order_by("remittance__received_at", "id")
    columns = ("practice_id", "remittance_id", "claim__coverage_id", "remittance__received_at", "adjustments", "lines")
    for practice, key, coverage, at, whole, lines in rows.values_list(*columns):
        named = (each["carc"] for part in (whole, *(line["adjustments"] for line in lines)) for each in part)
        carc = next(code for code in named if code in carcs)
        found[coverage].append(EligibilityDenial(key, coverage, carc, at, _day(at, zones[practice])))
    return found


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
