"""What Medicare Part B allows for the services of one patient and day.

Source: CMS physician fee schedule; MPPR for therapy (CMS Pub. 100-04 ch. 5 s. 10.7): over
all disciplines of the day, the unit with the highest practice expense keeps it whole, every other unit of an
always-therapy code gets half; work and malpractice are paid in full. Rounded by line. Certainty: verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from otium.rules.fees.schedule import FeeSchedule

CENT = Decimal("0.01")
NOTHING = Decimal(0)
WORST = ("verified", "knowledge", "uncertain")


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A code with its units, as planned or given. Of `modifiers` CO and CQ matter here."""

    code: str
    units: int
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineAllowed:
    """Dollars before and after the reduction for several procedures. None: no fee is on file for the code."""

    line: FeeLine
    full: Decimal | None
    allowed: Decimal | None
    certainty: str = "verified"


@dataclass(frozen=True, slots=True)
class DayAllowed:
    """`total` is None as soon as one line is unknown. `from_year`: figures of that year stand in for later ones."""

    lines: tuple[LineAllowed, ...]
    total: Decimal | None
    reduced_by: Decimal
    certainty: str
    from_year: int | None = None


def medicare_allowed(schedule: FeeSchedule, lines: Sequence[FeeLine], on: date) -> DayAllowed:
    """The lines of all disciplines of one day, in their order. Of equals the first keeps its practice expense whole."""
    dearest = _dearest(schedule, lines, on)
    found = tuple(_line(schedule, line, on, at == dearest) for at, line in enumerate(lines))
    amounts = [each.allowed for each in found]
    known = [amount for amount in amounts if amount is not None]
    reduced = sum((each.full - each.allowed for each in found if each.full and each.allowed is not None), NOTHING)
    return DayAllowed(
        lines=found,
        total=sum(known, NOTHING) if len(known) == len(amounts) and known else None,
        reduced_by=reduced,
        certainty=max((each.certainty for each in found), key=WORST.index, default="verified"),
        from_year=schedule.from_year(on),
    )


def _dearest(schedule: FeeSchedule, lines: Sequence[FeeLine], on: date) -> int | None:
    """The place of the line that has the unit with the highest practice expense; None where none is reduced."""
    expenses = [
        (fee.practice_expense, -at)
        for at, line in enumerate(lines)
        if (fee := schedule.fee(line.code, on)) and fee.is_reduced and fee.practice_expense is not None and line.units
    ]
    return -max(expenses)[1] if expenses else None


def _line(schedule: FeeSchedule, line: FeeLine, on: date, has_whole_unit: bool) -> LineAllowed:
    fee, factor, rule = schedule.fee(line.code, on), schedule.factor(on), schedule.payment(on)
    if fee is None or factor is None or rule is None:
        return LineAllowed(line, None, None)
    if fee.is_bundled or fee.work is None or fee.practice_expense is None or fee.malpractice is None:
        return LineAllowed(line, NOTHING, NOTHING, fee.certainty)
    units = Decimal(line.units)
    fixed = units * (fee.work + fee.malpractice)
    whole = units * fee.practice_expense
    expense = whole
    if fee.is_reduced:
        expense = _paid_expense(fee.practice_expense, units, has_whole_unit, rule.reduced_expense)
    full = (fixed + whole) * factor.dollars
    certainty = max(fee.certainty, factor.certainty, key=WORST.index)
    return LineAllowed(line, _cents(full), _cents((fixed + expense) * factor.dollars), certainty)


def _paid_expense(expense: Decimal, units: Decimal, has_whole_unit: bool, reduced: Decimal) -> Decimal:
    """Value units of practice expense for a reduced code: one unit of the day whole, the others in part."""
    whole = min(Decimal(1), units) if has_whole_unit else NOTHING
    return expense * (whole + (units - whole) * reduced)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
