"""A duty to tell a family, after what the family was told and answered."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from otium.rules.families import signed, told
from otium.rules.families.telling import ABOUT
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeFact

ON = date(2026, 11, 30)
DUTY = Duty(
    kind=DutyKind.TELL_BENEFIT_LIMIT, focus_type=FocusType.COVERAGE, focus_id=UUID(int=1), due_on=ON,
    why=(Reason("limit_soft"),), last_safe_on=date(2026, 12, 1), ground={"remaining": 4},
)  # fmt: skip
TOLD = NoticeFact(UUID(int=2), NoticeAbout.BENEFIT_LIMIT, DUTY.digest, told_on=date(2026, 11, 23))


def after(*notices: NoticeFact, duty: Duty = DUTY, on: date = ON) -> list[str]:
    return [duty.why[0].code for duty in told([duty], notices, on)]


def answered(choice: FamilyChoice) -> NoticeFact:
    return replace(TOLD, choice=choice, answered_on=ON)


@pytest.mark.parametrize(
    ("notice", "says"),
    [
        (TOLD, []),
        (replace(TOLD, digest="other facts"), ["limit_soft"]),
        (replace(TOLD, about=NoticeAbout.THRESHOLD), ["limit_soft"]),
        (answered(FamilyChoice.UNDERSTOOD), []),
        (answered(FamilyChoice.PAY), []),
        (answered(FamilyChoice.CALL), ["family_calls"]),
        (answered(FamilyChoice.STOP), ["family_stops"]),
        (answered(FamilyChoice.OPTION_1), []),
        (answered(FamilyChoice.OPTION_2), []),
        (answered(FamilyChoice.OPTION_3), ["family_stops"]),
    ],
)
def test_telling_and_the_answer_decide(notice: NoticeFact, says: list[str]) -> None:
    assert after(notice) == says


def test_nothing_told_changes_nothing() -> None:
    assert told([DUTY], (), ON) == [DUTY]


@pytest.mark.parametrize(
    ("needs_answer", "on", "says"),
    [
        (True, date(2026, 11, 30), []),
        (True, date(2026, 12, 1), ["family_silent"]),
        (False, date(2026, 12, 1), []),
    ],
)
def test_silence_brings_it_back_on_the_last_safe_day(needs_answer: bool, on: date, says: list[str]) -> None:
    assert after(replace(TOLD, needs_answer=needs_answer), on=on) == says


def test_silence_about_a_duty_without_a_last_safe_day_is_left_alone() -> None:
    silent = replace(TOLD, needs_answer=True)

    assert after(silent, duty=replace(DUTY, last_safe_on=None), on=date(2027, 6, 1)) == []


def test_an_answer_counts_more_than_a_later_letter() -> None:
    again = replace(TOLD, id=UUID(int=9), told_on=ON, needs_answer=True)

    assert after(answered(FamilyChoice.CALL), again) == ["family_calls"]


def test_the_answer_does_not_make_it_another_duty() -> None:
    [duty] = told([DUTY], (answered(FamilyChoice.CALL),), ON)

    assert duty.digest == DUTY.digest


def test_duties_that_tell_no_family_are_left_alone() -> None:
    other = replace(DUTY, kind=DutyKind.PLACE_KX)

    assert told([other], (replace(TOLD, digest=other.digest),), ON) == [other]
    assert DutyKind.PLACE_KX not in ABOUT


def test_an_advance_notice_counts_once_it_is_signed() -> None:
    duty = replace(DUTY, kind=DutyKind.GIVE_ABN)
    given = replace(TOLD, about=NoticeAbout.ABN, digest=duty.digest, needs_answer=True)

    assert signed(duty, (given,)) is None
    chosen = replace(given, choice=FamilyChoice.OPTION_1, answered_on=ON)
    assert signed(duty, (chosen,)) == chosen
    assert signed(DUTY, (answered(FamilyChoice.PAY),)) is None
