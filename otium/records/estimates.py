"""Facts of what families pay themselves: fees, self-pay rates, good-faith estimates and when visits were booked."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.records import models
from otium.records.scope import Scope
from otium.terms.estimate import EstimateLine, EstimateReason, Fee, GivenEstimate
from otium.terms.family import EstimateState
from otium.terms.payers import PayerType

BOOKED = ("booked", "imported")  # History.event: made here, or first seen in an import


def fees(practice_id: UUID) -> tuple[Fee, ...]:
    rows = models.Fee.objects.filter(practice_id=practice_id).order_by("code", "starts_on", "id")
    return tuple(Fee(*row) for row in rows.values_list("code", "amount", "starts_on"))


def self_pay_payers(practice_id: UUID) -> tuple[UUID, ...]:
    rows = models.Payer.objects.filter(practice_id=practice_id, payer_type=PayerType.SELF_PAY.value)
    return tuple(rows.order_by("id").values_list("id", flat=True))


def given(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[GivenEstimate]]:
    """By patient, by version: drafts and issued ones. Withdrawn ones are no facts."""
    rows = scope.of(models.GoodFaithEstimate).exclude(state=EstimateState.WITHDRAWN.value)
    found = defaultdict(list)
    columns = ("patient_id", "id", "version", "reason", "state", "asked_at", "due_on", "starts_on", "ends_on", "lines",
               "total", "issued_at")  # fmt: skip
    for patient, *row in rows.order_by("version").values_list(*columns):
        found[patient].append(_given(patient, row, day))
    return found


def _given(patient: UUID, row: list[Any], day: Callable[[datetime], date]) -> GivenEstimate:
    key, version, reason, state, asked_at, due_on, starts_on, ends_on, lines, total, issued_at = row
    return GivenEstimate(
        id=key,
        patient_id=patient,
        version=version,
        reason=EstimateReason(reason),
        state=EstimateState(state),
        asked_on=day(asked_at),
        due_on=due_on,
        starts_on=starts_on,
        ends_on=ends_on,
        lines=tuple(line(each) for each in lines),
        total=total,
        issued_on=day(issued_at) if issued_at else None,
    )


def line(stored: dict[str, Any]) -> EstimateLine:
    """One line as it is stored: {code, units, visits, each, total}, dollars as text."""
    each, total = Decimal(stored["each"]), Decimal(stored["total"])
    return EstimateLine(stored["code"], stored["units"], stored["visits"], each, total)


def booked(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[tuple[UUID, date]]]:
    """By patient who pays themselves: (visit, the day it was booked or first seen in an import)."""
    paying = models.Coverage.objects.filter(
        practice_id=scope.practice_id, payer__payer_type=PayerType.SELF_PAY.value, entered_in_error=False
    )
    rows = models.History.objects.filter(
        practice_id=scope.practice_id, focus_type="appointment", event__in=BOOKED, at__gte=scope.since,
        patient_id__in=paying.values("patient_id"),
    )  # fmt: skip
    if scope.patients is not None:
        rows = rows.filter(patient_id__in=scope.patients)
    found = defaultdict(list)
    for patient, visit, at in rows.order_by("at", "id").values_list("patient_id", "focus_id", "at"):
        found[patient].append((visit, day(at)))
    return found
