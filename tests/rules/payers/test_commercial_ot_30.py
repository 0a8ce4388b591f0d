"""A yearly cap of OT alone, hard."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(limits_are_hard=True, limit_year="calendar"),
    (date(2026, 11, 25), "limit_pools_with", None),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_commercial_ot_30_says(on: date, name: str, expected: Any) -> None:
    assert said("commercial_ot_30", name, on) == expected
