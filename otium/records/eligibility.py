"""Facts of eligibility: coverages, the payers' answers with their benefits, expected rates."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from otium.records import models
from otium.records.scope import Scope
from otium.terms.care import ExpectedRate
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage, Inquiry
from otium.terms.parcel import PATIENCE, ConnectionState, ParcelState, TransmissionState
from otium.terms.payers import PayerType

_HAS_NOT_LEFT = Q(state=ParcelState.WAITING) | Q(transmission__state=TransmissionState.READY)
_GOES_NOWHERE = (
    Q(connection__state=ConnectionState.PAUSED)
    | Q(connection__failures__gte=PATIENCE)
    | Q(connection__failures__gt=0, connection__last_error__needs_person=True)
)
STUCK = _HAS_NOT_LEFT & _GOES_NOWHERE


def coverages(scope: Scope) -> dict[UUID, list[Coverage]]:
    """By patient, primary first."""
    rows = scope.of(models.Coverage).filter(entered_in_error=False).order_by("order", "starts_on", "id")
    found = defaultdict(list)
    columns = (
        "id", "patient_id", "payer_id", "payer__name", "payer__payer_type", "payer__rules_key",
        "order", "starts_on", "ends_on", "relationship", "changed_on",
    )  # fmt: skip
    for key, patient, payer, name, kind, rules_key, *rest in rows.values_list(*columns):
        found[patient].append(Coverage(key, patient, payer, name, PayerType(kind), rules_key, *rest))
    return found


def checks(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[BenefitCheck]]:
    """By patient, oldest answer first, each with its benefits."""
    benefits = _benefits(scope)
    rows = scope.of(models.BenefitCheck).filter(entered_in_error=False, answered_at__gte=scope.since)
    found = defaultdict(list)
    columns = ("id", "patient_id", "coverage_id", "status", "answered_at", "service_on", "coverage_ends_on",
               "reject_code", "follow_up")  # fmt: skip
    for key, patient, coverage, status, at, *rest in rows.order_by("answered_at", "id").values_list(*columns):
        check = BenefitCheck(key, coverage, CheckStatus(status), at, day(at), *rest, tuple(benefits.get(key, ())))
        found[patient].append(check)
    return found


def inquiries(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[Inquiry]]:
    """By patient, oldest first: 270s on their way or with the payer. An answer is known by our trace in it."""
    answers = models.BenefitCheck.objects.filter(
        practice_id=scope.practice_id, coverage_id=OuterRef("focus_id"), trace=OuterRef("trace")
    )
    rows = scope.of(models.Parcel).filter(
        ~Exists(answers), kind="270", focus_type="coverage", answer=None, made_at__gte=scope.since
    )
    rows = rows.exclude(state="withdrawn").exclude(verdict="rejected").exclude(transmission__state="failed")
    rows = rows.annotate(is_stuck=ExpressionWrapper(STUCK, BooleanField()))
    found = defaultdict(list)
    columns = ("patient_id", "id", "focus_id", "made_at", "is_stuck")
    for patient, key, coverage, at, is_stuck in rows.order_by("made_at", "id").values_list(*columns):
        found[patient].append(Inquiry(key, coverage, day(at), bool(is_stuck)))
    return found


def _benefits(scope: Scope) -> dict[UUID, list[Benefit]]:
    rows = models.Benefit.objects.filter(
        practice_id=scope.practice_id,
        check_row__practice_id=scope.practice_id,
        check_row__entered_in_error=False,
        check_row__answered_at__gte=scope.since,
    )
    if scope.patients is not None:
        rows = rows.filter(check_row__patient_id__in=scope.patients)
    found = defaultdict(list)
    columns = ("check_row_id", "id", "kind", "amount", "flag", "period", "pooled_with", "is_derived")
    for check, key, kind, amount, flag, period, pooled, derived in rows.order_by("id").values_list(*columns):
        found[check].append(Benefit(key, BenefitKind(kind), amount, flag, period, tuple(pooled), derived))
    return found


def rates(practice_id: UUID) -> tuple[ExpectedRate, ...]:
    """All expected rates of the practice, by day."""
    rows = models.ExpectedRate.objects.filter(practice_id=practice_id).order_by("starts_on", "id")
    columns = ("id", "payer_id", "visit_type", "amount", "starts_on", "source")
    return tuple(ExpectedRate(*row) for row in rows.values_list(*columns))
