"""Every code that the rules and the desk may say has words, and the words ask for no fact that is not told."""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from otium.desk import payer_book
from otium.desk.acts import choices
from otium.desk.acts.choices import CHOICES
from otium.pages import say
from otium.pages.words import acts, duties, payer_rules, reasons, records
from otium.rules.payer_rules import CERTAINTIES
from otium.terms.duty import DutyKind, Workflow
from otium.terms.payers import VALUE_CHOICES, PayerRules, PayerType
from otium.terms.provenance import SourceKind
from otium.terms.reasons import REASONS

ON = date(2026, 11, 23)
LONGEST_ROW = 55
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def sample(name: str) -> Any:
    """A value as long as they come."""
    words = {
        "certainty": "verified",
        "basis": "visits",
        "reject_code": "71",
        "cause": "other_person",
        "disciplines": "OT PT",
    }
    if name in words:
        return words[name]
    if name == "on" or name.endswith(("_on", "_by")):
        return "2026-12-28"
    return {"count": 28, "threshold": "2480", "per_week": "2.5", "number": "M-60342", "format": "271"}.get(name, 28)


def stored(code: str, **params: Any) -> dict[str, Any]:
    return {"code": code, "params": {name: sample(name) for name in REASONS[code]} | params, "source": None}


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_words_that_use_only_its_own_params(code: str) -> None:
    said = reasons.SAID[code]

    for text in (said.name, said.fact, said.row, said.lead):
        asked = {name for form in forms_of(text) for name in PLACEHOLDER.findall(form)}
        assert asked <= set(REASONS[code])


def forms_of(text: Any) -> list[str]:
    """Singular and plural where a text has both."""
    kwargs = getattr(text, "_kw", {})  # of ngettext_lazy
    return [kwargs["singular"], kwargs["plural"]] if "singular" in kwargs else [str(text)]


@pytest.mark.parametrize("code", REASONS)
@pytest.mark.parametrize("count", [1, 28])
def test_every_reason_is_said_and_its_row_is_short(code: str, count: int) -> None:
    one = stored(code, **({"count": count} if "count" in REASONS[code] else {}))

    spoken = say.reason(one, on=ON)
    row = say.row([one], on=ON)

    assert spoken.name
    assert spoken.fact
    assert len(row) < LONGEST_ROW, row
    assert "%(" not in spoken.fact + spoken.lead + row


@pytest.mark.parametrize("code", REASONS)
def test_a_fact_that_is_not_known_is_said_to_be_unknown(code: str) -> None:
    spoken = say.reason({"code": code, "params": dict.fromkeys(REASONS[code]), "source": None}, on=ON)

    assert "None" not in spoken.fact + spoken.lead


ONE_MISSING = [(code, param) for code, params in REASONS.items() for param in params if param != "count"]


@pytest.mark.parametrize(("code", "param"), ONE_MISSING)
def test_a_sentence_without_one_of_its_facts_is_still_english(code: str, param: str) -> None:
    one = stored(code, **{param: None})

    spoken = say.reason(one, on=ON)

    for text in (spoken.fact, spoken.lead, say.row([one], on=ON)):
        assert not re.search(r"None|\bunknown (?!number|day|year)|\$(?!\d)|\bunknown$|\ban? an?\b", text), text


def test_every_way_to_say_a_reason_without_a_fact_has_words_and_a_reason() -> None:
    for code, ways in reasons.WITHOUT.items():
        assert {param for param, _ in ways} <= set(REASONS[code])
        assert {how for _, how in ways} <= set(reasons.SAID)


@pytest.mark.parametrize(
    ("code", "missing", "fact"),
    [
        ("request_reduced", "requested", "approved 28; how many were asked for is not on file"),
        ("request_submitted", "submitted_on", "when, and for how many visits, is not on file"),
        ("request_submitted", "requested", "on Mon, Dec 28; how many visits is not on file"),
        ("authorization_ends", "count", "Mon, Dec 28; nothing is booked after it yet"),
    ],
)
def test_what_is_missing_is_not_called_unknown_twice(code: str, missing: str, fact: str) -> None:
    assert say.reason(stored(code, **{missing: None}), on=ON).fact == fact


OF_NO_PATIENT = {
    DutyKind.READ_FILE, DutyKind.MATCH_FILE, DutyKind.ROUTE_FILE, DutyKind.MEND_IMPORT, DutyKind.CHECK_REMITTANCE,
    DutyKind.SETTLE_SENDING, DutyKind.GIVE_ROAD, DutyKind.MEND_CONNECTION,
}  # fmt: skip


@pytest.mark.parametrize("kind", DutyKind)
def test_every_duty_has_a_name_and_says_what_happens_next(kind: DutyKind) -> None:
    assert ("%(name)s" in str(duties.NAMED[kind].title)) == (kind not in OF_NO_PATIENT)
    assert 2 <= len(duties.STEPS[kind]) <= 4


@pytest.mark.parametrize("kind", DutyKind)
def test_every_act_of_a_duty_and_all_it_asks_for_has_words(kind: DutyKind) -> None:
    for choice in choices(kind.value):
        assert acts.CHOICES[choice.code].button
        for entry in choice.entries:
            assert acts.ENTRIES[entry.name]
            assert all(option in acts.OPTIONS for option in entry.options)


def test_no_act_has_words_that_nobody_offers() -> None:
    assert set(acts.CHOICES) == {choice.code for offered in CHOICES.values() for choice in offered}


def test_every_source_payer_type_and_workflow_has_a_name() -> None:
    assert set(records.SOURCES) == {kind.value for kind in SourceKind}
    assert set(records.PAYER_TYPES) == {kind.value for kind in PayerType}
    assert set(duties.WORKFLOWS) == set(Workflow)


@pytest.mark.parametrize(
    ("risk", "said"),
    [
        ({"amount": "644.00", "visits": 7, "rates": [["92.00", 7]], "unpriced": 0}, "7 visits × $92.00 = $644.00"),
        (
            {"amount": "300.00", "visits": 4, "rates": [["120.00", 1], ["90.00", 2]], "unpriced": 1},
            "1 visit × $120.00 + 2 visits × $90.00 = $300.00, 1 visit without a rate on file",
        ),
        ({"amount": None, "visits": 3, "rates": [], "unpriced": 3}, "3 visits without a rate on file"),
        ({"amount": None, "visits": 0, "rates": [], "unpriced": 0}, "not known: no booked visit hangs on it yet"),
    ],
)
def test_dollars_say_how_they_were_computed(risk: dict[str, Any], said: str) -> None:
    assert say.at_risk(risk) == said


def test_numbers_are_said_without_needless_digits() -> None:
    one = stored("limit_reached", remaining=str(Decimal("6.0000")))

    assert say.row([one], on=ON) == "6 visits left; Dec 28 is beyond the limit"


def test_every_value_of_a_payers_rules_has_a_name() -> None:
    values = {f.name for f in fields(PayerRules)} - {"key", "payer_type", "source", "certainty", "grounds"}

    assert set(payer_rules.SAID) == values


def test_every_payer_that_ships_with_rules_of_its_own_has_a_name() -> None:
    assert set(payer_rules.KEYS) == set(payer_book.shipped_book(ON).by_key)


def test_every_word_of_a_rule_and_every_certainty_is_said() -> None:
    assert {name: tuple(words) for name, words in payer_rules.CHOICES.items()} == VALUE_CHOICES
    assert set(reasons.CERTAINTY) == CERTAINTIES | {"practice"}
