"""The scrub: what it finds in a claim, at which place, and what it leaves alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from otium.terms.claim import (
    Frequency,
    ReferenceKind,
    Roles,
)
from otium.terms.payers import PayerType
from otium.terms.x12 import Reference
from tests.wires.x12.t837p.cases import CASES
from tests.wires.x12.t837p.claims import COVERAGE, REFERRER, claim, line

from .scrubbing import (
    COMMERCIAL,
    EARLIER,
    LATER,
    MEDICARE,
    ONSET,
    UNDER,
    found,
    medicare,
    on,
)


@pytest.mark.parametrize(
    "name", sorted(CASES.keys() - {"workers_comp", "auto_accident", "medicare_kx_and_co", "seldom"})
)
def test_a_usual_claim_has_no_problem(name):
    assert [problem for each in CASES[name].claims for problem in found(each)] == []


def test_a_medicare_claim_over_the_threshold_has_no_problem_but_the_order_of_its_modifiers_is_fine():
    assert found(CASES["medicare_kx_and_co"].claims[0], MEDICARE, is_over_threshold=True) == []


@pytest.mark.parametrize(
    ("name", "payer"), [("workers_comp", PayerType.WORKERS_COMP), ("auto_accident", PayerType.AUTO)]
)
def test_injury_claims_have_no_error(name, payer):
    assert [each for each in found(CASES[name].claims[0], payer) if each[1] == "error"] == []


CODING = [
    # code, units, modifiers, payer, expected
    ("97530", 6, ("GO",), MEDICARE, None),
    ("97530", 7, ("GO",), MEDICARE, ("units-unlikely", "error", 1)),
    ("97530", 7, ("GO",), COMMERCIAL, ("units-unlikely", "warning", 1)),
    ("97110", 9, ("GO",), MEDICARE, ("units-unlikely", "warning", 1)),
    ("97166", 1, ("GO",), COMMERCIAL, None),
    ("97166", 2, ("GO",), COMMERCIAL, ("untimed-units", "error", 1)),
    ("97150", 2, ("GO",), COMMERCIAL, None),
    ("97014", 1, ("GO",), COMMERCIAL, None),
    ("97014", 1, ("GO",), MEDICARE, ("code-not-for-payer", "error", 1)),
    ("G0283", 1, ("GO",), MEDICARE, None),
    ("97010", 1, ("GO",), MEDICARE, ("code-bundled", "warning", 1)),
    ("97130", 1, ("GO",), COMMERCIAL, ("base-code-missing", "error", 1)),
    ("97039", 1, ("GO",), COMMERCIAL, ("description-missing", "error", 1)),
    ("99213", 1, ("GO",), COMMERCIAL, ("code-unknown", "warning", 1)),
    ("97003", 1, ("GO",), COMMERCIAL, ("code-not-valid", "error", 1)),
    ("9753", 1, ("GO",), COMMERCIAL, ("procedure-shape", "error", 1)),
    ("97530", Decimal("1.5"), ("GO",), COMMERCIAL, ("units-fraction", "error", 1)),
    ("97530", 0, ("GO",), COMMERCIAL, ("units", "error", 1)),
]


@pytest.mark.parametrize(("code", "units", "modifiers", "payer", "expected"), CODING)
def test_a_code_and_its_units(code, units, modifiers, payer, expected):
    made = medicare(line(code, *modifiers, units=units)) if payer is MEDICARE else claim(line(code, units=units))

    assert found(made, payer, **UNDER) == ([expected] if expected else [])


MODIFIERS = [
    (("GO",), MEDICARE, UNDER, None),
    (("KX",), MEDICARE, UNDER | {"is_over_threshold": True}, ("plan-of-care-modifier", "error", 1)),
    (("XX",), COMMERCIAL, {}, ("plan-of-care-modifier", "warning", 1)),
    (("GO", "GP"), COMMERCIAL, {}, ("modifiers-exclude", "error", 1)),
    (("GO", "GO"), COMMERCIAL, {}, ("modifier-twice", "error", 1)),
    (("GO", "CO"), MEDICARE, UNDER, None),
    (("GP", "CO"), COMMERCIAL, {}, ("modifier-alone", "error", 1)),
    (("GO", "CQ"), COMMERCIAL, {}, ("modifier-alone", "error", 1)),
    (("GP", "CQ"), COMMERCIAL, {}, None),
    (("GO", "59", "XE"), COMMERCIAL, {}, ("modifiers-exclude", "error", 1)),
    (("GO", "59"), COMMERCIAL, {}, ("distinct-without-pair", "warning", 1)),
    (("GO", "25"), COMMERCIAL, {}, ("modifier-blocked", "error", 1)),
    (("GO", "52"), COMMERCIAL, {}, ("modifier-on-timed-code", "error", 1)),
    (("GO", "76"), COMMERCIAL, {}, ("modifier-on-timed-code", "error", 1)),
    (("GO", "GA", "GZ"), COMMERCIAL, {}, ("modifiers-exclude", "error", 1)),
    (("GO", "ZZ"), COMMERCIAL, {}, ("modifier-unknown", "warning", 1)),
    (("GO", "5"), COMMERCIAL, {}, ("modifier-shape", "error", 1)),
    (("GO", "KX", "CO"), MEDICARE, {"is_over_threshold": True}, ("modifier-order", "note", 1)),
    (("GO", "CO", "KX"), MEDICARE, {"is_over_threshold": True}, None),
    (("GO", "KX"), MEDICARE, UNDER, ("kx", "warning", 1)),
    (("GO",), MEDICARE, {"is_over_threshold": True}, ("kx", "error", 1)),
    (("GO",), MEDICARE, {"is_over_threshold": None}, ("kx-unknown", "warning", 1)),
    (("GO", "KX"), COMMERCIAL, {}, ("kx", "warning", 1)),
]


@pytest.mark.parametrize(("modifiers", "payer", "known", "expected"), MODIFIERS)
def test_modifiers(modifiers, payer, known, expected):
    made = medicare(line("97530", *modifiers)) if payer is MEDICARE else claim(line("97530", *modifiers))

    problems = found(made, payer, **known)

    assert expected in problems if expected else problems == []


@pytest.mark.parametrize(
    ("code", "modifiers", "expected"),
    [
        ("97165", ("GP",), "plan-of-care-modifier"), ("97161", ("GO",), "plan-of-care-modifier"),
        ("97165", ("GO",), None), ("97165", ("GO", "CO"), "assistant-evaluates"), ("97165", ("GO", "52"), None),
    ],
)  # fmt: skip
def test_an_evaluation_has_its_discipline_and_no_assistant(code, modifiers, expected):
    problems = found(claim(line(code, *modifiers)))

    assert problems == ([(expected, "error", 1)] if expected else [])


PAIRS = [
    # needing 59, beside, mark on the first, payer, separate minutes, expected
    ("97140", "97012", None, MEDICARE, True, ("pair", "error", 1)),
    ("97140", "97012", None, COMMERCIAL, True, ("pair", "warning", 1)),
    ("97140", "97012", "59", MEDICARE, True, None),
    ("97140", "97012", "XU", MEDICARE, True, None),
    ("97140", "97012", "59", MEDICARE, None, ("pair-minutes", "warning", 1)),
    ("97140", "97012", "59", MEDICARE, False, ("pair-minutes", "error", 1)),
    ("97110", "97760", None, MEDICARE, True, ("pair", "error", 1)),
    ("97110", "97113", None, MEDICARE, True, ("pair", "error", 1)),
    ("97530", "97140", None, MEDICARE, True, ("pair-unknown", "warning", 1)),
    ("97168", "97535", None, MEDICARE, True, ("pair", "warning", 1)),
    ("97168", "97165", None, COMMERCIAL, True, ("pair-never", "error", 1)),
    ("97168", "97165", "59", COMMERCIAL, True, ("pair-never", "error", 1)),
    ("97530", "97535", None, MEDICARE, True, None),
]


@pytest.mark.parametrize(("needs", "beside", "mark", "payer", "minutes", "expected"), PAIRS)
def test_codes_of_one_day(needs, beside, mark, payer, minutes, expected):
    marked = ("GO", mark) if mark else ("GO",)
    lines = (line(needs, *marked), line(beside))
    made = medicare(*lines) if payer is MEDICARE else claim(*lines)

    problems = found(made, payer, has_separate_minutes=minutes, **UNDER)

    assert problems == ([expected] if expected else [])


def test_codes_of_two_days_are_no_pair():
    made = claim(line("97140"), line("97012", served=on(2026, 2, 27)))

    assert found(made) == []


def test_medicare_takes_the_mark_on_either_code():
    assert found(medicare(line("97140"), line("97012", "GO", "59")), MEDICARE, **UNDER) == []


def test_the_same_service_twice_is_found_on_the_second_line():
    assert found(claim(line(), line())) == [("service-twice", "error", 2)]
    assert found(claim(line(), line(served=on(2026, 2, 27)))) == []


def test_units_of_a_day_are_summed_over_lines():
    made = medicare(line(units=4), line("97530", "GO", "CO", units=3))

    assert found(made, MEDICARE, **UNDER) == [("units-unlikely", "error", 2)]


PLACES = [
    ("11", ("GO",), COMMERCIAL, None),
    ("10", ("GO", "95"), COMMERCIAL, None),
    ("10", ("GO",), COMMERCIAL, ("telehealth-modifier", "warning", 1)),
    ("11", ("GO", "95"), COMMERCIAL, ("telehealth-place", "warning", 1)),
    ("11", ("GO", "95"), MEDICARE, None),
    ("31", ("GO",), MEDICARE, ("place-caution", "warning", 1)),
    ("31", ("GO",), COMMERCIAL, None),
    ("77", ("GO",), COMMERCIAL, ("place-unknown", "warning", 1)),
    ("1", ("GO",), COMMERCIAL, ("place-shape", "error", None)),
]


@pytest.mark.parametrize(("place", "modifiers", "payer", "expected"), PLACES)
def test_places(place, modifiers, payer, expected):
    build = medicare if payer is MEDICARE else claim

    assert found(build(line("97530", *modifiers), place_of_service=place), payer, **UNDER) == (
        [expected] if expected else []
    )


@pytest.mark.parametrize(
    ("made", "known", "expected"),
    [
        (claim(line(), references=()), {"authorization_required": True}, [("authorization-missing", "error", 1)]),
        (claim(), {"authorization_required": True}, []),
        (claim(line("97165"), references=()), {"authorization_required": True}, []),
        (claim(line(references=(Reference("G1", "A"),)), references=()), {"authorization_required": True}, []),
        (claim(references=()), {"authorization_required": None}, [("authorization-unknown", "note", None)]),
        (claim(references=()), {"authorization_required": False}, []),
        (claim(roles=Roles(rendering=REFERRER)), {"referral_required": True}, [("referral-missing", "error", None)]),
        (
            claim(roles=Roles(rendering=REFERRER), references=(Reference(ReferenceKind.REFERRAL, "R"),)),
            {"referral_required": True}, [],
        ),
    ],
)  # fmt: skip
def test_authorization_and_referral(made, known, expected):
    assert found(made, **known) == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (medicare(roles=Roles(rendering=REFERRER)), ("certifier-missing", "error", None)),
        (
            medicare(roles=Roles((replace(REFERRER, npi=None),), rendering=REFERRER)),
            ("certifier-missing", "error", None),
        ),
        (medicare(dates=()), ("onset-missing", "warning", None)),
        (
            medicare(frequency=Frequency.REPLACEMENT, references=(Reference("F8", "ICN"),)),
            ("frequency", "error", None),
        ),
        (claim(dates=(ONSET,)), ("filing", "warning", None)),
        (medicare(coverage=LATER, others=EARLIER), ("second-payer-reason", "error", None)),
    ],
)
def test_medicare_wants_its_own(made, expected):
    assert found(made, MEDICARE, **UNDER) == [expected]


def test_an_injury_claim_says_its_cause_its_day_and_the_carriers_number():
    made = claim(coverage=replace(COVERAGE, filing="WC"))

    assert found(made, PayerType.WORKERS_COMP) == [
        ("related-cause", "error", None), ("accident-date", "error", None), ("carrier-claim-missing", "error", None),
        ("report-missing", "note", None),
    ]  # fmt: skip
