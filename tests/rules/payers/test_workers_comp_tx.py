"""Texas: 95 days to file, 30 to ask for reconsideration."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(appeal_days=30, filing_days=95),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_workers_comp_tx_says(on: date, name: str, expected: Any) -> None:
    assert said("workers_comp_tx", name, on) == expected
