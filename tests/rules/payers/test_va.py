"""VA community care: always authorized."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(wire_eligibility=False, check_stale_days=90),
    *all_hold(authorization_required=True, decision_business_days=10, earliest_renewal_days=30, unit_rule="cms"),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_va_says(on: date, name: str, expected: Any) -> None:
    assert said("va", name, on) == expected
