"""Every fact, act, state and check of the clearance ledger has words, which ask for no param that is not told."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from otium.pages import say
from otium.pages.words import clearance as words
from otium.terms.clearance import ACTS, FACTS, ClearanceCheck, ClearanceState, Finding

ON = date(2026, 11, 25)
LONGEST = 110
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def sample(name: str) -> Any:
    texts = {"disciplines": "OT PT", "reject_code": "71", "number": "M-60342", "codes": "97530 97535", "carc": "27"}
    if name.endswith("_on"):
        return date(2026, 12, 28)
    return texts.get(name, Decimal("1234.50") if name in ("left", "limit", "total", "threshold", "remaining") else 12)


def found(code: str, **params: Any) -> Finding:
    told = {name: sample(name) for name in FACTS[code]} | params
    return Finding(ClearanceCheck.COVERAGE, ClearanceState.UNKNOWN, code, told)


def test_every_fact_act_state_and_check_has_words() -> None:
    assert set(words.FACTS) == set(FACTS)
    assert set(words.ACTS) == set(ACTS)
    assert set(words.STATES) == {state.value for state in ClearanceState}
    assert set(words.CHECKS) == {check.value for check in ClearanceCheck}


@pytest.mark.parametrize("code", FACTS)
def test_the_words_of_a_fact_use_only_its_own_params(code: str) -> None:
    texts = [words.FACTS[code], *(text for _, text in words.WITHOUT.get(code, ()))]

    assert {name for text in texts for name in PLACEHOLDER.findall(str(text))} <= set(FACTS[code])


def test_a_way_to_say_a_fact_without_a_param_is_of_a_param_it_has() -> None:
    for code, ways in words.WITHOUT.items():
        assert {name for name, _ in ways} <= set(FACTS[code])


@pytest.mark.parametrize("code", FACTS)
def test_every_fact_is_said_in_one_short_sentence(code: str) -> None:
    text = say.finding(found(code), on=ON)

    assert text
    assert "%(" not in text
    assert len(text) < LONGEST, text


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in FACTS.items() for name in names])
def test_a_fact_without_one_of_its_params_never_says_none(code: str, name: str) -> None:
    assert "None" not in say.finding(found(code, **{name: None}), on=ON)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("6.0000"), "6 of 1,234.50 visits left after this one (OT and PT)"),
        (Decimal("2.5"), "2.50 of 1,234.50 visits left after this one (OT and PT)"),
    ],
)
def test_numbers_are_said_without_needless_digits(value: Decimal, text: str) -> None:
    assert say.finding(found("limit_within", left=value), on=ON) == text


def test_nothing_left_is_not_taken_for_not_known() -> None:
    said = say.finding(found("authorization_covers", left=0), on=ON)

    assert said == "Covered by M-60342 until Mon, Dec 28; 0 left after this visit"
