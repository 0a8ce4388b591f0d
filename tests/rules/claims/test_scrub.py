"""The scrub: what it finds in a claim, at which place, and what it leaves alone."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.rules.claims import scrub as scrub_package
from otium.rules.claims.scrub import scrub
from otium.terms.claim import (
    BillingProvider,
    ClaimLine,
    DateKind,
    Frequency,
    LineAdjudication,
    OtherCoverage,
    ReferenceKind,
    RelatedCauses,
    Roles,
)
from otium.terms.claim_parties import ClaimCoverage, ClaimPayer, Name, Provider
from otium.terms.payers import PayerType
from otium.terms.x12 import Adjustment, Amount, Attachment, DateSpan, Diagnosis, Procedure, Reference
from tests.wires.x12.t837p.cases import CASES
from tests.wires.x12.t837p.claims import ALMA, BILLING, CHILD, COVERAGE, OFFICE, REFERRER, SERVED, claim, line

from .book import facts, shipped

MEDICARE, COMMERCIAL = PayerType.MEDICARE_B, PayerType.COMMERCIAL
UNDER = {"is_over_threshold": False}
ONSET = DateSpan(DateKind.ONSET, date(2026, 1, 12), None)
INJURED = DateSpan(DateKind.ACCIDENT, date(2026, 1, 5), None)
LATER = replace(COVERAGE, filing="MB", group_number=None, responsibility="S")
PAID_NOTHING = (Amount("D", Decimal(0)),)
DENIED = (Adjustment("CO", "50", Decimal("175.50")),)
EARLIER = (OtherCoverage(replace(COVERAGE, responsibility="P"), "18", DENIED, PAID_NOTHING),)
UNSAID = (OtherCoverage(replace(COVERAGE, responsibility="P"), "18"),)


def found(made, payer=COMMERCIAL, **known) -> list[tuple[str, str, int | None]]:
    """Code, severity and line of each problem."""
    problems = scrub(made, facts=facts(payer, **known), codes=shipped())
    return [(each.code, each.severity.value, each.line) for each in problems]


def medicare(*lines: ClaimLine, **other):
    filed = replace(COVERAGE, filing="MB", group_number=None)
    return claim(*lines, **({"coverage": filed, "dates": (ONSET,)} | other))


def on(year: int, month: int, day: int) -> DateSpan:
    return DateSpan(DateKind.SERVICE, date(year, month, day), None)


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


UNBORN = replace(CHILD, person=replace(CHILD.person, birth_on=date(2026, 3, 3)))
INTRINSIC = [
    ({"charge": Decimal("175.51")}, "charge-sum", "CLM02", None),
    ({"diagnoses": (Diagnosis("ABK", "M25.641"), Diagnosis("ABF", "S52501D"))}, "diagnosis-shape", "HI01", None),
    ({"diagnoses": (Diagnosis("ABK", "M25641"), Diagnosis("ABF", "M25641"))}, "diagnosis-twice", "HI02", None),
    ({"diagnoses": (Diagnosis("ABF", "M25641"), Diagnosis("ABF", "M25642"))}, "diagnosis-principal", "HI01", None),
    ({"diagnoses": (Diagnosis("ABK", "M25641"),)}, "pointer", "SV107", 2),
    ({"diagnoses": (Diagnosis("ABK", "M25641"), Diagnosis("ABF", "S52501"))}, "diagnosis-incomplete", "HI02", None),
    ({"diagnoses": (Diagnosis("ABK", "W19XXXA"), Diagnosis("ABF", "M25641"))}, "diagnosis-external", "HI01", None),
    ({"frequency": "7"}, "payer-claim-missing", "CLM05", None),
    ({"related": RelatedCauses(("AA",)), "dates": (INJURED,)}, "accident-state", "CLM11", None),
    ({"related": RelatedCauses(("OA",), "FL"), "dates": (INJURED,)}, "accident-state", "CLM11", None),
    ({"related": RelatedCauses(("OA",))}, "accident-date", "CLM11", None),
    ({"dates": (DateSpan("431", date(2026, 3, 3), None),)}, "after-service", "DTP03", None),
    ({"dates": (DateSpan("314", date(2026, 3, 3), date(2026, 3, 2)),)}, "period-reversed", "DTP03", None),
    ({"attachments": (Attachment("09", "EL", None),)}, "attachment-number", "PWK06", None),
    ({"roles": Roles((REFERRER, replace(REFERRER, npi="1234567890")), rendering=REFERRER)}, "npi", "NM109", None),
    ({"patient": UNBORN}, "birth-after-service", "DMG02", None),
    ({"coverage": replace(COVERAGE, subscriber=replace(ALMA, address=None))}, "missing", "N301", None),
    ({"coverage": replace(COVERAGE, responsibility="S")}, "payer-order", "SBR01", None),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "element", "number"), INTRINSIC)
def test_what_cannot_be_right_is_an_error_at_its_place(change, code, element, number):
    problems = scrub(claim(**change), facts=facts(), codes=shipped())

    assert [(each.code, each.element, each.line, each.severity.value) for each in problems] == [
        (code, element, number, "error")
    ]


@pytest.mark.parametrize(
    ("code", "served", "expected"),
    [
        ("M25641", on(2026, 3, 2), []), ("M2564", on(2026, 3, 2), [("diagnosis-incomplete", "error", None)]),
        ("M25649X", on(2026, 3, 2), [("diagnosis-not-valid", "error", None)]),
        ("M25649X", on(2025, 9, 30), [("diagnosis-not-valid", "warning", None)]),
        ("M2564", on(2025, 9, 30), [("diagnosis-incomplete", "warning", None)]),
    ],
)  # fmt: skip
def test_a_diagnosis_is_in_the_list_of_its_day(code, served, expected):
    assert found(claim(line(served=served), diagnoses=(Diagnosis("ABK", code),))) == expected


def test_each_icd_9_diagnosis_since_october_2015_is_an_error():
    old = (Diagnosis("BK", "7194"), Diagnosis("BF", "7295"))
    before = (line(served=on(2015, 9, 30)),)

    assert found(claim(diagnoses=old)) == [("diagnosis-version", "error", None)] * 2
    assert "diagnosis-version" not in [code for code, *_ in found(claim(*before, diagnoses=old))]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"npi": "1234567890"}, "npi"), ({"npi": None}, "billing-npi"), ({"taxonomy": "225X00000"}, "taxonomy"),
        ({"address": replace(OFFICE, lines=("PO BOX 7",))}, "post-office-box"),
        ({"address": replace(OFFICE, lines=("12 PALM WAY", "P.O. Box 7"))}, "post-office-box"),
        ({"address": replace(OFFICE, lines=("7 PO STREET",))}, None),
        ({"address": replace(OFFICE, postal_code="33101")}, "postal-code"),
        ({"references": (Reference("EI", "12345678"),)}, "tax-id"),
    ],
)  # fmt: skip
def test_who_bills(change, code):
    billing = BillingProvider(replace(BILLING.provider, **change))

    assert found(claim(billing=billing)) == ([(code, "error", None)] if code else [])


def test_nobody_named_who_treated_is_asked_about():
    assert found(claim(roles=Roles())) == [("rendering-missing", "warning", None)]
    single = BillingProvider(
        Provider(Name("TESTCASE", "OLIVE"), "1245319599", "225X00000X", OFFICE, (Reference("EI", "123456789"),))
    )
    assert found(claim(roles=Roles(), billing=single)) == []


BALANCES = [
    # claim CAS, paid, line paid, line CAS, expected
    ("0", "40", "40", "20", []),
    ("0", "40", "41", "20", [("line-balance", "error", 1)]),
    ("0", "41", "40", "20", [("other-payer-balance", "error", None)]),
    ("5", "35", "40", "20", []),
    ("5", "40", "40", "20", [("other-payer-balance", "error", None)]),
]


@pytest.mark.parametrize(("claim_adjusted", "paid", "line_paid", "adjusted", "expected"), BALANCES)
def test_an_earlier_payers_figures_add_up_to_the_cent(claim_adjusted, paid, line_paid, adjusted, expected):
    done = LineAdjudication(
        "MCRB1", Decimal(line_paid), Procedure("HC", "97530", ("GO",), None), Decimal(1), SERVED,
        (Adjustment("CO", "45", Decimal(adjusted)),),
    )  # fmt: skip
    first = ClaimCoverage("P", ALMA, ClaimPayer("MEDICARE", "MCRB1"), "MB")
    other = OtherCoverage(first, "18", (Adjustment("PR", "1", Decimal(claim_adjusted)),), (Amount("D", Decimal(paid)),))
    made = claim(line(adjudications=(done,)), coverage=replace(COVERAGE, responsibility="S"), others=(other,))

    assert found(made) == expected


def test_a_later_payer_is_told_what_the_earlier_ones_paid():
    second, first_of_two = replace(COVERAGE, responsibility="S"), (replace(UNSAID[0], coverage=LATER),)

    assert found(claim(coverage=second, others=UNSAID)) == [("earlier-payer-unpaid", "error", None)]
    assert found(claim(coverage=second, others=EARLIER)) == []
    assert found(claim(others=first_of_two)) == []


def test_an_adjudication_of_a_payer_nobody_named_is_found():
    done = LineAdjudication("OTHER", Decimal(60), Procedure("HC", "97530", (), None), Decimal(1), SERVED)

    assert found(claim(line(adjudications=(done,)))) == [("adjudication-payer", "error", 1)]


def test_a_service_of_tomorrow_is_found_and_one_of_today_is_not():
    assert found(claim(line()), on=date(2026, 3, 1)) == [("service-in-future", "error", 1)]
    assert found(claim(line()), on=SERVED) == []


@given(st.data())
def test_the_scrub_never_names_a_person(data):
    changes = data.draw(st.sampled_from([change for change, *_ in INTRINSIC]))
    person = replace(ALMA, name=Name("SECRETNAME", "SECRETGIVEN"), member_id="SECRETID", birth_on=date(1961, 7, 9))

    problems = scrub(
        claim(**({"coverage": replace(COVERAGE, subscriber=person)} | changes)), facts=facts(), codes=shipped()
    )

    assert not [each for each in problems if "SECRET" in each.message or "1961" in each.message]


def test_every_code_of_the_scrub_stands_in_the_documents():
    folder = Path(scrub_package.__file__).parent
    given = {
        code for path in folder.glob("*.py") for code in re.findall(r'everity(?:\.\w+)?, "([a-z-]+)"', path.read_text())
    }
    written = (Path(__file__).parents[3] / "docs" / "formats" / "claims.md").read_text()

    assert len(given) > 40
    assert not [code for code in given if f"`{code}`" not in written]
