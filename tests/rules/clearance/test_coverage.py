"""COVERAGE: in force, answered, not stale, each side of each boundary."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otium.terms.clearance import ClearanceCheck
from otium.terms.coverage import BenefitKind, CheckStatus, Coverage
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, column, only, said

CHECK = ClearanceCheck.COVERAGE
PAYER = cast.coverage()
VISIT = cast.visit(date(2026, 12, 2))


def facts(*checks: Any, coverage: Coverage = PAYER, **more: Any) -> PatientFacts:
    return cast.patient(**{"coverages": (coverage,), "checks": checks, "visits": (VISIT,)} | more)


def test_an_answer_that_holds_clears_the_visit() -> None:
    found = only(facts(cast.check(PAYER, ON)), CHECK)

    assert said([found]) == [("clear", "coverage_answered")]
    assert found.params == {"answered_on": ON}
    assert found.source is not None


@pytest.mark.parametrize(("age", "result"), [(30, ("clear", "coverage_answered")), (31, ("unknown", "check_stale"))])
def test_an_answer_grows_stale_after_thirty_days(age: int, result: tuple[str, str]) -> None:
    answer = cast.check(PAYER, VISIT.on - timedelta(days=age))

    assert said([only(facts(answer), CHECK)]) == [result]


@pytest.mark.parametrize(
    ("on", "counts"), [(date(2026, 12, 29), False), (date(2027, 1, 4), True)]
)  # a visit on 3 February, the answer of December: asked again from 4 January
def test_while_no_answer_could_speak_for_the_visit_yet_it_is_shown_and_does_not_count(on: date, counts: bool) -> None:
    far = cast.visit(date(2027, 2, 3))

    found = only(facts(cast.check(PAYER, date(2026, 12, 28)), visits=(far,)), CHECK, on)

    assert found.state == "unknown"
    assert found.counts is counts
    assert found.fact == ("check_before_year" if counts else "check_later")


def covers(flag: bool, **more: Any) -> Any:
    return cast.benefit(BenefitKind.COVERED, flag=flag, **more)


@pytest.mark.parametrize(
    ("told", "result", "act"),
    [
        ((covers(True),), ("clear", "coverage_answered"), ""),
        ((covers(False),), ("blocked", "therapy_not_covered"), "call_payer"),
        ((covers(False, in_network=False),), ("clear", "coverage_answered"), ""),
        ((covers(True), covers(False)), ("unknown", "therapy_in_doubt"), "decide_benefit"),
    ],
)
def test_an_active_plan_that_excludes_therapy_does_not_clear_it(told: Any, result: tuple[str, str], act: str) -> None:
    found = only(facts(cast.check(PAYER, ON, *told)), CHECK)

    assert (said([found]), found.act) == ([result], act)


def test_what_the_plan_before_excluded_says_nothing_of_this_one() -> None:
    changed = replace(PAYER, changed_on=ON)
    answer = cast.check(PAYER, ON - timedelta(days=1), covers(False))

    assert said([only(facts(answer, coverage=changed), CHECK)]) == [("unknown", "check_before_change")]


def test_never_asked_is_unknown_and_counts() -> None:
    found = only(facts(), CHECK)

    assert (found.state, found.fact, found.act, found.counts) == ("unknown", "check_missing", "verify_coverage", True)


def test_a_payer_that_no_wire_asks_is_called() -> None:
    adjuster = replace(PAYER, payer_type=PayerType.WORKERS_COMP)

    assert only(facts(coverage=adjuster), CHECK).act == "call_payer"


@pytest.mark.parametrize(
    ("status", "code", "result"),
    [
        (CheckStatus.INACTIVE, "", ("blocked", "coverage_inactive")),
        (CheckStatus.REJECTED, "75", ("unknown", "inquiry_rejected")),
        (CheckStatus.REJECTED, "42", ("unknown", "check_missing")),  # down: asked again, nothing to mend
        (CheckStatus.UNKNOWN, "", ("unknown", "check_missing")),
    ],
)
def test_what_else_a_payer_may_answer(status: CheckStatus, code: str, result: tuple[str, str]) -> None:
    answer = cast.check(PAYER, ON, status=status, reject_code=code)

    assert said([only(facts(answer), CHECK)]) == [result]


@pytest.mark.parametrize(
    ("ends_on", "result"),
    [
        (VISIT.on, ("clear", "coverage_answered")),
        (VISIT.on - timedelta(days=1), ("blocked", "coverage_ended")),
    ],
)
def test_the_last_day_of_a_coverage_is_covered(ends_on: date, result: tuple[str, str]) -> None:
    ending = replace(PAYER, ends_on=ends_on)
    told = cast.check(PAYER, ON, coverage_ends_on=ends_on)

    assert said([only(facts(cast.check(PAYER, ON), coverage=ending), CHECK)]) == [result]
    assert said([only(facts(told), CHECK)]) == [result]


def test_the_end_of_the_year_as_a_payer_tells_it_ends_nothing() -> None:
    told = cast.check(PAYER, date(2026, 12, 30), coverage_ends_on=date(2026, 12, 31))
    january = cast.visit(date(2027, 1, 5))

    found = only(facts(told, visits=(january,)), CHECK, date(2026, 12, 30))

    assert said([found]) == [("unknown", "check_later")]


def test_without_any_coverage_on_file_nobody_pays() -> None:
    found = only(cast.patient(visits=(VISIT,)), CHECK)

    assert (found.state, found.fact, found.act) == ("blocked", "coverage_missing", "enter_coverage")


def test_who_pays_themselves_is_not_asked_about() -> None:
    assert only(facts(coverage=replace(PAYER, payer_type=PayerType.SELF_PAY)), CHECK).state == "not_needed"


def test_medicaid_is_asked_in_the_month_of_the_visit() -> None:
    medicaid = replace(PAYER, payer_type=PayerType.MEDICAID_FFS)
    visits = (cast.visit(date(2026, 11, 30)), cast.visit(date(2026, 12, 1)))
    answer = cast.check(PAYER, date(2026, 11, 25))

    found = column(facts(answer, coverage=medicaid, visits=visits), CHECK)

    assert found[1].counts is False
    assert found[1].params.get("asks_on") == date(2026, 12, 1)
