"""The thresholds that a practice sets, or that Otium ships."""

from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from otium.rules.families import amounts
from otium.terms.family import FamilyThresholds

SHIPPED = FamilyThresholds((5, 2), (Decimal(500),))


def test_what_is_shipped_reads() -> None:
    text = files("otium.rules.families").joinpath("thresholds.toml").read_text()

    assert amounts.shipped(text) == SHIPPED
    assert "source" in text


@pytest.mark.parametrize(
    ("stored", "visits", "dollars"),
    [
        ({}, (5, 2), (Decimal(500),)),
        ({"visits": [3, "8", 3]}, (8, 3), (Decimal(500),)),
        ({"visits": [], "dollars": []}, (), ()),
        ({"dollars": ["250.50"]}, (5, 2), (Decimal("250.50"),)),
    ],
)
def test_a_unit_that_is_not_named_is_as_shipped(stored: Any, visits: Any, dollars: Any) -> None:
    assert amounts.chosen(stored, SHIPPED) == FamilyThresholds(visits, dollars)


@pytest.mark.parametrize(
    "stored",
    [
        {"visits": [0]}, {"visits": [-1]}, {"visits": [1.5]}, {"visits": ["five"]}, {"visits": ["NaN"]},
        {"visits": [100]}, {"visits": list(range(1, 8))}, {"dollars": ["0.001"]}, {"dollars": ["Infinity"]},
    ],
)  # fmt: skip
def test_what_is_no_number_of_visits_or_dollars_is_refused(stored: Any) -> None:
    with pytest.raises(amounts.ThresholdError):
        amounts.chosen(stored, SHIPPED)
