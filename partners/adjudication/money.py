"""From charge to payment, line by line, to the cent: fee, deductible, copay, coinsurance, reductions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from partners.adjudication.case import ZERO, Adjustment, Case, LineRuling
from partners.adjudication.tables import ALWAYS, EVALUATIONS
from partners.fees import CENT, CONVERSION_FACTORS, RVUS, newest_known
from partners.reading.claims import LineFiled

ASSISTANT_SHARE = Decimal("0.85")
"""Of Medicare's part, where an assistant treated. Source: 42 CFR 414 (CO and CQ), 2022 on."""
SEQUESTRATION = Decimal("0.02")
INJURY_UNIT = Decimal("31.00")
"""Dollars a unit under the invented state schedule of workers' compensation."""


@dataclass(slots=True)
class Purse:
    """What is left of a year's deductible and which days have had their copay."""

    deductible_left: Decimal
    copaid: set[object] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Fee:
    """`full` is before the reduction for several procedures, `allowed` after it; `units` were taken."""

    full: Decimal
    allowed: Decimal
    units: Decimal


def fees(case: Case, lines: Sequence[LineFiled]) -> list[Fee]:
    """Of the payable lines of one day, in their order."""
    units = _paid_units(case, lines)
    if not case.contract.pays_medicare_fees:
        return [_by_contract(case, line, count) for line, count in zip(lines, units, strict=True)]
    ranked = [line.code for line in lines if line.code in RVUS]
    dearest = max(ranked, key=lambda code: RVUS[code].practice_expense, default="")
    found = []
    for line, count in zip(lines, units, strict=True):
        is_dearest = line.code == dearest
        dearest = "" if is_dearest else dearest
        found.append(_by_schedule(case, line, count, is_dearest))
    return found


def _paid_units(case: Case, lines: Sequence[LineFiled]) -> list[Decimal]:
    """Timed units beyond the contract's day are not paid; the last lines lose them."""
    cap = case.contract.daily_units
    left = Decimal(cap) if cap is not None else None
    found = []
    for line in lines:
        if left is None or line.code in EVALUATIONS:
            found.append(line.units)
            continue
        found.append(min(line.units, left))
        left -= found[-1]
    return found


def _by_contract(case: Case, line: LineFiled, units: Decimal) -> Fee:
    unit = case.contract.payer.unit_dollars or INJURY_UNIT
    dollars = _cents(units * unit * (3 if line.code in EVALUATIONS else 1))
    return Fee(dollars, dollars, units)


def _by_schedule(case: Case, line: LineFiled, units: Decimal, is_dearest: bool) -> Fee:
    """Work and malpractice in full, practice expense in full for one unit of the day and half for every other."""
    if line.code not in RVUS or line.code not in ALWAYS or line.first_on is None:
        return _by_contract(case, line, units)
    rvu, factor = RVUS[line.code], newest_known(CONVERSION_FACTORS, line.first_on.year)
    full_units = Decimal(1 if is_dearest else 0)
    expense = rvu.practice_expense * (full_units + (units - full_units) / 2)
    fixed = units * (rvu.work + rvu.malpractice)
    return Fee(_cents((fixed + units * rvu.practice_expense) * factor), _cents((fixed + expense) * factor), units)


def settle(case: Case, line: LineFiled, fee: Fee, purse: Purse) -> LineRuling:
    """Charge less every adjustment is what is paid; only amounts other than zero are told."""
    full, allowed = min(line.charge, fee.full), min(line.charge, fee.allowed)
    over_cap = _cents(line.charge * (line.units - fee.units) / line.units) if line.units else ZERO
    parts = {
        ("CO", "222"): min(over_cap, line.charge - full),
        ("CO", "45" if case.contract.kind != "workers_comp" else "P12"): ZERO,
        ("CO", "59"): full - allowed,
    }
    contractual = ("CO", "45" if case.contract.kind != "workers_comp" else "P12")
    parts[contractual] = line.charge - full - parts["CO", "222"]
    deductible = min(purse.deductible_left, allowed)
    purse.deductible_left -= deductible
    parts["PR", "1"] = deductible
    parts["PR", "3"] = _copay(case, line, purse, allowed - deductible)
    parts["PR", "2"] = _cents((allowed - deductible) * case.contract.coinsurance)
    payer_part = allowed - sum((parts["PR", code] for code in ("1", "2", "3")), ZERO)
    remarks: tuple[str, ...] = ()
    if case.contract.pays_medicare_fees:
        payer_part, remarks = _medicare(line, payer_part, parts, contractual)
    adjustments = tuple(Adjustment(group, carc, amount) for (group, carc), amount in parts.items() if amount)
    return LineRuling(allowed, payer_part, adjustments, remarks, deductible, fee.units)


def _medicare(
    line: LineFiled, payer_part: Decimal, parts: dict[tuple[str, str], Decimal], contractual: tuple[str, str]
) -> tuple[Decimal, tuple[str, ...]]:
    """Assistant first, then sequestration; what is paid and the remark."""
    remarks: tuple[str, ...] = ()
    if "CO" in line.modifiers or "CQ" in line.modifiers:
        reduced = _cents(payer_part * ASSISTANT_SHARE)
        parts[contractual] += payer_part - reduced
        payer_part, remarks = reduced, ("N851",)
    parts["CO", "253"] = _cents(payer_part * SEQUESTRATION)
    return payer_part - parts["CO", "253"], remarks


def _copay(case: Case, line: LineFiled, purse: Purse, left: Decimal) -> Decimal:
    """Once a day, on the first line that can bear it."""
    copay = case.contract.payer.copay
    if copay is None or line.first_on in purse.copaid or not left:
        return ZERO
    purse.copaid.add(line.first_on)
    return min(copay, left)


def settle_second(line: LineFiled, patient_part: Decimal) -> LineRuling:
    """A supplement pays what the first payer left to the patient; the rest is the first payer's effect."""
    paid = min(line.charge, patient_part)
    rest = line.charge - paid
    return LineRuling(paid, paid, (Adjustment("OA", "23", rest),) if rest else (), units=line.units)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
