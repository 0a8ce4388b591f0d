"""How a practice offers freed hours: what it set, or what Otium ships."""

from datetime import time
from importlib.resources import files
from typing import Any

import pytest

from otium.rules.waitlist import USUAL, chosen
from otium.terms.waitlist import Criterion

SHIPPED = chosen.shipped(files("otium.rules.waitlist").joinpath("offers.toml").read_text("utf-8"))


def test_what_ships_is_read_and_is_the_usual_order() -> None:
    assert SHIPPED.order == USUAL
    assert (SHIPPED.wave, SHIPPED.hold_minutes, SHIPPED.least_minutes, SHIPPED.texts_a_week) == (3, 30, 60, 3)
    assert SHIPPED.after_school == (time(15), time(19))


def test_what_is_kept_is_read_back_the_same() -> None:
    assert chosen.chosen(chosen.kept(SHIPPED), SHIPPED) == SHIPPED


def test_what_a_practice_does_not_name_is_as_shipped() -> None:
    own = chosen.chosen({"wave": 1, "order": ["wait"]}, SHIPPED)

    assert (own.wave, own.order, own.hold_minutes) == (1, (Criterion.WAIT,), SHIPPED.hold_minutes)


@pytest.mark.parametrize("wave", [1, 10])
def test_the_bounds_themselves_may_be_chosen(wave: int) -> None:
    assert chosen.chosen({"wave": wave}, SHIPPED).wave == wave


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({"wave": 0}, "wave"),
        ({"wave": 11}, "wave"),
        ({"hold_minutes": 4}, "hold_minutes"),
        ({"least_minutes": 2881}, "least_minutes"),
        ({"texts_a_week": "3"}, "texts_a_week"),
        ({"order": []}, "order"),
        ({"order": ["wait", "wait"]}, "order"),
        ({"order": ["looks"]}, "order"),
        ({"school": ["14:00", "14:00"]}, "school"),
        ({"after_school": ["3"]}, "after_school"),
    ],
)
def test_what_cannot_be_is_refused_by_name(stored: dict[str, Any], field: str) -> None:
    with pytest.raises(chosen.OfferRuleError) as caught:
        chosen.chosen(stored, SHIPPED)
    assert caught.value.field == field
