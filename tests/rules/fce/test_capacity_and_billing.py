"""Levels of physical demand (W02, W03) and how much of a test is billed (W01)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from otium.rules import fce
from otium.rules.fce import billing, capacity

FOLDER = Path(fce.__file__).parent
ON = date(2026, 11, 25)
LEVELS = capacity.levels((FOLDER / "levels.toml").read_text(), ON)
CAPS = (FOLDER / "caps.toml").read_text()
TEXAS = billing.cap(CAPS, "workers_comp_tx", ON)


def level(occasional: float | None, frequent: float | None, constant: float | None = None) -> capacity.Capacity:
    pounds = [None if each is None else Decimal(str(each)) for each in (occasional, frequent, constant)]
    return capacity.capacity(LEVELS, occasional=pounds[0], frequent=pounds[1], constant=pounds[2])


def test_w02_the_overall_level_is_medium_and_that_nothing_is_lifted_constantly_is_noted() -> None:
    found = level(40, 15, 0)

    assert (found.occasional, found.frequent, found.overall) == ("medium", "medium", "medium")
    assert found.notes == ("constant_limits",)


def test_w03_the_overall_level_is_light_and_the_occasional_medium_is_noted() -> None:
    found = level(40, 8)

    assert (found.occasional, found.frequent, found.overall) == ("medium", "light", "light")
    assert found.notes == ("occasional_above",)


@pytest.mark.parametrize(
    ("pounds", "expected"),
    [
        (0, "sedentary"), (10, "sedentary"), (10.5, "light"), (20, "light"), (21, "medium"), (50, "medium"),
        (51, "heavy"), (100, "heavy"), (101, "very_heavy"),
    ],
)  # fmt: skip
def test_an_occasional_lift_of_exactly_a_bound_belongs_to_the_lower_level(pounds: float, expected: str) -> None:
    assert level(pounds, None).occasional == expected


@pytest.mark.parametrize(
    ("pounds", "expected"),
    [
        (0, "sedentary"), (1, "light"), (10, "light"), (11, "medium"), (25, "medium"), (26, "heavy"), (50, "heavy"),
        (51, "very_heavy"),
    ],
)  # fmt: skip
def test_a_frequent_lift_of_exactly_a_bound_belongs_to_the_lower_level(pounds: float, expected: str) -> None:
    assert level(None, pounds).frequent == expected


@pytest.mark.parametrize(
    ("lifted", "is_noted"),
    [((15, 8, 0), False), ((40, 15, 0), True), ((40, 15, 1), False), ((90, 40, 10), True), ((90, 40, 11), False),
     ((120, 60, 20), True), ((120, 60, 21), False), ((8, 0, 0), False)],
)  # fmt: skip
def test_a_constant_lift_below_the_level_is_noted(lifted: tuple[float, float, float], is_noted: bool) -> None:
    assert ("constant_limits" in level(*lifted).notes) is is_noted


def test_a_lift_that_was_not_tested_leaves_the_level_unknown() -> None:
    assert level(40, None).overall is None
    assert level(40, None).notes == ()


def test_less_than_nothing_cannot_be_lifted() -> None:
    with pytest.raises(ValueError, match="-1"):
        level(-1, 0)


def test_levels_whose_bounds_do_not_rise_are_refused() -> None:
    text = (FOLDER / "levels.toml").read_text().replace("[10, 20, 50, 100]", "[10, 20, 100, 50]")

    with pytest.raises(ValueError, match="rising"):
        capacity.levels(text, ON)


def test_there_are_no_levels_before_their_first_day() -> None:
    text = (FOLDER / "levels.toml").read_text()

    assert capacity.levels(text, date(2000, 1, 1)).names[0] == "sedentary"
    with pytest.raises(ValueError, match="1999"):
        capacity.levels(text, date(1999, 12, 31))


def test_w01_an_initial_test_of_five_hours_is_billed_as_four_in_texas() -> None:
    assert TEXAS is not None
    assert TEXAS.modifier == "FC"
    assert billing.billed_units(300, "initial", TEXAS) == 16


@pytest.mark.parametrize(
    ("kind", "minutes", "units"),
    [
        ("initial", 232, 15), ("initial", 233, 16), ("initial", 240, 16), ("initial", 255, 16),
        ("interim", 112, 7), ("interim", 113, 8), ("interim", 135, 8),
        ("discharge", 172, 11), ("discharge", 180, 12), ("discharge", 240, 12),
        ("initial", 7, 0), ("initial", 8, 1), ("job", 300, 20),
    ],
)  # fmt: skip
def test_each_kind_of_test_has_its_hours(kind: str, minutes: int, units: int) -> None:
    assert billing.billed_units(minutes, kind, TEXAS) == units


def test_a_payer_without_a_cap_is_billed_what_was_tested() -> None:
    assert billing.cap(CAPS, "workers_comp_ca", ON) is None
    assert billing.billed_units(300, "initial", None) == 20


@pytest.mark.parametrize(("on", "is_known"), [(date(2019, 12, 31), False), (date(2020, 1, 1), True)])
def test_a_cap_holds_from_its_first_day(on: date, is_known: bool) -> None:
    assert (billing.cap(CAPS, "workers_comp_tx", on) is not None) is is_known
