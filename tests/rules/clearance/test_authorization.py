"""AUTHORIZATION: visits, units of codes, dates; what visits before have taken; what the payer asks for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otium.terms.clearance import ClearanceCheck
from otium.terms.coverage import BenefitKind, Coverage
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthState, Basis, RequestState
from otium.terms.schedule import VisitType
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, column, only, said

CHECK = ClearanceCheck.AUTHORIZATION
PLAN = cast.coverage(PayerType.MEDICARE_ADVANTAGE)  # asks for authorization
WEEKLY = cast.every(7, ON, 5)  # 25 November to 23 December
COVERED, MISSING = ("clear", "authorization_covers"), ("blocked", "authorization_missing")


def facts(*authorizations: Any, coverage: Coverage = PLAN, **more: Any) -> PatientFacts:
    return cast.patient(**{"coverages": (coverage,), "authorizations": authorizations, "visits": WEEKLY} | more)


@pytest.mark.parametrize(("approved", "covered"), [(5, 5), (4, 4), (0, 0)])
def test_visits_are_covered_until_it_is_used_up(approved: int, covered: int) -> None:
    granted = cast.authorization(date(2026, 11, 1), date(2027, 1, 31), approved)

    found = column(facts(granted), CHECK)

    assert said(found) == [COVERED] * covered + [("blocked", "authorization_used_up")] * (5 - covered)
    assert [f.params["left"] for f in found[:covered]] == list(range(approved - 1, -1, -1))
    assert {f.act for f in found[covered:]} <= {"renew_authorization"}


@pytest.mark.parametrize(
    ("ends_on", "covered"), [(date(2026, 12, 9), 3), (date(2026, 12, 8), 2), (date(2026, 11, 24), 0), (None, 5)]
)
def test_visits_are_covered_up_to_its_last_day(ends_on: date | None, covered: int) -> None:
    found = column(facts(cast.authorization(date(2026, 11, 1), ends_on, 20)), CHECK)

    assert said(found) == [COVERED] * covered + [("blocked", "authorization_ended")] * (5 - covered)


def test_one_of_which_nobody_knows_how_much_it_allows_is_unknown_and_never_clear() -> None:
    granted = cast.authorization(date(2026, 11, 1), date(2027, 1, 31), cast.service(None))

    found = column(facts(granted), CHECK)

    assert said(found) == [("unknown", "authorization_covers")] * 5
    assert {(f.params["left"], f.act) for f in found} == {(None, "call_payer")}


def test_units_of_a_code_are_counted_and_visits_before_have_taken_theirs() -> None:
    granted = cast.authorization(date(2026, 11, 1), None, cast.service(5, "97530", basis=Basis.UNITS))
    visits = tuple(cast.visit(v.on, "97530x2") for v in WEEKLY[:3])

    found = column(facts(granted, visits=visits), CHECK)

    assert said(found) == [COVERED, COVERED, ("blocked", "authorization_used_up")]
    assert [f.params["left"] for f in found[:2]] == [3, 1]


def test_a_code_for_which_nothing_is_left_puts_the_visit_at_risk() -> None:
    granted = cast.authorization(date(2026, 11, 1), None, cast.service(9, "97530", basis=Basis.UNITS), number="A")
    other = cast.authorization(date(2026, 11, 1), None, cast.service(1, "97535", basis=Basis.UNITS), number="B")
    visits = tuple(cast.visit(v.on, "97530", "97535") for v in WEEKLY[:2])

    found = column(facts(granted, other, visits=visits), CHECK)

    assert said(found) == [COVERED, ("at_risk", "authorization_covers_part")]
    assert found[1].params == {"number": "A", "codes": "97535"}


def test_a_code_that_no_authorization_names_needs_none() -> None:
    granted = cast.authorization(date(2026, 11, 1), None, cast.service(9, "97530"))

    assert said([only(facts(granted, visits=(cast.visit(ON, "97530", "97535"),)), CHECK)]) == [COVERED]


def test_a_cancelled_one_and_one_of_another_coverage_cover_nothing() -> None:
    cancelled = cast.authorization(date(2026, 11, 1), None, 9, state=AuthState.CANCELLED)
    second = cast.coverage(order=2)
    foreign = cast.authorization(date(2026, 11, 1), None, 9, coverage_id=second.id)

    found = only(facts(cancelled, foreign, coverages=(PLAN, second), visits=WEEKLY[:1]), CHECK)

    assert said([found]) == [MISSING]


@pytest.mark.parametrize(
    ("payer_type", "answered", "result"),
    [
        (PayerType.MEDICARE_ADVANTAGE, None, MISSING),
        (PayerType.MEDICARE_ADVANTAGE, False, ("not_needed", "authorization_not_required")),
        (PayerType.MEDICARE_B, None, ("not_needed", "authorization_not_required")),
        (PayerType.COMMERCIAL, None, ("unknown", "authorization_need_unknown")),
        (PayerType.COMMERCIAL, True, MISSING),
        (PayerType.COMMERCIAL, False, ("not_needed", "authorization_not_required")),
    ],
)
def test_the_payers_answer_comes_before_its_rule(
    payer_type: PayerType, answered: bool | None, result: tuple[str, str]
) -> None:
    payer = replace(PLAN, payer_type=payer_type)
    answer = cast.check(payer, ON, cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=answered))

    assert said([only(facts(coverage=payer, checks=(answer,), visits=WEEKLY[:1]), CHECK)]) == [result]


@pytest.mark.parametrize(
    ("payer_type", "result"),
    [
        (PayerType.MEDICARE_B, ("unknown", "authorization_need_unknown")),  # its rule asks for none, and it said both
        (PayerType.MEDICARE_ADVANTAGE, MISSING),
    ],
)
def test_an_answer_that_says_both_excuses_nothing_whatever_was_said_before(
    payer_type: PayerType, result: tuple[str, str]
) -> None:
    payer = replace(PLAN, payer_type=payer_type)
    needs = [cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=flag) for flag in (True, False)]
    before = cast.check(payer, ON - timedelta(days=20), cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=False))

    found = only(facts(coverage=payer, checks=(before, cast.check(payer, ON, *needs)), visits=WEEKLY[:1]), CHECK)

    assert said([found]) == [result]


def test_one_that_ran_out_where_nobody_knows_whether_it_is_needed_is_at_risk() -> None:
    unsure = replace(PLAN, payer_type=PayerType.COMMERCIAL)

    found = column(facts(cast.authorization(date(2026, 11, 1), None, 4), coverage=unsure), CHECK)

    assert said(found[-1:]) == [("at_risk", "authorization_used_up")]


def test_an_evaluation_needs_one_only_where_the_payer_says_so() -> None:
    evaluation = (cast.visit(ON, kind=VisitType.EVALUATION),)
    exempt = replace(PLAN, payer_key="uhc_medicare_advantage")

    assert only(facts(visits=evaluation), CHECK).fact in ("authorization_need_unknown", "authorization_not_required")
    assert only(facts(visits=evaluation, coverage=exempt), CHECK).state != "blocked"


@pytest.mark.parametrize(
    ("state", "result"),
    [
        (RequestState.SUBMITTED, ("at_risk", "authorization_requested")),
        (RequestState.PENDED, ("at_risk", "authorization_requested")),
        (RequestState.DRAFT, MISSING),
        (RequestState.DENIED, MISSING),
    ],
)
def test_while_a_request_is_with_the_payer_the_visit_is_at_risk(state: RequestState, result: tuple[str, str]) -> None:
    asked = cast.request(state, PLAN, submitted_on=date(2026, 11, 20))

    found = only(facts(requests=(asked,), visits=WEEKLY[:1]), CHECK)

    assert said([found]) == [result]
    assert found.act == ("wait_for_payer" if result[0] == "at_risk" else "obtain_authorization")
