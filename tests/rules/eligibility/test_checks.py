"""VERIFY_COVERAGE and FIX_INQUIRY. Thursday 26 November, 25 December and 1 January are holidays."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from otium.rules import payer_rules
from otium.rules.duties import patient_duties
from otium.terms.coverage import BenefitCheck, CheckStatus, Coverage, EligibilityDenial, Inquiry
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.payers import PayerOverride, PayerType
from otium.terms.schedule import Visit
from tests.rules import cast

VISIT_ON = date(2026, 11, 30)  # a Monday; three business days before is Tuesday 24, since Thursday is closed
DUE = date(2026, 11, 24)
OPENS = date(2026, 11, 17)
PAYER = cast.coverage()
FRESH = date(2026, 10, 31)  # 30 days before


def verify(
    *checks: BenefitCheck, on: date = DUE, coverage: Coverage = PAYER, visits: tuple[Visit, ...] | None = None
) -> Duty | None:
    booked = (cast.visit(VISIT_ON),) if visits is None else visits
    patient = cast.patient(coverages=(coverage,), checks=checks, visits=booked)
    return cast.only(DutyKind.VERIFY_COVERAGE, patient, on)


def test_a_coverage_never_asked_about_is_asked_as_soon_as_a_visit_is_booked() -> None:
    duty = verify(on=date(2026, 9, 1))

    assert duty is not None
    assert (duty.focus_type, duty.focus_id, duty.instance) == (FocusType.COVERAGE, PAYER.id, "")
    assert cast.codes(duty) == ["check_missing"]
    assert (duty.due_on, duty.last_safe_on) == (DUE, VISIT_ON)


@pytest.mark.parametrize(("answered_on", "stands"), [(FRESH, False), (FRESH - timedelta(days=1), True)])
def test_an_answer_is_stale_when_it_is_older_than_the_payers_days_on_the_day_of_the_visit(
    answered_on: date, stands: bool
) -> None:
    duty = verify(cast.check(PAYER, answered_on))

    assert (duty is not None) is stands
    assert duty is None or duty.why[0].params == {"answered_on": answered_on, "visit_on": VISIT_ON}


@pytest.mark.parametrize(("on", "stands"), [(OPENS - timedelta(days=1), False), (OPENS, True)])
def test_asking_again_opens_five_business_days_before_it_is_due(on: date, stands: bool) -> None:
    assert (verify(cast.check(PAYER, date(2026, 9, 1)), on=on) is not None) is stands


def test_one_answer_serves_every_visit_it_is_fresh_for() -> None:
    visits = cast.every(7, date(2026, 11, 24), 4)
    stale = cast.check(PAYER, date(2026, 10, 20))

    duty = verify(stale, visits=visits, on=date(2026, 11, 18))

    assert duty is not None
    assert duty.appointment_id == visits[0].id
    assert verify(stale, cast.check(PAYER, date(2026, 11, 18)), visits=visits, on=date(2026, 11, 18)) is None


@pytest.mark.parametrize(("answered_on", "stands"), [(date(2026, 10, 31), True), (date(2026, 11, 1), False)])
def test_medicaid_is_asked_in_the_month_of_the_visit(answered_on: date, stands: bool) -> None:
    medicaid = cast.coverage(PayerType.MEDICAID_MCO)

    duty = verify(cast.check(medicaid, answered_on), coverage=medicaid)

    assert (duty is not None) is stands
    assert duty is None or (duty.instance, cast.codes(duty)) == ("2026-11", ["check_before_month"])


def test_for_the_first_days_of_a_month_it_is_due_and_opens_in_that_month() -> None:
    medicaid = cast.coverage(PayerType.MEDICAID_MCO)
    old, visits = cast.check(medicaid, date(2026, 11, 20)), (cast.visit(date(2026, 12, 2)),)

    duty = verify(old, coverage=medicaid, visits=visits, on=date(2026, 12, 1))

    assert verify(old, coverage=medicaid, visits=visits, on=date(2026, 11, 30)) is None
    assert duty is not None
    assert duty.due_on == date(2026, 12, 1)


@pytest.mark.parametrize(("answered_on", "stands"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_every_january_is_asked_anew(answered_on: date, stands: bool) -> None:
    duty = verify(cast.check(PAYER, answered_on), visits=(cast.visit(date(2027, 1, 6)),), on=date(2027, 1, 4))

    assert (duty is not None) is stands
    assert duty is None or cast.codes(duty) == ["check_before_year"]


def test_a_visit_on_the_first_open_day_of_january_is_due_that_day() -> None:
    duty = verify(cast.check(PAYER, date(2026, 12, 20)), visits=(cast.visit(date(2027, 1, 4)),), on=date(2027, 1, 2))

    assert duty is not None
    assert duty.due_on == date(2027, 1, 4)


@pytest.mark.parametrize(("changed_on", "stands"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_an_answer_before_the_coverage_changed_does_not_count(changed_on: date, stands: bool) -> None:
    changed = replace(PAYER, changed_on=changed_on)

    duty = verify(cast.check(changed, DUE), coverage=changed, on=DUE + timedelta(days=2))

    assert (duty is not None) is stands
    assert duty is None or cast.codes(duty) == ["check_before_change"]


@pytest.mark.parametrize(
    ("payer_type", "expected"),
    [
        (PayerType.SELF_PAY, []),
        (PayerType.WORKERS_COMP, ["check_missing", "ask_by_phone"]),
        (PayerType.AUTO, ["check_missing", "ask_by_phone"]),
        (PayerType.VA, ["check_missing", "ask_by_phone"]),
        (PayerType.TRICARE, ["check_missing"]),
    ],
)
def test_who_is_asked_and_how(payer_type: PayerType, expected: list[str]) -> None:
    assert cast.codes(verify(coverage=cast.coverage(payer_type))) == expected


def test_an_answer_of_inactive_is_not_asked_again() -> None:
    assert verify(cast.check(PAYER, date(2026, 9, 1), status=CheckStatus.INACTIVE)) is None


@pytest.mark.parametrize(
    ("second", "is_asked"),
    [
        (cast.coverage(order=2), True),
        (cast.coverage(order=2, ends_on=VISIT_ON), True),
        (cast.coverage(order=2, ends_on=VISIT_ON - timedelta(days=1)), False),
        (cast.coverage(order=2, starts_on=VISIT_ON + timedelta(days=1)), False),
        (cast.coverage(PayerType.AUTO, order=2), False),
        (cast.coverage(PayerType.SELF_PAY, order=2), False),
    ],
)
def test_who_pays_after_another_is_asked_too_where_in_force_and_by_wire(second: Coverage, is_asked: bool) -> None:
    patient = cast.patient(coverages=(PAYER, second), visits=(cast.visit(VISIT_ON),))

    found = [d for d in cast.derive(patient, DUE) if d.kind is DutyKind.VERIFY_COVERAGE]

    assert [d.focus_id for d in found] == [PAYER.id, second.id] if is_asked else [PAYER.id]
    assert not is_asked or (found[1].at_risk.amount, found[1].at_risk.visits) == (None, 1)


EACH_VISIT = PayerOverride("medicaid_ffs", "check_each_visit", value=True, source="state manual")


def each_visit(answered_on: date | None, on: date) -> Duty | None:
    """Of a Medicaid that wants to be asked for each day of service."""
    medicaid = cast.coverage(PayerType.MEDICAID_FFS)
    checks = (cast.check(medicaid, answered_on),) if answered_on else ()
    patient = cast.patient(coverages=(medicaid,), checks=checks, visits=(cast.visit(VISIT_ON),))
    book = payer_rules.book(cast.texts(), [EACH_VISIT], on)
    practice = replace(cast.practice(on), book=book)
    found = [d for d in patient_duties(patient, practice, on).duties if d.kind is DutyKind.VERIFY_COVERAGE]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("answered_on", "on", "stands"),
    [
        (VISIT_ON - timedelta(days=1), VISIT_ON, True),
        (VISIT_ON, VISIT_ON, False),
        (VISIT_ON - timedelta(days=1), VISIT_ON - timedelta(days=1), False),
    ],
)
def test_a_payer_that_is_asked_for_each_visit_is_asked_on_its_day(answered_on: date, on: date, stands: bool) -> None:
    duty = each_visit(answered_on, on)

    assert (duty is not None) is stands
    assert duty is None or (duty.instance, cast.codes(duty)) == ("2026-11-30", ["check_before_visit"])
    assert duty is None or duty.due_on == VISIT_ON


def test_a_payer_that_is_asked_for_each_visit_is_asked_at_booking_too() -> None:
    duty = each_visit(None, date(2026, 11, 2))

    assert duty is not None
    assert (duty.due_on, cast.codes(duty)) == (DUE, ["check_missing"])


def denied(coverage: Coverage, heard_at: datetime, carc: str = "27") -> EligibilityDenial:
    return EligibilityDenial(cast.new_id(), coverage.id, carc, heard_at, heard_at.date())


ANSWERED = cast.check(PAYER, DUE)


@pytest.mark.parametrize(("after", "stands"), [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_an_answer_before_a_denial_for_eligibility_does_not_count(after: timedelta, stands: bool) -> None:
    denial = denied(PAYER, ANSWERED.answered_at + after)
    patient = cast.patient(
        coverages=(PAYER,), checks=(ANSWERED,), visits=(cast.visit(VISIT_ON),), eligibility_denials=(denial,)
    )

    duty = cast.only(DutyKind.VERIFY_COVERAGE, patient, DUE)

    assert (duty is not None) is stands
    assert duty is None or duty.why[0].params == {"answered_on": DUE, "denied_on": DUE, "carc": "27"}


def test_a_denial_of_another_coverage_says_nothing_of_this_one() -> None:
    denial = denied(cast.coverage(), ANSWERED.answered_at + timedelta(days=1))
    patient = cast.patient(
        coverages=(PAYER,), checks=(ANSWERED,), visits=(cast.visit(VISIT_ON),), eligibility_denials=(denial,)
    )

    assert cast.only(DutyKind.VERIFY_COVERAGE, patient, DUE) is None


@pytest.mark.parametrize("visits", [(), (cast.visit(VISIT_ON, discipline="PT"),), (cast.made(VISIT_ON),)])
def test_without_a_visit_to_come_nothing_is_asked(visits: tuple[Visit, ...]) -> None:
    assert verify(visits=visits) is None


class TestRejects:
    rejected = cast.check(PAYER, date(2026, 11, 23), status=CheckStatus.REJECTED, reject_code="75", follow_up="C")

    def fix(self, *checks: BenefitCheck, visits: tuple[Visit, ...] | None = None) -> Duty | None:
        booked = (cast.visit(VISIT_ON),) if visits is None else visits
        return cast.only(DutyKind.FIX_INQUIRY, cast.patient(coverages=(PAYER,), checks=checks, visits=booked), DUE)

    def test_are_corrected_before_asking_again(self) -> None:
        duty = self.fix(self.rejected)

        assert duty is not None
        assert verify(self.rejected) is None
        assert duty.why[0].params == {"reject_code": "75", "follow_up": "C", "answered_on": date(2026, 11, 23)}
        assert duty.due_on == date(2026, 11, 27)

    def test_are_due_by_the_visit(self) -> None:
        duty = self.fix(self.rejected, visits=(cast.visit(date(2026, 11, 25)),))

        assert duty is not None
        assert duty.due_on == date(2026, 11, 25)

    def test_are_settled_by_a_later_answer(self) -> None:
        assert self.fix(self.rejected, cast.check(PAYER, DUE)) is None

    def test_after_an_answer_still_need_correcting(self) -> None:
        assert self.fix(cast.check(PAYER, FRESH), self.rejected) is not None

    def test_without_a_visit_wait(self) -> None:
        assert self.fix(self.rejected, visits=()) is None

    @pytest.mark.parametrize("code", ["42", "80"])
    def test_of_a_payer_that_is_down_are_asked_again(self, code: str) -> None:
        down = replace(self.rejected, reject_code=code, follow_up="R")

        assert self.fix(down) is None
        assert cast.codes(verify(down)) == ["check_missing", "check_unanswered"]

    def test_of_a_second_coverage_are_corrected_too(self) -> None:
        second = cast.coverage(order=2)
        patient = cast.patient(
            coverages=(PAYER, second),
            checks=(cast.check(PAYER, DUE), replace(self.rejected, coverage_id=second.id)),
            visits=(cast.visit(VISIT_ON),),
        )

        found = [d for d in cast.derive(patient, DUE) if d.kind is not DutyKind.SETTLE_NEED]
        assert [(d.kind, d.focus_id) for d in found] == [(DutyKind.FIX_INQUIRY, second.id)]


def test_an_answer_that_says_neither_active_nor_inactive_is_asked_again() -> None:
    unknown = cast.check(PAYER, DUE, status=CheckStatus.UNKNOWN)

    assert cast.codes(verify(cast.check(PAYER, date(2026, 9, 1)), unknown)) == ["check_stale", "check_unanswered"]


@pytest.mark.parametrize(("is_stuck", "stands"), [(False, False), (True, True)])
def test_a_question_that_cannot_leave_lets_nothing_rest(is_stuck: bool, stands: bool) -> None:
    asked = Inquiry(cast.new_id(), PAYER.id, DUE, is_stuck)
    patient = cast.patient(coverages=(PAYER,), visits=(cast.visit(VISIT_ON),), inquiries=(asked,))

    duty = cast.only(DutyKind.VERIFY_COVERAGE, patient, DUE)

    assert cast.codes(duty) == (["check_missing", "inquiry_unanswered"] if stands else [])
