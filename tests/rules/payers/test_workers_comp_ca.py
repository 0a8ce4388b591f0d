"""California: 14 days at most to decide, 12 months to file, 90 days for a second review."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(authorization_required=True, decision_business_days=10, decision_days=14, urgent_decision_hours=72),
    *all_hold(appeal_days=30, filing_months=12, corrected_days=90),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_workers_comp_ca_says(on: date, name: str, expected: Any) -> None:
    assert said("workers_comp_ca", name, on) == expected
