"""Allowed amounts of a visit, and the Medicare threshold, by year.

Sources: Medicare fee = total RVU x conversion factor, locality 1.0, multiple-procedure reduction of the practice
expense on all units but the dearest; thresholds are CMS's per-beneficiary amounts for OT.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rvu:
    work: Decimal
    practice_expense: Decimal
    malpractice: Decimal


def _rvu(work: str, practice_expense: str, malpractice: str) -> Rvu:
    return Rvu(Decimal(work), Decimal(practice_expense), Decimal(malpractice))


RVUS = {
    "97165": _rvu("1.54", "1.46", "0.01"),
    "97166": _rvu("1.54", "1.46", "0.01"),
    "97167": _rvu("1.54", "1.46", "0.01"),
    "97168": _rvu("0.96", "1.08", "0.01"),
    "97110": _rvu("0.45", "0.41", "0.01"),
    "97112": _rvu("0.50", "0.47", "0.01"),
    "97140": _rvu("0.43", "0.39", "0.01"),
    "97530": _rvu("0.44", "0.60", "0.01"),
    "97535": _rvu("0.45", "0.51", "0.01"),
    "97760": _rvu("0.50", "0.87", "0.01"),
}
CHARGES = {
    "97165": Decimal("195.00"),
    "97166": Decimal("215.00"),
    "97167": Decimal("235.00"),
    "97168": Decimal("140.00"),
    "97110": Decimal("62.00"),
    "97112": Decimal("66.00"),
    "97140": Decimal("60.00"),
    "97530": Decimal("72.00"),
    "97535": Decimal("68.00"),
    "97760": Decimal("96.00"),
}
"""What the practices charge for one unit: about twice what payers allow, as practices do."""
UNTIMED = frozenset({"97165", "97166", "97167", "97168"})
CONVERSION_FACTORS = {2025: Decimal("32.3465"), 2026: Decimal("33.4009")}
OT_THRESHOLDS = {2024: Decimal("2330"), 2025: Decimal("2410"), 2026: Decimal("2480")}


def newest_known(figures: Mapping[int, Decimal], year: int) -> Decimal:
    """The year's figure, else the newest before it, else the oldest there is."""
    return figures[max((known for known in figures if known <= year), default=min(figures))]


def medicare_allowed(units: Mapping[str, int], *, year: int) -> Decimal:
    """Dollars for one day's units of always-therapy codes; rounded by line.

    >>> medicare_allowed({"97530": 2, "97110": 1}, year=2026)
    Decimal('82.33')
    """
    factor = newest_known(CONVERSION_FACTORS, year)
    dearest = max(units, key=lambda code: RVUS[code].practice_expense)
    return sum((_line(RVUS[code], count, code == dearest, factor) for code, count in units.items()), Decimal(0))


def _line(rvu: Rvu, count: int, has_full_unit: bool, factor: Decimal) -> Decimal:
    full_units = 1 if has_full_unit else 0
    expense = rvu.practice_expense * (full_units + Decimal(count - full_units) / 2)
    return ((count * (rvu.work + rvu.malpractice) + expense) * factor).quantize(CENT, ROUND_HALF_UP)


def private_allowed(units: Mapping[str, int], unit_dollars: Decimal) -> Decimal:
    """Dollars under a contract that pays per unit; an evaluation counts as three units."""
    return sum((count * unit_dollars * (3 if code in UNTIMED else 1) for code, count in units.items()), Decimal(0))
