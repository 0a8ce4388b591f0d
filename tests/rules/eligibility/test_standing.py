"""How a visit stands on the board. Thursday 26 November is a holiday; today is Monday the 23rd unless said."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otium.rules.eligibility import standing
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage, EligibilityDenial, Inquiry
from otium.terms.coverage_standing import CoverageStanding
from otium.terms.coverage_standing import StandingState as S
from otium.terms.duty import DutyKind
from otium.terms.payers import PayerType
from otium.terms.reasons import REASONS
from tests.rules import cast

ON = date(2026, 11, 23)
VISIT_ON = date(2026, 11, 30)
PAYER = cast.coverage()
FRESH = date(2026, 10, 31)  # 30 days before the visit
STALE = FRESH - timedelta(days=1)


def inquiry(asked_on: date, coverage: Coverage = PAYER) -> Inquiry:
    return Inquiry(cast.new_id(), coverage.id, asked_on)


def facts(coverage: Coverage, checks: tuple[BenefitCheck, ...], asked: tuple[Inquiry, ...], *days: date) -> Any:
    visits = tuple(cast.visit(day) for day in days or (VISIT_ON,))
    return cast.patient(coverages=(coverage,), checks=checks, inquiries=asked, visits=visits)


def stands(
    *checks: BenefitCheck, coverage: Coverage = PAYER, asked: tuple[Inquiry, ...] = (), on: date = ON
) -> CoverageStanding:
    (found,) = standing.of_case(cast.case(facts(coverage, checks, asked), on))
    assert found.why is None or tuple(sorted(found.why.params)) == tuple(sorted(REASONS[found.why.code]))
    return found


def said(found: CoverageStanding) -> tuple[S, str]:
    return found.state, found.why.code if found.why else ""


def rejected(code: str, on: date = ON) -> BenefitCheck:
    return cast.check(PAYER, on, status=CheckStatus.REJECTED, reject_code=code)


ENDS = date(2026, 11, 29)
ANSWERS: list[tuple[str, tuple[BenefitCheck, ...], tuple[S, str]]] = [
    ("never asked", (), (S.STALE, "check_missing")),
    ("30 days old", (cast.check(PAYER, FRESH),), (S.VERIFIED, "")),
    ("31 days old", (cast.check(PAYER, STALE),), (S.STALE, "check_stale")),
    ("of the year before", (cast.check(PAYER, date(2025, 12, 31)),), (S.STALE, "check_before_year")),
    ("not active", (cast.check(PAYER, ON, status=CheckStatus.INACTIVE),), (S.FAILED, "coverage_inactive")),
    ("ends the day before", (cast.check(PAYER, ON, coverage_ends_on=ENDS),), (S.FAILED, "coverage_ends")),
    ("ends on the day", (cast.check(PAYER, ON, coverage_ends_on=VISIT_ON),), (S.VERIFIED, "")),
    ("rejected", (rejected("75"),), (S.FAILED, "inquiry_rejected")),
    ("rejected, and fresh still", (cast.check(PAYER, FRESH), rejected("75")), (S.FAILED, "inquiry_rejected")),
    ("payer down, never answered", (rejected("42"),), (S.FAILED, "check_unanswered")),
    ("payer down, and fresh still", (cast.check(PAYER, FRESH), rejected("42")), (S.VERIFIED, "")),
    ("neither active nor not", (cast.check(PAYER, ON, status=CheckStatus.UNKNOWN),), (S.FAILED, "check_unanswered")),
    ("answered after a reject", (rejected("75", FRESH), cast.check(PAYER, ON)), (S.VERIFIED, "")),
]  # fmt: skip


@pytest.mark.parametrize(("checks", "expected"), [a[1:] for a in ANSWERS], ids=[a[0] for a in ANSWERS])
def test_what_an_answer_makes_of_a_visit(checks: tuple[BenefitCheck, ...], expected: tuple[S, str]) -> None:
    assert said(stands(*checks)) == expected


@pytest.mark.parametrize(
    ("payer_type", "state"),
    [
        (PayerType.COMMERCIAL, S.STALE),
        (PayerType.MEDICAID_FFS, S.STALE),
        (PayerType.TRICARE, S.STALE),
        (PayerType.WORKERS_COMP, S.CANNOT_ASK),
        (PayerType.AUTO, S.CANNOT_ASK),
        (PayerType.VA, S.CANNOT_ASK),
        (PayerType.SELF_PAY, S.SELF_PAY),
    ],
)
def test_who_can_be_asked_by_wire(payer_type: PayerType, state: S) -> None:
    assert stands(coverage=cast.coverage(payer_type)).state is state


def test_what_was_told_by_phone_verifies_a_payer_that_no_wire_reaches() -> None:
    comp = cast.coverage(PayerType.WORKERS_COMP)

    assert stands(cast.check(comp, ON), coverage=comp).state is S.VERIFIED


@pytest.mark.parametrize(
    ("asked_on", "expected", "again"),
    [
        (date(2026, 11, 20), (S.ASKING, "inquiry_unanswered"), False),  # Friday: the next business day is today
        (date(2026, 11, 19), (S.FAILED, "inquiry_unanswered"), True),
    ],
)
def test_an_inquiry_may_be_answered_until_the_next_business_day(
    asked_on: date, expected: tuple[S, str], again: bool
) -> None:
    found = stands(asked=(inquiry(asked_on),))

    assert (said(found), found.can_ask_again) == (expected, again)


def test_an_inquiry_that_was_corrected_and_sent_again_is_being_asked() -> None:
    found = stands(rejected("75", date(2026, 11, 20)), asked=(inquiry(ON),))

    assert (found.state, found.can_ask_again) == (S.ASKING, False)


@pytest.mark.parametrize(("on", "asks"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_medicaid_of_next_month_is_asked_from_its_first_day(on: date, asks: bool) -> None:
    medicaid = cast.coverage(PayerType.MEDICAID_MCO)
    booked = facts(medicaid, (cast.check(medicaid, date(2026, 11, 20)),), (), date(2026, 12, 2))

    (found,) = standing.of_case(cast.case(booked, on))

    assert (found.state, found.asks_from, found.can_ask_again) == (S.STALE, date(2026, 12, 1), asks)


def test_records_that_lack_what_an_inquiry_needs_cannot_be_asked_with() -> None:
    visit = cast.visit(VISIT_ON)
    rules = cast.book().rules_for(PayerType.COMMERCIAL)
    known = replace(standing.known(PAYER, rules, (), None), is_complete=False)

    found = standing.of_visit(known, visit, on=ON, days=cast.DAYS)

    assert (said(found), found.can_ask_again) == ((S.CANNOT_ASK, "check_missing"), False)


def test_a_visit_after_the_coverage_ended_names_that_coverage() -> None:
    over = cast.coverage(ends_on=ENDS)

    found = stands(coverage=over)

    assert (said(found), found.coverage_id) == ((S.MISSING, "coverage_ends"), over.id)


def test_a_visit_for_which_no_coverage_was_ever_on_file_is_missing_one() -> None:
    (found,) = standing.of_case(cast.case(cast.patient(visits=(cast.visit(VISIT_ON),)), ON))

    assert (said(found), found.coverage_id) == ((S.MISSING, "coverage_missing"), None)


def test_one_coverage_may_be_verified_for_one_visit_and_stale_for_the_next() -> None:
    booked = facts(PAYER, (cast.check(PAYER, FRESH),), (), VISIT_ON, VISIT_ON + timedelta(days=1))

    assert [s.state for s in standing.of_case(cast.case(booked, ON))] == [S.VERIFIED, S.STALE]


@pytest.mark.parametrize(("days", "state"), [(0, S.VERIFIED), (1, S.STALE)])
def test_a_denial_as_not_covered_after_the_answer_makes_it_stale(days: int, state: S) -> None:
    told = cast.check(PAYER, FRESH)
    heard_at = told.answered_at + timedelta(days=days)
    denial = EligibilityDenial(cast.new_id(), PAYER.id, "27", heard_at, heard_at.date())
    of_other = replace(denial, coverage_id=cast.new_id(), heard_at=heard_at + timedelta(days=9))
    booked = replace(facts(PAYER, (told,), ()), eligibility_denials=(denial, of_other))

    (found,) = standing.of_case(cast.case(booked, ON))

    assert found.state is state


KINDS = {DutyKind.VERIFY_COVERAGE, DutyKind.FIX_INQUIRY, DutyKind.REPLACE_COVERAGE}
CAUSES = [*(a[1] for a in ANSWERS)]


@pytest.mark.parametrize("checks", CAUSES, ids=[a[0] for a in ANSWERS])
@pytest.mark.parametrize("asked_on", [None, ON, date(2026, 11, 10)])
@pytest.mark.parametrize("on", [ON, date(2026, 11, 24), VISIT_ON])
def test_desk_and_board_never_disagree(checks: tuple[BenefitCheck, ...], asked_on: date | None, on: date) -> None:
    asked = (inquiry(asked_on),) if asked_on else ()
    booked = facts(PAYER, checks, asked)

    tasks = {duty.kind: duty for duty in cast.derive(booked, on) if duty.kind in KINDS}
    found = stands(*checks, asked=asked, on=on)

    if found.state in (S.VERIFIED, S.ASKING):
        assert not tasks
    else:
        assert found.why is not None
        assert found.why.code in {reason.code for duty in tasks.values() for reason in duty.why}
        assert {duty.focus_id for duty in tasks.values()} == {found.coverage_id}
    if DutyKind.VERIFY_COVERAGE in tasks:
        assert tasks[DutyKind.VERIFY_COVERAGE].due_on == found.asks_by
