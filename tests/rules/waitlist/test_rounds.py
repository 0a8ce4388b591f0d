"""Who is asked now, when the next are, what a yes meets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from otium.rules.waitlist import rounds
from otium.terms.offers import OfferRules, Reach
from otium.terms.waitlist import Criterion, Passed

AT = datetime(2026, 11, 30, 15, tzinfo=UTC)
STARTS = AT + timedelta(hours=5)
DAY = (time(8), time(9))
RULES = OfferRules(
    (Criterion.URGENCY,), wave=2, hold_minutes=30, least_minutes=90, texts_a_week=3, school=DAY, after_school=DAY
)
HOLD = timedelta(minutes=30)


def fitting(count: int, ready: Sequence[int]) -> list[Reach]:
    return [
        Reach(UUID(int=n), f"31255501{n:02}", leaves_at=AT, is_ready=n in ready) for n in range(1, count + 1)
    ]  # fmt: skip


def looked(reaches: list[Reach]) -> tuple[list[int], rounds.Look]:
    depths: list[int] = []

    def look(depth: int) -> list[Reach]:
        depths.append(depth)
        return [each if n < depth else replace(each, is_ready=None) for n, each in enumerate(reaches)]

    return depths, look


def ask(reaches: list[Reach], held: int = 0) -> tuple[list[int], list[int]]:
    """(who is asked, how deep was looked)."""
    depths, look = looked(reaches)
    found = rounds.ask(look, RULES, held=held, phones=(), starts_at=STARTS, at=AT)
    return [one.entry_id.int for one in found.asked], depths


@pytest.mark.parametrize(
    ("count", "ready", "asked", "depths"),
    [
        (40, (1, 2, 3), [1, 2], [10]),
        (40, (1, 10), [1, 10], [10]),
        (40, (1, 11), [1, 11], [10, 30]),
        (40, (1,), [1], [10, 30, 60]),
        (10, (1,), [1], [10]),
        (80, (61, 62), [], [10, 30, 60]),  # so deep nobody looks
        (0, (), [], [10]),
    ],
)
def test_more_are_looked_at_only_where_too_few_can_be_asked(
    count: int, ready: tuple[int, ...], asked: list[int], depths: list[int]
) -> None:
    assert ask(fitting(count, ready)) == (asked, depths)


@pytest.mark.parametrize(("held", "asked"), [(0, [1, 2]), (1, [1]), (2, []), (3, [])])
def test_who_can_take_it_now_counts_in_the_wave(held: int, asked: list[int]) -> None:
    assert ask(fitting(5, (1, 2, 3)), held)[0] == asked


def test_a_full_wave_looks_at_nobody() -> None:
    assert ask(fitting(5, (1, 2, 3)), 2)[1] == []


def test_those_not_asked_have_a_reason() -> None:
    _depths, look = looked(fitting(3, (1, 2, 3)))

    found = rounds.ask(look, RULES, held=0, phones=["3125550101"], starts_at=STARTS, at=AT)

    assert [(key.int, why) for key, why in found.passed] == [(1, Passed.SAME_FAMILY)]
    assert [one.entry_id.int for one in found.asked] == [2, 3]


@pytest.mark.parametrize(
    ("holds", "again", "next_at"),
    [
        ((), None, None),
        ((HOLD,), None, HOLD),
        ((HOLD, HOLD / 2), None, HOLD / 2),
        ((), HOLD, HOLD),  # nobody can take it now, and somebody may be asked later
        ((HOLD,), HOLD / 2, HOLD / 2),
    ],
)
def test_the_next_are_asked_when_a_hold_is_over_or_somebody_is_asked_about_no_other_hour(
    holds: tuple[timedelta, ...], again: timedelta | None, next_at: timedelta | None
) -> None:
    found = rounds.next_at([AT + each for each in holds], AT + again if again else None)

    assert found == (AT + next_at if next_at else None)


@pytest.mark.parametrize(
    ("minutes", "is_free", "takes"), [(0, True, True), (59, True, True), (60, True, False), (0, False, False)]
)
def test_a_yes_has_the_hour_while_it_is_free_and_there_is_time_to_get_there(
    minutes: int, is_free: bool, takes: bool
) -> None:
    at = AT + timedelta(minutes=minutes)
    assert rounds.can_take(at=at, latest=AT + timedelta(minutes=60), is_free=is_free) is takes
