"""New York no-fault: 45 days."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(filing_days=45),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_auto_ny_says(on: date, name: str, expected: Any) -> None:
    assert said("auto_ny", name, on) == expected
