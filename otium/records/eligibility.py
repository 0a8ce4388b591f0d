"""Facts of eligibility: coverages, the payers' answers with their benefits, expected rates."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.care import ExpectedRate
from otium.terms.coverage import (
    Benefit,
    BenefitCheck,
    BenefitDecision,
    BenefitKind,
    CheckStatus,
    Coverage,
    Inquiry,
)
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
    found = defaultdict(list)
    for key, patient, payer, name, kind, rules_key, *rest, ids, plan in prepared.rows(_coverages, scope):
        known = {"payer_ids": tuple(ids), "plan_name": plan or ""}
        found[patient].append(Coverage(key, patient, payer, name, PayerType(kind), rules_key, *rest, **known))
    return found


def _coverages(scope: Scope) -> Rows:
    rows = scope.of(models.Coverage).filter(entered_in_error=False).order_by("order", "starts_on", "id")
    columns = (
        "id", "patient_id", "payer_id", "payer__name", "payer__payer_type", "payer__rules_key",
        "order", "starts_on", "ends_on", "relationship", "changed_on", "subscriber_birth_on", "is_court_ordered",
        "payer__payer_ids", "plan__name",
    )  # fmt: skip
    return rows.values_list(*columns)


def checks(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[BenefitCheck]]:
    """By patient, oldest answer first, each with its benefits."""
    benefits = _benefits(scope)
    found = defaultdict(list)
    for key, patient, coverage, status, at, *rest in prepared.rows(_answers, scope):
        *dated, channel, plan = rest
        told = tuple(benefits.get(key, ()))
        check = BenefitCheck(key, coverage, CheckStatus(status), at, day(at), *dated, told, channel, plan)
        found[patient].append(check)
    return found


def _answers(scope: Scope) -> Rows:
    rows = scope.of(models.BenefitCheck).filter(entered_in_error=False, answered_at__gte=scope.since)
    columns = ("id", "patient_id", "coverage_id", "status", "answered_at", "service_on", "coverage_ends_on",
               "reject_code", "follow_up", "channel", "plan_name")  # fmt: skip
    return rows.order_by("answered_at", "id").values_list(*columns)


def inquiries(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[Inquiry]]:
    """By patient, oldest first: 270s on their way or with the payer. An answer is known by our trace in it."""
    found = defaultdict(list)
    for patient, key, coverage, at, is_stuck in prepared.rows(_inquiries, scope):
        found[patient].append(Inquiry(key, coverage, day(at), bool(is_stuck)))
    return found


def _inquiries(scope: Scope) -> Rows:
    rows = unanswered(scope.of(models.Parcel).filter(made_at__gte=scope.since))
    columns = ("patient_id", "id", "focus_id", "made_at", "is_stuck")
    return rows.order_by("made_at", "id").values_list(*columns)


def unanswered(parcels: QuerySet[models.Parcel]) -> QuerySet[models.Parcel]:
    """Of these the 270s about a coverage that are on their way or with the payer; `is_stuck`: they cannot leave."""
    answers = models.BenefitCheck.objects.filter(
        practice_id=OuterRef("practice_id"), coverage_id=OuterRef("focus_id"), trace=OuterRef("trace")
    )
    rows = parcels.filter(~Exists(answers), kind="270", focus_type="coverage", answer=None)
    rows = rows.exclude(state="withdrawn").exclude(verdict="rejected").exclude(transmission__state="failed")
    return rows.annotate(is_stuck=ExpressionWrapper(STUCK, BooleanField()))


def _benefits(scope: Scope) -> dict[UUID, list[Benefit]]:
    found = defaultdict(list)
    for check, *told in prepared.rows(_told, scope):
        found[check].append(_benefit(*told))
    return found


def _told(scope: Scope) -> Rows:
    rows = models.Benefit.objects.filter(
        practice_id=scope.practice_id,
        check_row__practice_id=scope.practice_id,
        check_row__entered_in_error=False,
        check_row__answered_at__gte=scope.since,
    )
    if scope.patients is not None:
        rows = rows.filter(check_row__patient_id__in=scope.patients)
    return rows.order_by("id").values_list("check_row_id", *BENEFIT)


BENEFIT = ("id", "kind", "amount", "flag", "period", "pooled_with", "is_derived", "in_network", "level", "text",
           "provenance__value__ambiguous", "provenance__value__insurance_type")  # fmt: skip


def _benefit(key: UUID, kind: str, *told: Any) -> Benefit:
    amount, flag, period, pooled, derived, in_network, level, text, ambiguous, insurance = told
    return Benefit(
        key, BenefitKind(kind), amount, flag, period, tuple(pooled), derived,
        in_network, level, text, bool(ambiguous), insurance or "",
    )  # fmt: skip


def answer_of(
    row: models.BenefitCheck, day: Callable[[datetime], date], told: Iterable[models.Benefit]
) -> BenefitCheck:
    """One answer as the rules take it, of rows that are loaded already."""
    return BenefitCheck(
        row.pk, row.coverage_id, CheckStatus(row.status), row.answered_at, day(row.answered_at), row.service_on,
        row.coverage_ends_on, row.reject_code, row.follow_up, tuple(benefit_of(b) for b in told), row.channel,
        row.plan_name,
    )  # fmt: skip


def benefit_of(row: models.Benefit) -> Benefit:
    said = row.provenance.get("value") or {}
    return _benefit(
        row.pk, row.kind, row.amount, row.flag, row.period, row.pooled_with, row.is_derived, row.in_network, row.level,
        row.text, said.get("ambiguous"), said.get("insurance_type"),
    )  # fmt: skip


def decisions(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[BenefitDecision]]:
    """By patient, oldest first: which of several values holds, by a person's word."""
    found = defaultdict(list)
    for patient, key, coverage, digest, at, *told in prepared.rows(_decided, scope):
        found[patient].append(BenefitDecision(key, coverage, digest, _benefit(*told), day(at)))
    return found


def _decided(scope: Scope) -> Rows:
    rows = scope.of(models.BenefitDecision).filter(entered_in_error=False)
    columns = ("patient_id", "id", "coverage_id", "digest", "at", *(f"benefit__{name}" for name in BENEFIT))
    return rows.order_by("at", "id").values_list(*columns)


def rates(practice_id: UUID) -> tuple[ExpectedRate, ...]:
    """All expected rates of the practice, by day."""
    return tuple(ExpectedRate(*row) for row in prepared.rows(_rates, practice_id))


def _rates(practice_id: UUID) -> Rows:
    rows = models.ExpectedRate.objects.filter(practice_id=practice_id).order_by("starts_on", "id")
    return rows.values_list("id", "payer_id", "visit_type", "amount", "starts_on", "source")


OF_VISITS = (_coverages, _answers, _told, _decided)  # what records/facts asks together
OF_DUTIES = (_inquiries,)
OF_PRACTICE = (_rates,)
