"""Visits that were made and are on no claim."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from otium.desk import clock
from otium.records import eligibility
from otium.records.models import Appointment, ClaimVisit, Payer, Practice
from otium.records.scope import Scope
from otium.rules.primary import PrimaryByDay
from otium.terms.coverage import Coverage
from otium.terms.payers import PayerType
from otium.terms.schedule import MADE, VisitStatus

# Medicare takes a claim for a year after the service: older visits are not offered. CMS Pub. 100-04 ch. 1 s. 70.
BACK = timedelta(days=365)


def unbilled(practice: Practice, at: datetime) -> QuerySet[Appointment]:
    """Done, on no claim that stands, and not decided by a payer already (then another system billed it)."""
    billed = ClaimVisit.objects.filter(
        practice_id=OuterRef("practice_id"), appointment_id=OuterRef("pk"), is_billed=True
    )
    other = Appointment.objects.filter(  # of a co-treatment: the therapist who bills its minutes did treat
        practice_id=OuterRef("practice_id"), together_id=OuterRef("together_id"), patient_id=OuterRef("patient_id"),
        billed_minutes__gt=0, status__in=MADE,
    )  # fmt: skip
    return Appointment.objects.filter(
        ~Exists(billed),
        ~(Q(billed_minutes=0) & Exists(other)),
        practice=practice,
        status=VisitStatus.DONE.value,
        allowed=None,
        starts_at__gte=at - BACK,
        starts_at__lte=at,
    )


@dataclass(frozen=True, slots=True)
class Unbilled:
    """A visit with who would be billed for it. `reason`: to_build, or why not: no_coverage, self_pay, no_payer_id."""

    row: Appointment
    on: date
    payer: str
    reason: str


def unbilled_visits(practice: Practice, at: datetime, *, most: int) -> list[Unbilled]:
    """The oldest unbilled visits. Three queries."""
    rows = list(unbilled(practice, at).select_related("patient").order_by("starts_at", "id")[:most])
    scope = Scope(practice.pk, at, tuple({row.patient_id for row in rows}))
    primary = {patient: PrimaryByDay(found) for patient, found in eligibility.coverages(scope).items()}
    nobody = PrimaryByDay(())
    electronic = set(Payer.objects.filter(practice=practice).exclude(payer_ids=[]).values_list("pk", flat=True))
    found = []
    for row in rows:
        on = clock.day(row.starts_at, practice)
        coverage = primary.get(row.patient_id, nobody)[on]
        found.append(Unbilled(row, on, coverage.payer_name if coverage else "", _reason(coverage, electronic)))
    return found


def _reason(coverage: Coverage | None, electronic: set[UUID]) -> str:
    if coverage is None:
        return "no_coverage"
    if coverage.payer_type is PayerType.SELF_PAY:
        return "self_pay"
    return "to_build" if coverage.payer_id in electronic else "no_payer_id"
