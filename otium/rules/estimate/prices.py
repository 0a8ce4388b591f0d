"""What a visit is allowed at by its payer, and what the practice charges a family that pays itself.

Source: the payer's own decision where it is known; for Medicare Part B the physician fee schedule when the services are
known; else the practice's expected rate. Charges: the practice's self-pay rate, else its fees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from otium.rules.case import Case
from otium.rules.estimate import services
from otium.rules.fees import DayAllowed, FeeLine, FeeSchedule, LineAllowed, medicare_allowed
from otium.terms.care import ExpectedRate
from otium.terms.coverage import Coverage
from otium.terms.estimate import EstimateStep
from otium.terms.payers import PayerType
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import ServiceLine, Visit

RATES = Source(SourceKind.EXPECTED_RATE)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars of one visit and how they come about; `lacks` says what is missing where they are unknown.

    `parts` are the allowed dollars by line where they are known by line: Medicare rounds by line.
    """

    amount: Decimal | None
    steps: tuple[EstimateStep, ...] = ()
    lacks: tuple[str, ...] = ()
    parts: tuple[Decimal, ...] = ()


def allowed(case: Case, schedule: FeeSchedule, visit: Visit, coverage: Coverage) -> Price:
    """What the payer allows for the visit. Unknown stays unknown."""
    known = _decided(case, visit)
    if known is not None:
        step = EstimateStep("allowed_known", known, {}, Source(SourceKind.APPOINTMENT, visit.id))
        return Price(known, (step,), parts=(known,))
    is_medicare = coverage.payer_type is PayerType.MEDICARE_B
    if is_medicare and visit.lines:
        by_fees = _by_fees(case, schedule, visit, visit.lines)
        if by_fees:
            return by_fees
    rate = _rate(case, visit, coverage.payer_id)
    if rate is not None:
        return Price(rate.amount, (EstimateStep("allowed_rate", rate.amount, {"since_on": rate.starts_on}, RATES),))
    lines, is_usual = services.planned(case, visit)
    usual = _by_fees(case, schedule, visit, lines) if is_medicare and is_usual else None
    return usual or Price(None, (EstimateStep("allowed_unknown", None, {}, RATES),), ("rate",))


def charged(case: Case, visit: Visit, payer_id: UUID | None = None) -> Price:
    """What a family pays for the visit where nobody else does: the self-pay rate, else the fees of its services."""
    payers = (payer_id,) if payer_id else case.fees.self_pay
    rate = next((found for payer in payers if (found := _rate(case, visit, payer))), None)
    if rate is not None:
        return Price(rate.amount, (EstimateStep("self_pay_rate", rate.amount, {"since_on": rate.starts_on}, RATES),))
    lines, is_usual = services.planned(case, visit)
    if not lines:
        return Price(None, (EstimateStep("charge_unknown", None),), ("services",))
    amount = case.fees.charge(lines, visit.on)
    if amount is None:
        missing = sorted({line.code for line in lines if case.fees.unit(line.code, visit.on) is None})
        return Price(None, (EstimateStep("fee_missing", None, {"codes": ", ".join(missing)}),), ("fees",))
    code = "charge_usual" if is_usual else "charge_fees"
    return Price(amount, (EstimateStep(code, amount, {"lines": told(lines)}),))


def told(lines: Iterable[ServiceLine]) -> str:
    """97530 × 2, 97110"""
    return ", ".join(line.code if line.units == 1 else f"{line.code} × {line.units}" for line in lines)


def _decided(case: Case, visit: Visit) -> Decimal | None:
    """What the payer allowed, where it decided and the day has but one visit: the amounts on file are of a day."""
    same_day = [v for v in case.counted if v.on == visit.on]
    amounts = [amount for day, amount in case.patient.allowed if day == visit.on]
    return amounts[0] if len(same_day) == len(amounts) == 1 else None


def _rate(case: Case, visit: Visit, payer_id: UUID) -> ExpectedRate | None:
    """As rules.dollars finds it, but the whole row."""
    by_type = case.rates.rates.get(payer_id, {})
    for visit_type in (visit.kind, ""):
        for rate in by_type.get(visit_type, ()):
            if rate.starts_on <= visit.on:
                return rate
    return None


def _by_fees(case: Case, schedule: FeeSchedule, visit: Visit, lines: tuple[ServiceLine, ...]) -> Price | None:
    """By the fee schedule, over what all disciplines are known to do that day; None where a code has no fee."""
    of_day = [v for v in case.patient.visits if v.on == visit.on and (v.id == visit.id or v.status.uses_benefits)]
    pairs = [
        (v.id == visit.id, FeeLine(line.code, line.units))
        for v in sorted(of_day, key=lambda v: (v.starts_at, v.id))
        for line in (lines if v.id == visit.id else v.lines)
    ]
    day = medicare_allowed(schedule, [line for _is_own, line in pairs], visit.on)
    own = [each for (is_own, _line), each in zip(pairs, day.lines, strict=True) if is_own]
    parts = tuple(each.allowed for each in own if each.allowed is not None)
    if len(parts) != len(own) or not parts:
        return None
    amount = sum(parts, Decimal(0))
    return Price(amount, tuple(_fee_steps(day, own, amount, is_usual=not visit.lines)), parts=parts)


def _fee_steps(day: DayAllowed, own: list[LineAllowed], amount: Decimal, *, is_usual: bool) -> Iterator[EstimateStep]:
    source = Source(SourceKind.PAYER_RULE, label="medicare_b")
    lines = told(ServiceLine(each.line.code, each.line.units) for each in own)
    yield EstimateStep("allowed_usual" if is_usual else "allowed_fees", amount, {"lines": lines}, source)
    reduced = sum((e.full - e.allowed for e in own if e.full is not None and e.allowed is not None), Decimal(0))
    if reduced:
        yield EstimateStep("mppr", None, {"amount": reduced}, source)
    if day.from_year:
        yield EstimateStep("fees_of_year", None, {"year": day.from_year}, source)
    if day.certainty != "verified":
        yield EstimateStep("fees_uncertain", None, {"certainty": day.certainty}, source)
