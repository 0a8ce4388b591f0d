"""BOOK_PLANNED_VISITS: planned twice a week, booked once."""

from datetime import date, timedelta

import pytest

from otium.terms.duty import Duty, DutyKind
from otium.terms.schedule import DaysOff, Visit, VisitStatus
from tests.rules import cast

ON = date(2026, 11, 23)  # Monday; the next full weeks begin on Nov 30, Dec 7, 14 and 21
MONDAY = date(2026, 11, 30)
PLAN = cast.plan(date(2026, 11, 2), frequency_per_week=2)


def weeks(*booked: int, status: VisitStatus = VisitStatus.BOOKED) -> tuple[Visit, ...]:
    """So many visits in each of the next full weeks, from Monday on."""
    return tuple(
        cast.visit(MONDAY + timedelta(weeks=week, days=day), status=status)
        for week, count in enumerate(booked)
        for day in range(count)
    )


def drift(visits: tuple[Visit, ...], plan: object = PLAN, **facts: object) -> Duty | None:
    patient = cast.patient(visits=tuple(sorted(visits, key=lambda v: v.starts_at)), plans=(plan,), **facts)
    return cast.only(DutyKind.BOOK_PLANNED_VISITS, patient, ON)


@pytest.mark.parametrize(
    ("booked", "stands"),
    [
        ((1, 1, 1, 1), True),
        ((2, 2, 2, 2), False),
        ((3, 3, 3, 3), False),
        ((1, 2, 2, 2), False),
        ((1, 2, 1, 2), True),
        ((1, 1), True),
        ((1,), False),
        ((2, 0, 0, 1), True),
        ((0, 0, 0, 0), False),
        ((2, 2, 2, 2, 1, 1), False),
    ],
    ids=["once in all four", "as planned", "more than planned", "one week short", "two weeks short",
         "two weeks booked, both short", "one week booked", "a gap, then one", "nothing booked ahead",
         "short after the fourth week"],
)  # fmt: skip
def test_two_of_the_next_four_weeks_below_a_plan_of_two_make_a_drift(booked: tuple[int, ...], stands: bool) -> None:
    assert bool(drift(weeks(*booked))) is stands


def test_it_says_what_is_planned_and_booked_and_from_when() -> None:
    duty = drift(weeks(2, 1, 1, 2))

    assert duty is not None
    (why,) = duty.why
    assert why.params == {"planned": 2, "booked": 1, "week_on": date(2026, 12, 7), "weeks": 2}
    assert (duty.due_on, duty.at_risk.amount) == (date(2026, 12, 4), None)


@pytest.mark.parametrize(
    "plan",
    [
        cast.plan(date(2026, 11, 2), frequency_per_week=None),
        cast.plan(date(2026, 11, 2), frequency_per_week=2, ends_on=date(2026, 11, 20)),
        cast.plan(date(2026, 11, 2), frequency_per_week=2, ends_on=date(2026, 12, 12)),
        cast.plan(date(2026, 11, 30), frequency_per_week=2),
    ],
    ids=["no frequency", "ended", "ends in the second week", "not begun"],
)
def test_a_plan_that_does_not_say_or_does_not_hold_is_no_duty(plan: object) -> None:
    assert drift(weeks(1, 1, 1, 1), plan) is None


def test_the_week_in_which_a_plan_ends_on_sunday_still_counts() -> None:
    plan = cast.plan(date(2026, 11, 2), frequency_per_week=2, ends_on=date(2026, 12, 13))

    assert drift(weeks(1, 1, 1, 1), plan)


@pytest.mark.parametrize(
    ("away", "stands"),
    [
        (DaysOff(date(2026, 12, 1), date(2026, 12, 4)), False),
        (DaysOff(date(2026, 12, 2), date(2026, 12, 4)), True),
    ],
    ids=["one day left of the week", "two days left"],
)
def test_a_week_in_which_the_therapist_is_away_holds_no_more_than_its_days(away: DaysOff, stands: bool) -> None:
    assert bool(drift(weeks(1, 2, 1, 2), away=(away,))) is stands


def test_holidays_take_days_from_a_week() -> None:
    """The week of Dec 21 has four open days; with three of them off, one visit is all there can be."""
    away = DaysOff(date(2026, 12, 22), date(2026, 12, 24))

    assert drift(weeks(2, 2, 1, 1), away=(away,)) is None
    assert drift(weeks(2, 2, 1, 1), away=())


def test_visits_that_were_called_off_are_a_pause_and_no_drift() -> None:
    paused = tuple(
        cast.visit(MONDAY + timedelta(weeks=week, days=4), status=VisitStatus.CANCELLED) for week in range(4)
    )

    assert drift((*weeks(1, 1, 1, 1), *paused)) is None


def test_visits_of_another_discipline_do_not_fill_a_plan_of_ot() -> None:
    beside = tuple(cast.visit(MONDAY + timedelta(weeks=week, days=4), discipline="PT") for week in range(4))

    assert drift((*weeks(1, 1, 1, 1), *beside))


def test_a_decision_holds_while_the_plan_says_the_same() -> None:
    first, later = drift(weeks(1, 1, 1, 1)), drift(weeks(0, 0, 1, 1))

    assert first is not None
    assert later is not None
    assert first.digest == later.digest
