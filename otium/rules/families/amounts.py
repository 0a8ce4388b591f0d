"""When a practice tells families how much is left: what it set, or what Otium ships (thresholds.toml)."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from otium.terms.family import FamilyThresholds

MOST_VISITS, MOST_DOLLARS, MOST = 99, Decimal(99_999), 6


class ThresholdError(ValueError):
    """A threshold that cannot be used. `field` is visits or dollars."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def shipped(text: str) -> FamilyThresholds:
    """Out of rules/families/thresholds.toml."""
    return _read(tomllib.loads(text)["thresholds"])


def chosen(stored: Mapping[str, Any], otherwise: FamilyThresholds) -> FamilyThresholds:
    """`Practice.family_thresholds`, {"visits": [5, 2], "dollars": ["500"]}. A unit that is not named is as shipped."""
    own = _read(stored)
    return FamilyThresholds(
        visits=own.visits if "visits" in stored else otherwise.visits,
        dollars=own.dollars if "dollars" in stored else otherwise.dollars,
    )


def _read(row: Mapping[str, Any]) -> FamilyThresholds:
    """Highest first. Raises ThresholdError for what is no number above zero, or too many."""
    return FamilyThresholds(
        visits=tuple(int(n) for n in _numbers(row.get("visits", ()), "visits", Decimal(MOST_VISITS))),
        dollars=_numbers(row.get("dollars", ()), "dollars", MOST_DOLLARS),
    )


def _numbers(given: Any, field: str, most: Decimal) -> tuple[Decimal, ...]:
    try:
        numbers = {Decimal(str(each)) for each in given}
    except InvalidOperation as error:
        raise ThresholdError(field) from error
    step = Decimal(1) if field == "visits" else Decimal("0.01")
    fits = all(n.is_finite() and 0 < n <= most and n % step == 0 for n in numbers)
    if not fits or len(numbers) > MOST:
        raise ThresholdError(field)
    return tuple(sorted(numbers, reverse=True))
