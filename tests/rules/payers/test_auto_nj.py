"""New Jersey PIP: told within 21 days, certified beforehand."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(notice_days=21, authorization_required=True),
    (date(2026, 11, 25), "filing_days", None),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_auto_nj_says(on: date, name: str, expected: Any) -> None:
    assert said("auto_nj", name, on) == expected
