"""Medicare Advantage: 14 days to decide before 2026, 7 from then; 60 days to appeal before 2025, 65 from then."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, holds, said

CASES = [
    *all_hold(check_stale_days=30, authorization_required=True, earliest_renewal_days=30, unit_rule="cms"),
    *holds("decision_business_days", 10, until=date(2025, 12, 31), after=5),
    *holds("decision_business_days", 5, since=date(2026, 1, 1), before=10),
    *holds("decision_days", 14, until=date(2025, 12, 31), after=7),
    *holds("decision_days", 7, since=date(2026, 1, 1), before=14),
    *holds("urgent_decision_hours", 72, until=date(2025, 12, 31), after=72),
    *holds("urgent_decision_hours", 72, since=date(2026, 1, 1), before=72),
    *holds("decision_extension_days", 14, since=date(2026, 1, 1)),
    *holds("appeal_days", 60, until=date(2024, 12, 31), after=65),
    *holds("appeal_days", 65, since=date(2025, 1, 1), before=60),
    (date(2026, 11, 25), "advance_notice", None),  # no ABN for members of a plan
    (date(2026, 11, 25), "filing_days", None),  # by contract
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_medicare_advantage_says(on: date, name: str, expected: Any) -> None:
    assert said("medicare_advantage", name, on) == expected
