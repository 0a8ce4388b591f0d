"""The family pays: nobody to ask."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(co_treatment="each"),
    *all_hold(needs_check=False, wire_eligibility=False),
    *all_hold(authorization_required=False, evaluation_needs_authorization=False, referral_required=False),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_self_pay_says(on: date, name: str, expected: Any) -> None:
    assert said("self_pay", name, on) == expected
