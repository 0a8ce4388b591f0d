"""Facts of what families pay themselves: fees, self-pay rates, good-faith estimates and when visits were booked."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.estimate import EstimateLine, EstimateReason, Fee, GivenEstimate
from otium.terms.family import EstimateState
from otium.terms.payers import PayerType

BOOKED = ("booked", "imported")  # History.event: made here, or first seen in an import


def fees(practice_id: UUID) -> tuple[Fee, ...]:
    return tuple(Fee(*row) for row in prepared.rows(_fees, practice_id))


def _fees(practice_id: UUID) -> Rows:
    rows = models.Fee.objects.filter(practice_id=practice_id).order_by("code", "starts_on", "id")
    return rows.values_list("code", "amount", "starts_on")


def self_pay_payers(practice_id: UUID) -> tuple[UUID, ...]:
    return tuple(key for (key,) in prepared.rows(_self_pay_payers, practice_id))


def _self_pay_payers(practice_id: UUID) -> Rows:
    rows = models.Payer.objects.filter(practice_id=practice_id, payer_type=PayerType.SELF_PAY.value)
    return rows.order_by("id").values_list("id")


def given(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[GivenEstimate]]:
    """By patient, by version: drafts and issued ones. Withdrawn ones are no facts."""
    found = defaultdict(list)
    for patient, *row in prepared.rows(_estimates, scope):
        found[patient].append(_given(patient, row, day))
    return found


def _estimates(scope: Scope) -> Rows:
    rows = scope.of(models.GoodFaithEstimate).exclude(state=EstimateState.WITHDRAWN.value)
    columns = ("patient_id", "id", "version", "reason", "state", "asked_at", "due_on", "starts_on", "ends_on", "lines",
               "total", "issued_at")  # fmt: skip
    return rows.order_by("version").values_list(*columns)


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
    found = defaultdict(list)
    for patient, visit, at in prepared.rows(_bookings, scope):
        found[patient].append((visit, day(at)))
    return found


def _bookings(scope: Scope) -> Rows:
    paying = models.Coverage.objects.filter(
        practice_id=scope.practice_id, payer__payer_type=PayerType.SELF_PAY.value, entered_in_error=False
    )
    rows = models.History.objects.filter(
        practice_id=scope.practice_id, focus_type="appointment", event__in=BOOKED, at__gte=scope.since,
        patient_id__in=paying.values("patient_id"),
    )  # fmt: skip
    if scope.patients is not None:
        rows = rows.filter(patient_id__in=scope.patients)
    return rows.order_by("at", "id").values_list("patient_id", "focus_id", "at")


OF_VISITS = (_estimates,)  # what records/facts asks together
OF_DUTIES = (_bookings,)
OF_PRACTICE = (_fees, _self_pay_payers)
