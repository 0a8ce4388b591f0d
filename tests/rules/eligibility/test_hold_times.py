"""What to expect of a payer on the phone, and when to call: each figure with how many calls it rests on."""

from datetime import date, timedelta

import pytest

from otium.rules.eligibility.hold_times import hold_time, hold_times
from otium.terms.calls import CallFact, CallOutcome
from tests.rules.cast import PAYER, new_id

ON = date(2026, 11, 25)


def call(minutes: int | None, *, hour: int = 11, on: date = ON, outcome: CallOutcome = CallOutcome.REACHED) -> CallFact:
    return CallFact(PAYER, on, hour, outcome, minutes)


@pytest.mark.parametrize(
    ("minutes", "median", "p90"),
    [
        ([14], 14, 14),
        ([4, 20], 12, 20),
        ([5, 5, 30], 5, 30),
        (list(range(1, 11)), 6, 9),  # ten calls: nine waited no longer than nine minutes
        (list(range(1, 12)), 6, 10),
    ],
)
def test_the_usual_wait_and_the_one_that_nine_of_ten_do_not_pass(minutes: list[int], median: int, p90: int) -> None:
    found = hold_time(call(m) for m in minutes)

    assert (found.timed, found.median, found.p90) == (len(minutes), median, p90)


def test_minutes_nobody_wrote_down_are_unknown_and_not_zero() -> None:
    found = hold_time([call(None), call(None, outcome=CallOutcome.NO_ANSWER)])

    assert (found.calls, found.reached, found.timed) == (2, 1, 0)
    assert found.median is found.p90 is found.best_hour is None


def test_who_gave_up_waited_at_least_so_long() -> None:
    assert hold_time([call(40, outcome=CallOutcome.GAVE_UP)]).median == 40


@pytest.mark.parametrize(("early", "late", "best"), [(3, 5, 9), (2, 6, None), (3, 4, None)])
def test_the_best_hour_is_said_only_when_there_were_enough_calls(early: int, late: int, best: int | None) -> None:
    found = hold_time([call(5, hour=9)] * early + [call(25, hour=14)] * late)

    assert found.best_hour == best
    assert found.best_calls == (early if best else 0)


def test_no_hour_is_best_where_all_are_the_same() -> None:
    assert hold_time([call(10, hour=9)] * 4 + [call(10, hour=14)] * 4).best_hour is None


@pytest.mark.parametrize(("days", "counts"), [(0, True), (89, True), (90, False), (-1, False)])
def test_only_the_last_ninety_days_count(days: int, counts: bool) -> None:
    assert (PAYER in hold_times([call(10, on=ON - timedelta(days=days))], ON)) is counts


def test_each_payer_has_its_own() -> None:
    other = CallFact(new_id(), ON, 9, CallOutcome.VOICEMAIL, 2)

    found = hold_times([call(30), other], ON)

    assert {key: each.median for key, each in found.items()} == {PAYER: 30, other.payer_id: 2}
