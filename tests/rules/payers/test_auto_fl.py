"""Florida PIP: 35 days."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(filing_days=35),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_auto_fl_says(on: date, name: str, expected: Any) -> None:
    assert said("auto_fl", name, on) == expected
