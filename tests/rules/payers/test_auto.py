"""Auto of a state that is not known."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(wire_eligibility=False, check_stale_days=90),
    *all_hold(decision_business_days=10, earliest_renewal_days=30),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_auto_says(on: date, name: str, expected: Any) -> None:
    assert said("auto", name, on) == expected
