"""REPLACE_COVERAGE: visits are booked for days on which no coverage pays."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.schedule import VisitStatus
from tests.rules import cast

ON = date(2026, 11, 16)
FIRST = date(2026, 11, 30)
PAYER = cast.coverage(ends_on=FIRST - timedelta(days=1))
VISITS = cast.every(7, FIRST, 2)


def replacement(*coverages: Coverage, checks: tuple[BenefitCheck, ...] = (), on: date = ON) -> Duty | None:
    patient = cast.patient(coverages=coverages, visits=VISITS, checks=checks)
    return cast.only(DutyKind.REPLACE_COVERAGE, patient, on, [cast.rate("100")])


def test_a_coverage_that_ends_before_booked_visits() -> None:
    duty = replacement(PAYER)

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.COVERAGE, PAYER.id)
    assert duty.why[0].code == "coverage_ends"
    assert duty.why[0].params == {"ends_on": PAYER.ends_on, "visit_on": FIRST, "count": 2}
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 24), date(2026, 11, 27))
    # nobody pays on the day, so no payer's rate tells what is lost
    assert (duty.at_risk.amount, duty.at_risk.unpriced) == (None, 2)


@pytest.mark.parametrize(("ends_on", "count"), [(FIRST, 1), (FIRST + timedelta(days=7), 0), (None, 0)])
def test_the_last_day_is_still_covered(ends_on: date | None, count: int) -> None:
    duty = replacement(replace(PAYER, ends_on=ends_on))

    assert (duty.why[0].params["count"] if duty else 0) == count


def test_another_coverage_in_force_takes_its_place() -> None:
    assert replacement(PAYER, cast.coverage(order=2)) is None


def test_the_coverage_that_ended_last_is_the_one_to_replace() -> None:
    older = cast.coverage(ends_on=date(2025, 12, 31))

    duty = replacement(older, PAYER)

    assert duty is not None
    assert duty.focus_id == PAYER.id


def test_a_patient_without_any_coverage_on_file() -> None:
    duty = replacement()

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.PATIENT, cast.PATIENT)
    assert duty.why[0].params == {"visit_on": FIRST, "count": 2}


def test_an_answer_of_inactive() -> None:
    open_ended = replace(PAYER, ends_on=None)
    inactive = cast.check(open_ended, ON, status=CheckStatus.INACTIVE)

    duty = replacement(open_ended, checks=(inactive,))

    assert duty is not None
    assert duty.why[0].params == {"answered_on": ON, "visit_on": FIRST, "count": 2}
    assert duty.at_risk.amount == Decimal(200)


@pytest.mark.parametrize("status", [CheckStatus.ACTIVE, CheckStatus.INACTIVE])
def test_the_newest_answer_counts_and_a_reject_is_none(status: CheckStatus) -> None:
    open_ended = replace(PAYER, ends_on=None)
    other = CheckStatus.ACTIVE if status is CheckStatus.INACTIVE else CheckStatus.INACTIVE
    checks = (
        cast.check(open_ended, ON - timedelta(days=9), status=other),
        cast.check(open_ended, ON - timedelta(days=2), status=status),
        cast.check(open_ended, ON, status=CheckStatus.REJECTED),
    )

    assert (replacement(open_ended, checks=checks) is not None) is (status is CheckStatus.INACTIVE)


@pytest.mark.parametrize(
    ("ends_on", "count"),
    [(FIRST - timedelta(days=1), 2), (FIRST, 1), (date(2026, 12, 31), 0), (None, 0)],
)
def test_an_end_that_the_payer_told(ends_on: date | None, count: int) -> None:
    open_ended = replace(PAYER, ends_on=None)

    duty = replacement(open_ended, checks=(cast.check(open_ended, ON, coverage_ends_on=ends_on),))

    assert (duty.why[0].params["count"] if duty else 0) == count


def test_the_last_day_of_the_year_is_a_plan_year_and_january_asks_again() -> None:
    open_ended = replace(PAYER, ends_on=None)
    told = cast.check(open_ended, ON, coverage_ends_on=date(2026, 12, 31))
    patient = cast.patient(coverages=(open_ended,), visits=(cast.visit(date(2027, 1, 5)),), checks=(told,))

    assert cast.only(DutyKind.REPLACE_COVERAGE, patient, ON) is None
    assert cast.only(DutyKind.VERIFY_COVERAGE, patient, date(2027, 1, 4)) is not None


@pytest.mark.parametrize(("on", "stands"), [(FIRST + timedelta(days=7), True), (FIRST + timedelta(days=8), False)])
def test_it_stands_until_the_last_booked_visit(on: date, stands: bool) -> None:
    assert (replacement(PAYER, on=on) is not None) is stands


def test_visits_that_were_cancelled_lose_nothing() -> None:
    visits = tuple(replace(v, status=VisitStatus.CANCELLED) for v in VISITS)

    assert cast.only(DutyKind.REPLACE_COVERAGE, cast.patient(coverages=(PAYER,), visits=visits), ON) is None
