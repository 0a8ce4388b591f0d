"""UnitedHealthcare commercial: 90 days, 12 months to correct."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, said

CASES = [
    *all_hold(filing_days=90, corrected_months=12),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_uhc_commercial_says(on: date, name: str, expected: Any) -> None:
    assert said("uhc_commercial", name, on) == expected
