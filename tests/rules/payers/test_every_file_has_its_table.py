"""No payer file ships without a table that tries each of its values on both sides of each of its days."""

from datetime import date
from importlib import import_module

import pytest

from otium.rules import payer_rules

from .table import FOLDER, ONE_DAY, Case, text

STEMS = sorted(path.stem for path in FOLDER.glob("*.toml"))


def cases_of(stem: str) -> list[Case]:
    found: list[Case] = import_module(f"tests.rules.payers.test_{stem}").CASES
    return found


@pytest.mark.parametrize("stem", STEMS)
def test_a_payer_file_holds_one_payer_or_type(stem: str) -> None:
    assert {group.key for group in payer_rules.parse(text(stem)).groups} == {stem}


@pytest.mark.parametrize("stem", STEMS)
def test_every_value_of_a_payer_file_is_tried_on_both_sides_of_its_days(stem: str) -> None:
    tried = {(on, name) for on, name, _ in cases_of(stem)}

    wanted = {(on, name) for on, name in _boundaries(stem)}

    assert wanted - tried == set()


@pytest.mark.parametrize("stem", STEMS)
def test_every_table_expects_something(stem: str) -> None:
    assert any(expected is not None for _, _, expected in cases_of(stem))


def _boundaries(stem: str) -> list[tuple[date, str]]:
    days = []
    for group in payer_rules.parse(text(stem)).groups:
        starts_on, ends_on = group.ground.starts_on, group.ground.ends_on
        assert starts_on is not None
        edges = [starts_on - ONE_DAY, starts_on] + ([ends_on, ends_on + ONE_DAY] if ends_on else [])
        days += [(on, name) for name in group.values for on in edges]
    return days
