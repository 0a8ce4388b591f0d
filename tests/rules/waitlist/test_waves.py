"""Who of those who fit is offered a freed hour now, until when, and why the others are not."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from otium.rules.waitlist import waves
from otium.terms.offers import Asked, OfferRules, Reach
from otium.terms.waitlist import Criterion, Passed

AT = datetime(2026, 11, 30, 15, tzinfo=UTC)
STARTS = AT + timedelta(hours=5)
DAY = (time(8), time(9))
RULES = OfferRules(
    (Criterion.URGENCY,), wave=2, hold_minutes=30, least_minutes=90, texts_a_week=3, school=DAY, after_school=DAY
)
ONE = Reach(UUID(int=1), "3125550110", leaves_at=AT)


def reach(n: int, **fields: Any) -> Reach:
    return replace(ONE, entry_id=UUID(int=n), phone=f"31255501{n:02}", **fields)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"is_ready": False}, Passed.NOT_READY),
        ({"is_ready": None}, Passed.TURN),
        ({"lacks": Passed.NO_TEXTS}, Passed.NO_TEXTS),
        ({"is_ready": False, "lacks": Passed.NO_TEXTS}, Passed.NOT_READY),
        ({"asked_until": AT}, Passed.ASKED),
        ({"texts": 2}, None),
        ({"texts": 3}, Passed.TEXTS_ENOUGH),
        ({"leaves_at": STARTS - timedelta(minutes=91)}, None),
        ({"leaves_at": STARTS - timedelta(minutes=90)}, Passed.QUIET),
        ({"notice_hours": 4}, None),
        ({"notice_hours": 5}, Passed.LATE),
        ({"notice_hours": 4, "leaves_at": STARTS - timedelta(hours=4)}, Passed.QUIET),
    ],
)
def test_one_who_fits_is_asked_or_has_a_reason(fields: dict[str, Any], reason: Passed | None) -> None:
    found = waves.wave([replace(ONE, **fields)], RULES, starts_at=STARTS, at=AT)

    assert found.passed == (((ONE.entry_id, reason),) if reason else ())
    assert len(found.asked) == (0 if reason else 1)


@pytest.mark.parametrize(("minutes", "asks"), [(91, True), (90, False)])  # before the hour, with 90 as the least
def test_nothing_is_offered_when_the_hour_is_too_near(minutes: int, asks: bool) -> None:
    starts = AT + timedelta(minutes=minutes)

    found = waves.wave([ONE], RULES, starts_at=starts, at=AT)

    assert bool(found.asked) is asks
    assert found.passed == (() if asks else ((ONE.entry_id, Passed.LATE),))


@pytest.mark.parametrize(
    ("leaves", "notice_hours", "holds", "latest"),
    [
        (timedelta(), 0, timedelta(minutes=30), timedelta(hours=3, minutes=30)),  # an hour and a half before the hour
        (timedelta(hours=1, minutes=30), 0, timedelta(hours=2), timedelta(hours=3, minutes=30)),
        (timedelta(hours=1, minutes=34), 0, timedelta(hours=2, minutes=3), timedelta(hours=3, minutes=30)),  # a quarter
        (timedelta(hours=3), 0, timedelta(hours=3, minutes=10), timedelta(hours=3, minutes=30)),
        (timedelta(hours=3, minutes=24), 0, timedelta(hours=3, minutes=30), timedelta(hours=3, minutes=30)),
        (timedelta(hours=1), 3, timedelta(hours=1, minutes=15), timedelta(hours=2)),  # their own notice
    ],
)
def test_the_hold_is_the_shorter_the_nearer_the_hour_so_that_waves_fit_into_what_is_left(
    leaves: timedelta, notice_hours: int, holds: timedelta, latest: timedelta
) -> None:
    given = replace(ONE, leaves_at=AT + leaves, notice_hours=notice_hours)

    found = waves.wave([given], RULES, starts_at=STARTS, at=AT)

    assert found.asked == (Asked(ONE.entry_id, AT + leaves, AT + holds, AT + latest),)


def test_a_wave_is_the_first_who_can_be_asked_and_the_rest_have_their_turn_later() -> None:
    reaches = [reach(1), reach(2, is_ready=False), reach(3), reach(4), reach(5, lacks=Passed.NOBODY)]

    found = waves.wave(reaches, RULES, starts_at=STARTS, at=AT)

    assert [one.entry_id.int for one in found.asked] == [1, 3]
    assert [(key.int, why) for key, why in found.passed] == [
        (2, Passed.NOT_READY), (4, Passed.TURN), (5, Passed.NOBODY),
    ]  # fmt: skip


def test_one_family_is_asked_once_a_wave_and_not_while_it_is_asked_about_this_hour() -> None:
    sister = replace(reach(2), phone=ONE.phone)

    both = waves.wave([ONE, sister], RULES, starts_at=STARTS, at=AT)
    later = waves.wave([sister], RULES, starts_at=STARTS, at=AT, asked_already=[ONE.phone])

    assert both.passed == later.passed == ((sister.entry_id, Passed.SAME_FAMILY),)


@pytest.mark.parametrize(
    ("until", "again"),
    [
        ((None, None), None),
        ((timedelta(minutes=20), timedelta(minutes=10)), timedelta(minutes=10)),
        ((timedelta(hours=3, minutes=29), None), timedelta(hours=3, minutes=29)),
        ((timedelta(hours=3, minutes=30), None), None),  # too near to the hour by then
    ],
)
def test_who_is_asked_about_another_hour_may_be_asked_about_this_one_afterwards(
    until: tuple[timedelta | None, ...], again: timedelta | None
) -> None:
    reaches = [reach(n, asked_until=AT + each if each else None) for n, each in enumerate(until, 1)]

    found = waves.wave(reaches, RULES, starts_at=STARTS, at=AT)

    assert found.again_at == (AT + again if again else None)


def test_everybody_is_in_the_answer_once() -> None:
    reaches = [reach(n, is_ready=n % 3 != 0, texts=n % 5) for n in range(1, 60)]

    found = waves.wave(reaches, RULES, starts_at=STARTS, at=AT)

    named = [one.entry_id for one in found.asked] + [key for key, _why in found.passed]
    assert sorted(named) == sorted(each.entry_id for each in reaches)
