"""WRITE_PROGRESS_REPORT, vector D04: due with the tenth treatment day, the evaluation day included."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.rules.care.progress import treatment_days
from otium.terms.care import ProgressReport
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit, VisitStatus, VisitType
from tests.rules import cast

EVALUATION = date(2026, 9, 1)
MEDICARE = cast.coverage(PayerType.MEDICARE_B)


def days(n: int, made: int, first: date = EVALUATION) -> tuple[Visit, ...]:
    """n weekly visits from an evaluation on, the first `made` of them done."""
    found = [cast.made(first, kind=VisitType.EVALUATION), *cast.every(7, first + timedelta(days=7), n - 1)]
    return tuple(replace(v, status=VisitStatus.DONE) if i < made else v for i, v in enumerate(found))


def day(n: int) -> date:
    return EVALUATION + timedelta(days=7 * (n - 1))


def report(
    visits: tuple[Visit, ...],
    on: date,
    reports: tuple[ProgressReport, ...] = (),
    payer_type: PayerType = PayerType.MEDICARE_B,
    **facts: object,
) -> Duty | None:
    payer = replace(MEDICARE, payer_type=payer_type)
    patient = cast.patient(coverages=(payer,), visits=visits, reports=reports, **facts)
    return cast.only(DutyKind.WRITE_PROGRESS_REPORT, patient, on, [cast.rate("100")])


def test_it_is_due_with_the_tenth_treatment_day_that_the_calendar_tells() -> None:
    plan = cast.plan(EVALUATION, therapist_id=cast.new_id())

    duty = report(days(12, 8), day(8), plans=(plan,))

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.PLAN_OF_CARE, plan.id)
    assert duty.therapist_id == plan.therapist_id
    assert (duty.due_on, duty.last_safe_on) == (day(10), day(10))
    assert cast.codes(duty) == ["progress_report_due", "counted_from"]
    assert duty.at_risk.visits == 2


@pytest.mark.parametrize(("made", "stands"), [(7, False), (8, True), (9, True), (10, True), (11, True)])
def test_it_warns_from_the_eighth_day_on(made: int, stands: bool) -> None:
    assert (report(days(12, made), day(made)) is not None) is stands


def test_the_evaluation_day_is_the_first() -> None:
    without = tuple(replace(v, kind=VisitType.TREATMENT) for v in days(12, 8))

    assert len(treatment_days(cast.case(cast.patient(visits=days(12, 8)), day(8)), None)) == 12
    assert len(treatment_days(cast.case(cast.patient(visits=without), day(8)), None)) == 12


def test_two_visits_on_one_day_are_one_treatment_day() -> None:
    visits = days(8, 8)
    again = tuple(replace(v, id=cast.new_id(), starts_at=v.starts_at + timedelta(hours=2)) for v in visits[1:3])

    assert len(treatment_days(cast.case(cast.patient(visits=visits + again), day(8)), None)) == 8


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (VisitStatus.DONE, True),
        (VisitStatus.BOOKED, True),
        (VisitStatus.NO_SHOW, False),
        (VisitStatus.CANCELLED, False),
    ],
)
def test_only_days_of_treatment_count(status: VisitStatus, counts: bool) -> None:
    visits = days(9, 9)
    changed = (*visits[:4], replace(visits[4], status=status), *visits[5:])

    assert len(treatment_days(cast.case(cast.patient(visits=changed), day(9)), None)) == (9 if counts else 8)


def test_a_report_begins_a_new_count_after_its_day() -> None:
    written = ProgressReport(cast.new_id(), cast.PATIENT, day(10))
    visits = days(20, 17)

    assert report(visits, day(17), (written,)) is None
    duty = report(days(20, 18), day(18), (written,))

    assert duty is not None
    assert duty.instance == day(10).isoformat()
    assert (duty.due_on, cast.codes(duty)) == (day(20), ["progress_report_due", "last_report"])


def test_a_report_on_the_tenth_day_satisfies_it() -> None:
    written = ProgressReport(cast.new_id(), cast.PATIENT, day(10))

    assert report(days(12, 10), day(10)) is not None
    assert report(days(12, 10), day(10), (written,)) is None


def test_a_new_evaluation_begins_a_new_count() -> None:
    again = days(3, 1, first=day(9))

    assert report((*days(8, 8), *again), day(9)) is None


def test_while_the_tenth_day_is_not_booked_the_pace_tells_when_it_is_expected() -> None:
    duty = report(days(9, 8), day(8))

    assert duty is not None
    assert (duty.due_on, duty.last_safe_on) == (day(10), None)
    assert cast.codes(duty) == ["progress_report_near", "counted_from"]


def test_care_that_ended_before_the_tenth_day_needs_no_progress_report() -> None:
    assert report(days(9, 9), day(9) + timedelta(days=1)) is None


@pytest.mark.parametrize(("after", "stands"), [(30, True), (31, False)])
def test_after_care_ended_a_missing_report_is_told_for_thirty_days(after: int, stands: bool) -> None:
    assert (report(days(10, 10), day(10) + timedelta(days=after)) is not None) is stands


@pytest.mark.parametrize("payer_type", [PayerType.COMMERCIAL, PayerType.MEDICAID_MCO, PayerType.SELF_PAY])
def test_only_where_the_payer_asks_for_it(payer_type: PayerType) -> None:
    assert report(days(12, 9), day(9), payer_type=payer_type) is None
