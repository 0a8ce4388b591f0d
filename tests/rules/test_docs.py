"""docs/rules.md names everything that the rules may say or read."""

import re
from pathlib import Path

import pytest

from otium.rules.payer_rules import VALUE_NAMES
from otium.terms.clearance import FACTS, ClearanceCheck, ClearanceState
from otium.terms.duty import ActKind, DutyKind
from otium.terms.prior_auth import CHANGE_REASONS, USE_REASONS
from otium.terms.reasons import REASONS

TEXT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text()
ROWS = dict(re.findall(r"^\| `(\w+)` \| ([\w, ]*?) *\| ", TEXT, re.MULTILINE))


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_documented_with_its_params(code: str) -> None:
    assert code in ROWS
    assert tuple(name for name in ROWS[code].split(", ") if name) == REASONS[code]


CLEARANCE = dict(re.findall(r"^\| clearance `(\w+)` \| ([\w, ]*?) *\| ", TEXT, re.MULTILINE))


def test_every_fact_of_clearance_is_documented_with_its_params() -> None:
    assert {code: tuple(n for n in names.split(", ") if n) for code, names in CLEARANCE.items()} == FACTS


@pytest.mark.parametrize("name", [*ClearanceCheck, *ClearanceState])
def test_every_check_and_state_of_clearance_is_documented(name: str) -> None:
    assert re.search(rf"\b{name}\b", TEXT[TEXT.index("## Clearance") :])


@pytest.mark.parametrize("name", [*DutyKind, *ActKind, *USE_REASONS, *CHANGE_REASONS, *sorted(VALUE_NAMES)])
def test_every_duty_act_use_and_payer_value_is_documented(name: str) -> None:
    assert f"`{name}`" in TEXT
