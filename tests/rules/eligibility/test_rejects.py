"""Each refusal of an inquiry has its own cure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.desk.mend import KINDS
from otium.rules.eligibility import rejects
from otium.rules.eligibility.checks import PAYER_IS_DOWN
from otium.terms.coverage import BenefitCheck, CheckStatus
from otium.terms.duty import Duty, DutyKind
from otium.terms.rejects import CureKind
from tests.rules import cast

ON = date(2026, 11, 23)
PAYER = cast.coverage()
CURES = cast.cures()
CODES = [
    *("15", "33", "35", "41", "42", "43", "45", "47", "50", "51", "52", "56", "57", "58", "60", "62", "63", "64"),
    *("65", "67", "71", "72", "73", "75", "76", "78", "79", "80", "T4"),
]


def refused(code: str, follow_up: str = "C", on: date = ON) -> BenefitCheck:
    return cast.check(PAYER, on, status=CheckStatus.REJECTED, reject_code=code, follow_up=follow_up)


def duty(kind: DutyKind, *checks: BenefitCheck, on: date = ON, ahead: int = 60) -> Duty | None:
    visits = (cast.visit(ON + timedelta(days=ahead)),)
    return cast.only(kind, cast.patient(coverages=(PAYER,), checks=checks, visits=visits), on)


def test_every_code_of_the_facts_has_a_cure_with_its_source() -> None:
    assert sorted(CURES.by_code) == sorted(CODES)
    assert all(
        cure.source and cure.certainty in {"verified", "knowledge", "uncertain"} for cure in CURES.by_code.values()
    )


@pytest.mark.parametrize("code", CODES)
def test_a_cure_that_corrects_opens_a_form_that_has_the_field(code: str) -> None:
    cure = CURES.by_code[code]

    assert bool(cure.record) is bool(cure.field)
    assert cure.record or cure.kind not in (CureKind.CORRECT, CureKind.ASK_FAMILY, CureKind.OTHER_PAYER)
    if cure.record and cure.record != "practice":
        assert cure.field in {field.name for field in KINDS[cure.record].fields}


def test_the_payer_is_down_where_the_cure_is_to_wait() -> None:
    assert {code for code, cure in CURES.by_code.items() if cure.kind is CureKind.WAIT} == PAYER_IS_DOWN


@pytest.mark.parametrize(
    ("code", "cure", "field"),
    [
        ("75", "ask_family", "coverage.member_id"),
        ("71", "correct", "patient.birth_on"),
        ("73", "correct", "coverage.subscriber_last_name"),
        ("51", "correct", "practice.npi"),
        ("T4", "correct", "payer.payer_ids"),
        ("78", "other_payer", "coverage.payer"),
        ("62", "ask_anew", None),
        ("76", "call", None),
        ("ZZ", "call", None),  # nobody knows it: a person reads the answer and calls
    ],
)
def test_the_duty_says_the_cure(code: str, cure: str, field: str | None) -> None:
    found = duty(DutyKind.FIX_INQUIRY, refused(code))

    assert found is not None
    assert found.why[1].params == {"cure": cure, "field": field}


@pytest.mark.parametrize(
    ("first", "cure"), [("75", "other_payer"), ("72", "ask_family")]
)  # before it was 75 and is 75 again, or was another
def test_refused_again_for_the_same_reason_it_is_another_payer(first: str, cure: str) -> None:
    found = duty(DutyKind.FIX_INQUIRY, refused(first, on=ON - timedelta(days=2)), refused("75"))

    assert found is not None
    assert found.why[1].params["cure"] == cure


@pytest.mark.parametrize(
    ("code", "follow_up", "rests"), [("75", "C", 0), ("75", "W", 30), ("75", "X", 10), ("42", "R", 1), ("80", "R", 1),
                                     ("42", "W", 30), ("75", "Y", 1)]
)  # fmt: skip
def test_it_rests_as_long_as_the_payer_says(code: str, follow_up: str, rests: int) -> None:
    until = rejects.rests_until(CURES, refused(code, follow_up))

    assert until == (ON + timedelta(days=rests - 1) if rests else None)


@pytest.mark.parametrize(("days", "stands"), [(9, False), (10, True)])
def test_after_the_wait_it_stands(days: int, stands: bool) -> None:
    found = duty(DutyKind.FIX_INQUIRY, refused("75", "X"), on=ON + timedelta(days=days))

    assert (found is not None) is stands


def test_a_wait_does_not_reach_into_the_days_before_the_visit() -> None:
    assert duty(DutyKind.FIX_INQUIRY, refused("75", "W"), on=ON + timedelta(days=5), ahead=7) is not None


def test_a_payer_that_is_down_is_asked_again_without_a_rest() -> None:
    assert duty(DutyKind.VERIFY_COVERAGE, refused("42", "R"), on=ON) is not None


def test_an_answer_that_came_rests_never() -> None:
    assert rejects.rests_until(CURES, replace(refused("42"), status=CheckStatus.ACTIVE)) is None


def test_data_with_a_cure_that_nobody_knows_is_refused_by_its_code() -> None:
    with pytest.raises(rejects.CuresError, match="AAA 75"):
        rejects.read('[follow_up]\n[cure.75]\ncure = "pray"\nsource = "x"\ncertainty = "knowledge"')
