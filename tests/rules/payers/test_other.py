"""A payer whose kind is not known."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(check_stale_days=30, decision_business_days=10, earliest_renewal_days=30),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_other_says(on: date, name: str, expected: Any) -> None:
    assert said("other", name, on) == expected
