"""Commercial plans: 30 days an answer holds, 15 days to decide (15 more, 72 hours urgent), 180 to appeal."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(check_stale_days=30, decision_business_days=11, earliest_renewal_days=30),
    *all_hold(decision_days=15, decision_extension_days=15, urgent_decision_hours=72),
    *all_hold(appeal_days=180, peer_to_peer_days=14, unit_rule="spm"),
    (date(2026, 11, 25), "authorization_required", None),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_commercial_says(on: date, name: str, expected: Any) -> None:
    assert said("commercial", name, on) == expected
