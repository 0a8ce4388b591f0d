"""UnitedHealthcare Medicare Advantage: authorization from 2024-09-01, never for an evaluation."""

from datetime import date
from typing import Any

import pytest

from .table import holds, said

CASES = [
    *holds("authorization_required", True, since=date(2024, 9, 1)),
    *holds("evaluation_needs_authorization", False, since=date(2024, 9, 1)),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_uhc_medicare_advantage_says(on: date, name: str, expected: Any) -> None:
    assert said("uhc_medicare_advantage", name, on) == expected
