"""TRICARE: referral, one year to file, 90 days to correct and to appeal."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(check_stale_days=30, decision_business_days=5, earliest_renewal_days=30),
    *all_hold(appeal_days=90, referral_required=True),
    *all_hold(filing_months=12, corrected_days=90, unit_rule="cms"),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_tricare_says(on: date, name: str, expected: Any) -> None:
    assert said("tricare", name, on) == expected
