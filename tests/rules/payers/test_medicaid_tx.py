"""Texas Medicaid: the time for a first claim."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(filing_days=95),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_medicaid_tx_says(on: date, name: str, expected: Any) -> None:
    assert said("medicaid_tx", name, on) == expected
