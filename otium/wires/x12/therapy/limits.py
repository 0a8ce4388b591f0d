"""How much therapy the plan pays: visits and dollars, limit, used and remaining, alone or shared.

Source: EB01 F and D of 005010X279A1 with EB06, EB09 and HSD. The shape of Medicare's answers is not
published beyond that, so any dollars for occupational therapy under Part B that are called used are taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from otium.terms.eligibility_answer import BenefitLine, Network, TherapyBenefit, TherapyBenefitKind
from otium.terms.x12 import Delivery
from otium.wires.x12.therapy.choose import Candidate, best
from otium.wires.x12.therapy.scope import Rank, Scope, scope

_LIMITING = frozenset({"F", "D"})
_SHARED_COSTS = frozenset({"A", "B", "C", "G", "Y"})
_COUNTED = frozenset({"VS", "P6", "DY", "HS", "QA", "M2"})  # not ages (S7, S8), years (YY) or months (MN)
_USED = "99"
_YEAR_TO_DATE = "24"
_REMAINING = frozenset({"29", "33"})
_SHORT = frozenset({"6", "7", "26", "27", "34", "35", "36"})  # hour, day, episode, visit, month, week, admission
_FAMILY = "FAM"
_MEDICARE_B = "MB"
_CALLED_USED = re.compile(r"\bUSED\b|\bAPPLIED\b|\bMET\b|\bACCUMULAT", re.IGNORECASE)

_VISITS = (
    TherapyBenefitKind.VISIT_LIMIT,
    TherapyBenefitKind.VISITS_USED,
    TherapyBenefitKind.VISITS_REMAINING,
)
_DOLLARS = (
    TherapyBenefitKind.DOLLAR_LIMIT,
    TherapyBenefitKind.DOLLARS_USED,
    TherapyBenefitKind.DOLLARS_REMAINING,
)


class _Counted(NamedTuple):
    """A figure with its unit (EB09, HSD01) and the period it is for (EB06, HSD05)."""

    amount: Decimal | None
    unit: str | None
    period: str | None


def limits(lines: Sequence[BenefitLine]) -> tuple[TherapyBenefit, ...]:
    """Every limit that binds occupational therapy, and what is used and left of it.

    A therapy limit and a shared one can both bind, so unlike shares they do not compete. What is left is computed
    (`is_derived`) only where the payer gives one limit and one used figure for the same therapies, and no remainder;
    it is negative where the payer counts more than its limit.
    """
    candidates = list(_candidates(lines))
    if any(candidate.rank < Rank.PHYSICAL_MEDICINE for candidate in candidates):
        candidates = [each for each in candidates if each.rank < Rank.PHYSICAL_MEDICINE]
    said = best(candidates, apart=lambda each: (each.unit, each.period, each.services, each.is_pooled))
    rows = [_with_pool(row, said) for row in said]
    return (*rows, *_derived(rows, _VISITS), *_derived(rows, _DOLLARS))


def _candidates(lines: Sequence[BenefitLine]) -> Iterator[Candidate]:
    for line in lines:
        where = scope(line)
        if where and where.rank <= Rank.PHYSICAL_MEDICINE:
            yield from (Candidate(where.rank, row) for row in _rows(line, where))


def _rows(line: BenefitLine, where: Scope) -> Iterator[TherapyBenefit]:
    """What one line limits: a quantity, else what its HSD segments say, else dollars."""
    stated = line.stated
    qualifier, period = stated.quantity_qualifier, stated.period
    if _is_medicare_used(line, where):
        yield _row(TherapyBenefitKind.MEDICARE_USED, line, where, _Counted(stated.money, None, period))
    elif stated.code not in _LIMITING:
        return
    elif stated.quantity is not None:
        if qualifier in _COUNTED or qualifier in (_USED, None):
            counted = _Counted(stated.quantity, None if qualifier == _USED else qualifier, period)
            yield _row(_kind(_VISITS, line, period), line, where, counted)
    elif line.detail.deliveries:
        yield from (_delivered(each, line, where) for each in line.detail.deliveries if each.quantity is not None)
    elif stated.money is not None:
        yield _row(_kind(_DOLLARS, line, period), line, where, _Counted(stated.money, None, period))


def _is_medicare_used(line: BenefitLine, where: Scope) -> bool:
    stated = line.stated
    if stated.insurance_type != _MEDICARE_B or stated.money is None or stated.code in _SHARED_COSTS:
        return False
    is_called_used = any(_CALLED_USED.search(message) for message in line.detail.messages)
    is_used = is_called_used or stated.period == _YEAR_TO_DATE or stated.quantity_qualifier == _USED
    return is_used and where.rank is Rank.OCCUPATIONAL_THERAPY


def _delivered(delivery: Delivery, line: BenefitLine, where: Scope) -> TherapyBenefit:
    """A quantity per day, week or month is a frequency; without that, a limit like any other."""
    if delivery.frequency:
        counted = _Counted(delivery.quantity, delivery.unit, delivery.frequency)
        return _row(TherapyBenefitKind.VISIT_FREQUENCY, line, where, counted)
    period = delivery.period or line.stated.period
    return _row(_kind(_VISITS, line, period), line, where, _Counted(delivery.quantity, delivery.unit, period))


def _kind(kinds: tuple[TherapyBenefitKind, ...], line: BenefitLine, period: str | None) -> TherapyBenefitKind:
    limit, used, remaining = kinds
    if line.stated.quantity_qualifier == _USED or period == _YEAR_TO_DATE:
        return used
    return remaining if period in _REMAINING or line.stated.period in _REMAINING else limit


def _row(kind: TherapyBenefitKind, line: BenefitLine, where: Scope, counted: _Counted) -> TherapyBenefit:
    return TherapyBenefit(
        kind,
        (line.segment,),
        amount=counted.amount,
        unit=counted.unit,
        period=counted.period,
        services=where.services,
        is_pooled=where.is_pooled,
        level=line.stated.level,
        network=line.stated.network,
    )


def _with_pool(row: TherapyBenefit, rows: Sequence[TherapyBenefit]) -> TherapyBenefit:
    """Used and remaining draw on the limit: where the only one is shared, so are they, though only it says so."""
    limit, *drawn = _VISITS if row.kind in _VISITS else _DOLLARS
    lasting = [each for each in rows if each.kind is limit and each.period not in _SHORT]
    if row.kind not in drawn or row.is_pooled or len(lasting) != 1 or not lasting[0].is_pooled:
        return row
    segments = tuple(sorted({*row.segments, *lasting[0].segments}))
    return replace(row, services=lasting[0].services, is_pooled=True, segments=segments)


def _derived(rows: Sequence[TherapyBenefit], kinds: tuple[TherapyBenefitKind, ...]) -> Iterator[TherapyBenefit]:
    """Limit less used, for therapies with one lasting limit, one used figure and no remainder said."""
    limit_kind, used_kind, remaining_kind = kinds
    for limit in (row for row in rows if row.kind is limit_kind and row.period not in _SHORT):
        alike = [row for row in rows if _drawn_on(row) == _drawn_on(limit) and row.period not in _SHORT]
        used = [row for row in alike if row.kind is used_kind and row.unit in (None, limit.unit)]
        is_single = sum(row.kind is limit_kind for row in alike) == 1 == len(used)
        if not is_single or any(row.kind is remaining_kind for row in alike):
            continue
        if limit.amount is not None and used[0].amount is not None:
            segments = tuple(sorted({*limit.segments, *used[0].segments}))
            left = limit.amount - used[0].amount
            yield replace(limit, kind=remaining_kind, amount=left, segments=segments, is_derived=True)


def _drawn_on(row: TherapyBenefit) -> tuple[tuple[str, ...], bool, bool, bool]:
    return row.services, row.is_pooled, row.level == _FAMILY, row.network is Network.OUT
