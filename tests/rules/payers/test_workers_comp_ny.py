"""New York: 120 days to file."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(filing_days=120),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_workers_comp_ny_says(on: date, name: str, expected: Any) -> None:
    assert said("workers_comp_ny", name, on) == expected
