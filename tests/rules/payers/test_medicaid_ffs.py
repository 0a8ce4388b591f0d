"""Medicaid, fee for service: proved for each date of service, limits soft under 21, 7 days to decide from 2026."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, holds, said

CASES = [
    *all_hold(check_stale_days=31, check_each_month=True, check_each_visit=True),
    *all_hold(limits_soft_under_age=21, copay_exempt_under_age=18),
    *all_hold(authorization_required=True, earliest_renewal_days=30, referral_required=True),
    *all_hold(unit_rule="cms", appeal_days=90),
    *holds("decision_business_days", 10, until=date(2025, 12, 31), after=5),
    *holds("decision_business_days", 5, since=date(2026, 1, 1), before=10),
    *holds("decision_days", 7, since=date(2026, 1, 1)),
    *holds("urgent_decision_hours", 72, since=date(2026, 1, 1)),
    (date(2026, 11, 25), "filing_days", None),  # by state
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_medicaid_ffs_says(on: date, name: str, expected: Any) -> None:
    assert said("medicaid_ffs", name, on) == expected
