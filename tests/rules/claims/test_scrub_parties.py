"""The scrub: what cannot be right, who bills, what an earlier payer paid, and that no person is named."""

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
    LineAdjudication,
    OtherCoverage,
    RelatedCauses,
    Roles,
)
from otium.terms.claim_parties import ClaimCoverage, ClaimPayer, Name, Provider
from otium.terms.x12 import Adjustment, Amount, Attachment, DateSpan, Diagnosis, Procedure, Reference
from tests.wires.x12.t837p.claims import ALMA, BILLING, CHILD, COVERAGE, OFFICE, REFERRER, SERVED, claim, line

from .book import facts, shipped
from .scrubbing import (
    EARLIER,
    INJURED,
    LATER,
    UNSAID,
    found,
    on,
)

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
