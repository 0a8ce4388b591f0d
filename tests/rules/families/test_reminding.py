"""Which visits are told now: each step once, households together, no number too often."""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from otium.rules.families.reminding import (
    Exemption,
    Reminding,
    StepsError,
    VisitAhead,
    chosen,
    due,
    exemption,
    may_text,
    shipped,
    steps_of,
)

STARTS = datetime(2026, 12, 3, 20, 0, tzinfo=UTC)
HOURS = Reminding({"other": (72, 24), "fce": (168, 72, 24)})
SECOND = timedelta(seconds=1)


def visit(number: int = 1, **values: Any) -> VisitAhead:
    plain = {"id": UUID(int=number), "patient_id": UUID(int=100 + number), "to": "+13125550142", "starts_at": STARTS,
             "on": date(2026, 12, 3), "kind": "treatment"}  # fmt: skip
    return VisitAhead(**{**plain, **values})


def steps(at: datetime, **values: Any) -> list[int]:
    return [each.step for each in due([visit(**values)], HOURS, at)]


@pytest.mark.parametrize(
    ("before", "told", "said"),
    [
        (timedelta(hours=72) + SECOND, (), []),
        (timedelta(hours=72), (), [72]),
        (timedelta(hours=72), (72,), []),
        (timedelta(hours=24) + SECOND, (72,), []),
        (timedelta(hours=24), (72,), [24]),
        (timedelta(hours=24), (), [24]),  # booked late: the last step alone
        (timedelta(hours=1), (72, 24), []),
        (SECOND, (), [24]),
        (timedelta(0), (), []),
    ],
)
def test_each_step_is_told_once_and_none_once_the_visit_began(
    before: timedelta, told: tuple[int, ...], said: list[int]
) -> None:
    assert steps(STARTS - before, told=frozenset(told)) == said


def test_an_fce_is_told_a_week_before_and_a_kind_without_steps_never() -> None:
    week_before = STARTS - timedelta(hours=168)

    assert steps(week_before, kind="fce") == [168]
    assert steps(week_before) == []
    assert due([visit()], Reminding({"other": ()}), STARTS - timedelta(hours=1)) == []


def test_a_confirmed_visit_is_told_at_its_last_step_only() -> None:
    assert steps(STARTS - timedelta(hours=72), is_confirmed=True) == []
    assert steps(STARTS - timedelta(hours=24), is_confirmed=True) == [24]


def test_siblings_of_one_day_go_in_one_message_when_the_first_is_due() -> None:
    later = visit(2, starts_at=STARTS + timedelta(hours=1))

    (message,) = due([later, visit(1)], HOURS, STARTS - timedelta(hours=24))

    assert [each.id.int for each in message.visits] == [1, 2]
    told = visit(2, starts_at=later.starts_at, told=frozenset({24}))
    assert due([told, visit(1, told=frozenset({24}))], HOURS, STARTS - timedelta(hours=23)) == []


def test_other_days_and_other_numbers_are_messages_of_their_own_the_nearest_first() -> None:
    other_day = visit(2, starts_at=STARTS - timedelta(days=1), on=date(2026, 12, 2))
    found = due([visit(1), other_day, visit(3, to="b")], HOURS, STARTS - timedelta(hours=30))

    assert [(each.to, each.step, len(each.visits)) for each in found] == [
        ("+13125550142", 24, 1),
        ("+13125550142", 72, 1),
        ("b", 72, 1),
    ]


@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2026, 3, 8)])
def test_on_the_night_the_clocks_change_a_visit_is_told_once(on: date) -> None:
    zone = ZoneInfo("America/New_York")
    starts_at = datetime(on.year, on.month, on.day, 10, 0, tzinfo=zone).astimezone(UTC)
    told: frozenset[int] = frozenset()
    said = []
    at = starts_at - timedelta(hours=80)
    while at < starts_at + timedelta(hours=2):
        for each in due([visit(starts_at=starts_at, on=on, told=told)], HOURS, at):
            said.append(each.step)
            told |= {each.step}
        at += timedelta(minutes=5)
    assert said == [72, 24]


@pytest.mark.parametrize(
    ("texted", "may"),
    [
        ([], True),
        ([3], False),  # the same day
        ([2], True),
        ([1, 2], True),
        ([-3, 1, 2], False),  # three in seven days
        ([-4, 1, 2], True),  # the first is a week ago
        ([4, 5, 6], False),  # they wait to leave already
    ],
)
def test_a_number_is_texted_once_a_day_and_three_times_in_seven_days(texted: list[int], may: bool) -> None:
    first = date(2026, 12, 1)
    days = [first + timedelta(days=n - 1) for n in texted]

    assert may_text(date(2026, 12, 3), days, Exemption(1, 3, 160)) is may


def test_what_ships_is_read_and_a_practice_may_choose() -> None:
    text = files("otium.rules.families").joinpath("reminders.toml").read_text("utf-8")
    ours = shipped(text)

    assert (ours.steps("treatment"), ours.steps("fce"), ours.longest) == ((72, 24), (168, 72, 24), 168)
    own = chosen({"hours": {"other": [24, 48, 24]}}, ours)
    assert (own.steps("treatment"), own.steps("fce")) == ((48, 24), (168, 72, 24))
    assert exemption(files("otium.rules.families").joinpath("texting.toml").read_text("utf-8")) == Exemption(1, 3, 160)


@pytest.mark.parametrize("hours", [[0], [-1], [721], [1, 2, 3, 4, 5]])
def test_hours_that_are_none_are_refused(hours: list[int]) -> None:
    with pytest.raises(StepsError):
        steps_of("other", hours)
