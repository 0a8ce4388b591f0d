"""Workers' compensation of a state that is not known."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(wire_eligibility=False, check_stale_days=90),
    *all_hold(authorization_required=True, decision_business_days=10, earliest_renewal_days=30),
    *all_hold(appeal_days=30, referral_required=True, unit_rule="cms"),
    (date(2026, 11, 25), "filing_days", None),  # by state
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_workers_comp_says(on: date, name: str, expected: Any) -> None:
    assert said("workers_comp", name, on) == expected
