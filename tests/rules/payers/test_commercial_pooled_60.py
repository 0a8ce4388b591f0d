"""A shared yearly cap, hard."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(limits_are_hard=True, limit_year="calendar", limit_pools_with="PT SLP"),
    *all_hold(service_types="30 AD PT AF"),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_commercial_pooled_60_says(on: date, name: str, expected: Any) -> None:
    assert said("commercial_pooled_60", name, on) == expected
