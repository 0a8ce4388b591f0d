"""UnitedHealthcare Medicare Advantage in Arizona and California: authorization from 2026-02-01."""

from datetime import date
from typing import Any

import pytest

from .table import holds, said

CASES = [
    *holds("authorization_required", False, since=date(2024, 9, 1), until=date(2026, 1, 31), after=True),
    *holds("authorization_required", True, since=date(2026, 2, 1), before=False),
    *holds("evaluation_needs_authorization", False, since=date(2024, 9, 1), until=date(2026, 1, 31), after=False),
    *holds("evaluation_needs_authorization", False, since=date(2026, 2, 1), before=False),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_uhc_medicare_advantage_az_ca_says(on: date, name: str, expected: Any) -> None:
    assert said("uhc_medicare_advantage_az_ca", name, on) == expected
