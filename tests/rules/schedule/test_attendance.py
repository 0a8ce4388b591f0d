"""TELL_ATTENDANCE: what counts, both sides of the policy's numbers, a warning and then a letter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from otium.rules.duties import patient_duties
from otium.rules.schedule import attendance
from otium.rules.schedule.attendance import LETTER, WARNING, PolicyError
from otium.terms.attendance import Attendance, AttendancePolicy
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeFact
from otium.terms.schedule import CancelReason, Visit, VisitStatus
from tests.rules import cast

ON = date(2026, 11, 30)  # a Monday; eight weeks before it is October 5
POLICY = AttendancePolicy(percent=75, weeks=8, least_visits=4, notice_hours=24, illness_counts=False, is_on=True)
V, R = VisitStatus, CancelReason
NOTICE = UUID(int=9)


def days_ago(days: int, status: VisitStatus, reason: CancelReason | None = None, hour: int = 9) -> Visit:
    return cast.visit(ON - timedelta(days=days), status=status, reason=reason, hour=hour)


def counts(found: Attendance) -> tuple[int, int, int, int]:
    return found.made, found.missed, found.excused, found.unsaid


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        (V.DONE, None, (1, 0, 0, 0)),
        (V.ARRIVED, None, (1, 0, 0, 0)),
        (V.IN_SESSION, None, (1, 0, 0, 0)),
        (V.BOOKED, None, (0, 0, 0, 1)),
        (V.NO_SHOW, None, (0, 1, 0, 0)),
        (V.NO_SHOW, R.FAMILY_FORGOT, (0, 1, 0, 0)),
        (V.NO_SHOW, R.FAMILY_ILL, (0, 0, 1, 0)),
        (V.NO_SHOW, R.WEATHER, (0, 0, 1, 0)),
        (V.NO_SHOW, R.PRACTICE_OTHER, (0, 0, 1, 0)),
        (V.LATE_CANCEL, None, (0, 1, 0, 0)),
        (V.LATE_CANCEL, R.FAMILY_TIME, (0, 1, 0, 0)),
        (V.LATE_CANCEL, R.FAMILY_ILL, (0, 0, 1, 0)),
        (V.CANCELLED, None, (0, 0, 0, 1)),
        (V.CANCELLED, R.FAMILY_TIME, (0, 0, 1, 0)),
        (V.CANCELLED, R.PRACTICE_ILL, (0, 0, 1, 0)),
        (V.CANCELLED, R.WEATHER, (0, 0, 1, 0)),
    ],
)
def test_only_what_the_family_did_counts(
    status: VisitStatus, reason: CancelReason | None, expected: tuple[int, int, int, int]
) -> None:
    found = attendance.of_visits([days_ago(7, status, reason)], ON, POLICY)

    assert counts(found) == expected


def test_illness_counts_where_the_practice_says_so() -> None:
    strict = replace(POLICY, illness_counts=True)

    assert attendance.of_visits([days_ago(7, V.LATE_CANCEL, R.FAMILY_ILL)], ON, strict).missed == 1


@pytest.mark.parametrize(("days", "made"), [(0, 0), (1, 1), (56, 1), (57, 0)])
def test_the_weeks_end_before_today(days: int, made: int) -> None:
    assert attendance.of_visits([days_ago(days, V.DONE)], ON, POLICY).made == made


def test_a_co_treatment_is_one_session() -> None:
    missed = [days_ago(7, V.NO_SHOW), days_ago(7, V.NO_SHOW)]

    assert counts(attendance.of_visits(missed, ON, POLICY)) == (0, 1, 0, 0)


def test_a_session_that_one_therapist_gave_was_made() -> None:
    half = [days_ago(7, V.NO_SHOW), days_ago(7, V.DONE)]

    assert counts(attendance.of_visits(half, ON, POLICY)) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("status", "expected"), [(V.DONE, (1, 0, 1, 0)), (V.BOOKED, (0, 1, 0, 1)), (V.NO_SHOW, (0, 2, 0, 0))]
)
def test_what_was_made_up_counts_no_more(status: VisitStatus, expected: tuple[int, int, int, int]) -> None:
    missed = days_ago(9, V.NO_SHOW)
    make_up = replace(days_ago(2, status), makes_up_id=missed.id)

    assert counts(attendance.of_visits([missed, make_up], ON, POLICY)) == expected


@pytest.mark.parametrize(
    ("made", "missed", "is_below"),
    [
        (3, 1, False),  # 75 % exactly
        (2, 1, False),  # 66 %, of too few
        (2, 2, True),
        (74, 26, True),
        (75, 25, False),
        (749, 251, True),  # 74.9 %
        (0, 3, False),
        (0, 4, True),
        (4, 0, False),
    ],
)
def test_below_is_less_than_the_share_of_enough_visits(made: int, missed: int, is_below: bool) -> None:
    assert attendance.is_below(Attendance(made, missed, 0, 0), POLICY) is is_below


@pytest.mark.parametrize(
    ("code", "hours_before", "expected"),
    [
        (R.FAMILY_TIME, 24, False),
        (R.FAMILY_TIME, 23, True),
        (R.FAMILY_TIME, -1, True),
        (R.FAMILY_ILL, 1, True),
        (R.PRACTICE_ILL, 1, False),
        (R.WEATHER, 1, False),
        ("", 1, False),
    ],
)
def test_only_a_family_cancels_late(code: str, hours_before: int, expected: bool) -> None:
    starts_at = datetime(2026, 12, 1, 15, tzinfo=UTC)

    assert attendance.is_late(code, starts_at, starts_at - timedelta(hours=hours_before), 24) is expected


@pytest.mark.parametrize(("before", "expected"), [(24 * 3600, False), (24 * 3600 - 1, True), (0, True)])
def test_it_is_late_within_the_hours_that_the_practice_asks_for(before: int, expected: bool) -> None:
    starts_at = datetime(2026, 12, 1, 15, tzinfo=UTC)

    assert attendance.is_after_notice(starts_at, starts_at - timedelta(seconds=before), 24) is expected


def test_without_a_notice_that_is_asked_for_a_cancellation_before_the_visit_is_in_time() -> None:
    starts_at = datetime(2026, 12, 1, 15, tzinfo=UTC)

    assert not attendance.is_late(R.FAMILY_TIME, starts_at, starts_at, 0)


@pytest.mark.parametrize(
    ("name", "value"), [("percent", 0), ("percent", 101), ("weeks", 0), ("notice_hours", 169), ("weeks", "8")]
)
def test_a_policy_that_cannot_be_is_refused(name: str, value: object) -> None:
    with pytest.raises(PolicyError, match=name):
        attendance.chosen({name: value}, POLICY)


# Duties

MISSED = (days_ago(28, V.DONE), days_ago(21, V.DONE), days_ago(14, V.NO_SHOW), days_ago(7, V.NO_SHOW))
LATER = days_ago(2, V.NO_SHOW, hour=11)


def tell(*visits: Visit, policy: AttendancePolicy | None = POLICY, on: date = ON, **told_before: Any) -> list[Duty]:
    patient = cast.patient(visits=visits, **told_before)
    practice = replace(cast.practice(on), attendance=policy)
    return [d for d in patient_duties(patient, practice, on).duties if d.kind is DutyKind.TELL_ATTENDANCE]


def told(duty: Duty, days: int, choice: FamilyChoice | None = None, number: int = 9) -> NoticeFact:
    on = ON - timedelta(days=days)
    return NoticeFact(UUID(int=number), NoticeAbout.ATTENDANCE, duty.digest, on, choice=choice, answered_on=on)


def test_a_policy_that_is_off_tells_nobody() -> None:
    assert tell(*MISSED, policy=replace(POLICY, is_on=False)) == []
    assert tell(*MISSED, policy=None) == []


def test_the_first_notice_is_a_warning_with_its_numbers() -> None:
    [duty] = tell(*MISSED)

    assert (duty.instance, duty.due_on) == (WARNING, date(2026, 11, 27))  # the 26th is Thanksgiving
    assert duty.why[0].params == {"made": 2, "counted": 4, "weeks": 8, "policy": 75, "hours": 24}
    assert [r.code for r in duty.why] == ["attendance_below", "attendance_missed"]


def test_told_once_it_rests_until_more_is_missed() -> None:
    [warning] = tell(*MISSED)
    notice = told(warning, days=3)

    assert tell(*MISSED, notices=(notice,)) == []
    [letter] = tell(*MISSED, LATER, notices=(notice,))
    assert (letter.instance, letter.why[2].code) == (LETTER, "attendance_warned")


def test_a_visit_missed_before_the_warning_makes_no_letter() -> None:
    [warning] = tell(*MISSED)

    assert tell(*MISSED, days_ago(20, V.NO_SHOW), notices=(told(warning, days=3),)) == []


def test_after_the_letter_no_third_notice_follows() -> None:
    [warning] = tell(*MISSED)
    first = told(warning, days=6)
    [letter] = tell(*MISSED, days_ago(5, V.NO_SHOW), notices=(first,))
    second = told(letter, days=3, number=10)

    assert tell(*MISSED, days_ago(5, V.NO_SHOW), LATER, notices=(first, second)) == []


def test_a_letter_whose_warning_is_long_ago_is_no_new_warning() -> None:
    [warning] = tell(*MISSED)
    [letter] = tell(*MISSED, LATER, notices=(told(warning, days=3),))

    assert tell(*MISSED, LATER, notices=(told(letter, days=1),)) == []


def test_a_family_that_wants_a_call_keeps_the_task_open() -> None:
    [warning] = tell(*MISSED)

    [duty] = tell(*MISSED, notices=(told(warning, days=3, choice=FamilyChoice.CALL),))

    assert (duty.why[0].code, duty.digest) == ("family_calls", warning.digest)


def test_a_family_that_was_told_by_mouth_was_warned() -> None:
    [warning] = tell(*MISSED)
    act = Act(NOTICE, ActKind.FAMILY_TOLD, DutyKind.TELL_ATTENDANCE, cast.PATIENT, WARNING, ON - timedelta(days=3),
              warning.digest)  # fmt: skip

    assert tell(*MISSED, acts=(act,)) == []
    [letter] = tell(*MISSED, LATER, acts=(act,))
    assert letter.instance == LETTER


def test_a_notice_of_weeks_before_those_counted_is_forgotten() -> None:
    notice = NoticeFact(NOTICE, NoticeAbout.ATTENDANCE, "of other visits", ON - timedelta(days=57))

    [again] = tell(*MISSED, notices=(notice,))

    assert again.instance == WARNING


def test_what_was_missed_after_a_notice_about_visits_changed_since_is_a_letter() -> None:
    notice = NoticeFact(NOTICE, NoticeAbout.ATTENDANCE, "of other visits", ON - timedelta(days=10))

    [letter] = tell(*MISSED, notices=(notice,))

    assert letter.instance == LETTER
