"""Payer data files: what is read, what is refused, which value holds on a day."""

from datetime import date
from decimal import Decimal

import pytest

from otium.rules import payer_rules
from otium.rules.payer_rules import PayerRulesError
from otium.terms.payers import PayerOverride, PayerRules, PayerType
from tests.rules import cast

ON = date(2026, 11, 23)
GROUND = 'effective_from = 2026-01-01\nsource = "manual p. 41"\ncertainty = "verified"\n'
OWN = '[acme]\npayer_type = "commercial"\n[[acme.authorization]]\n' + GROUND


def rules(*more: str, overrides: tuple[PayerOverride, ...] = (), on: date = ON, key: str = "") -> PayerRules:
    book = payer_rules.book([*cast.texts(), *more], overrides, on)
    return book.rules_for(PayerType.COMMERCIAL, key)


def test_a_payer_of_its_own_starts_from_the_rules_of_its_type() -> None:
    found = rules(OWN + "decision_business_days = 3\n", key="acme")

    assert found.key == "acme"
    assert (found.decision_business_days, found.check_stale_days) == (3, 30)
    assert found.grounds["decision_business_days"].source == "manual p. 41"
    assert found.certainty_of("check_stale_days") == "knowledge"


def test_a_payer_that_is_not_known_has_the_rules_of_its_type() -> None:
    assert rules(key="nobody").key == "commercial"


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 5, 31), 11), (date(2026, 6, 1), 4), (date(2026, 6, 30), 4), (date(2026, 7, 1), 11)],
)
def test_a_group_holds_from_its_first_to_its_last_day(on: date, expected: int) -> None:
    text = (
        "[[commercial.authorization]]\neffective_from = 2026-06-01\neffective_to = 2026-06-30\n"
        'source = "s"\ncertainty = "uncertain"\ndecision_business_days = 4\n'
    )

    assert rules(text, on=on).decision_business_days == expected


def test_the_practices_own_value_comes_last_and_says_so() -> None:
    own = PayerOverride("commercial", "check_stale_days", 7, "owner, 2026-10-01")

    found = rules(overrides=(own,))

    assert found.check_stale_days == 7
    assert found.certainty_of("check_stale_days") == "practice"


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 11, 30), 30), (date(2026, 12, 1), 7)])
def test_an_override_holds_from_its_own_day(on: date, expected: int) -> None:
    own = PayerOverride("commercial", "check_stale_days", 7, "owner", starts_on=date(2026, 12, 1))

    assert rules(overrides=(own,), on=on).check_stale_days == expected


def test_an_override_of_a_type_reaches_the_payers_of_that_type() -> None:
    own = PayerOverride("commercial", "check_stale_days", 7, "owner")

    assert rules(OWN, overrides=(own,), key="acme").check_stale_days == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "not TOML"),
        ("commercial = 3", "expected a table"),
        ("[commercial.authorization]\n" + GROUND, r"\[\[commercial.authorization\]\]"),
        ("[[nobody.authorization]]\n" + GROUND, "not a payer type"),
        ("[[commercial.authorization]]\n" + GROUND + "answer_days = 3\n", "answer_days"),
        ("[[commercial.authorization]]\n" + GROUND + 'key = "x"\n', "key"),
        ("[[commercial.authorization]]\n" + GROUND + 'appeal_days = "many"\n', "many"),
        ('[[commercial.authorization]]\neffective_from = 2026-01-01\ncertainty = "verified"\n', "source"),
        ('[[commercial.authorization]]\neffective_from = 2026-01-01\nsource = "s"\ncertainty = "sure"\n', "certainty"),
        ('[[commercial.authorization]]\nsource = "s"\ncertainty = "verified"\n', "effective_from"),
        ('[[yearly_limit]]\nyear = 2027\nsource = "s"\ncertainty = "verified"\n', "2027"),
    ],
)
def test_data_that_cannot_be_used_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(PayerRulesError, match=said):
        payer_rules.parse(text)


def test_an_override_of_a_name_that_no_rule_reads_is_refused() -> None:
    with pytest.raises(PayerRulesError, match="colour"):
        rules(overrides=(PayerOverride("commercial", "colour", 1, "owner"),))


def test_a_payer_type_without_a_row_is_refused() -> None:
    with pytest.raises(PayerRulesError, match="medicare_b"):
        payer_rules.book([text for text in cast.texts() if "[[medicare_b." not in text], (), ON)


def test_a_year_added_by_a_practice_is_known() -> None:
    text = (
        "[[yearly_limit]]\nyear = 2027\nkx_threshold = 2560.50\nreview_threshold = 3000\n"
        'source = "CMS"\ncertainty = "verified"\n'
    )

    book = payer_rules.book([*cast.texts(), text], (), ON)

    assert book.yearly[2027].kx_threshold == Decimal("2560.50")


@pytest.mark.parametrize(("on", "known"), [(date(2026, 1, 1), True), (date(2025, 12, 31), False)])
def test_reasons_of_an_eligibility_denial_hold_from_their_day(on: date, known: bool) -> None:
    text = (
        '[[eligibility_denial]]\neffective_from = 2026-01-01\nsource = "X12"\ncertainty = "verified"\ncarcs = ["999"]'
    )

    book = payer_rules.book([*cast.texts(), text], (), on)

    assert ("999" in book.eligibility_denials) is known
    assert {"26", "27", "31", "33", "140", "177", "200"} <= book.eligibility_denials


def test_reasons_of_a_denial_that_are_no_texts_are_refused() -> None:
    text = '[[eligibility_denial]]\neffective_from = 2026-01-01\nsource = "X12"\ncertainty = "verified"\ncarcs = [27]'

    with pytest.raises(PayerRulesError, match="carcs"):
        payer_rules.parse(text)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("limit_year", "fiscal", "limit_year"),
        ("unit_rule", "ama", "unit_rule"),
        ("advance_notice", "letter", "advance_notice"),
        ("service_types", "30,AD", "service_types"),
        ("service_types", "", "service_types"),
        ("limit_pools_with", "PT and SLP", "limit_pools_with"),
        ("worksheet_fields", "Claim number", "worksheet_fields"),
    ],
)
def test_a_word_that_no_rule_knows_is_refused(name: str, value: str, said: str) -> None:
    with pytest.raises(PayerRulesError, match=said):
        rules(overrides=(PayerOverride("commercial", name, value, "owner"),))


@pytest.mark.parametrize(
    ("name", "value", "days", "months"),
    [("filing_days", 90, 90, None), ("filing_months", 6, None, 6)],
)
def test_a_limit_in_days_takes_the_place_of_one_in_months_and_the_other_way_round(
    name: str, value: int, days: int | None, months: int | None
) -> None:
    first = "filing_months" if name == "filing_days" else "filing_days"
    shipped = OWN + f"{first} = 12\n"

    found = rules(shipped, overrides=(PayerOverride("acme", name, value, "contract"),), key="acme")

    assert (found.filing_days, found.filing_months) == (days, months)
    assert first not in found.grounds


def test_a_pattern_says_that_it_is_one() -> None:
    found = rules(key="commercial_pooled_60")

    assert (found.limit_pools_with, found.certainty_of("limit_pools_with")) == ("PT SLP", "pattern")
