"""Days from the referral on, and hours refilled or lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from otium.rules.waitlist import measures
from otium.terms.access_measures import Arrival, CancelledHour, HourOutcome, Step
from otium.terms.measured import Share, Spread

WRITTEN = date(2026, 9, 1)
ONE = Arrival(UUID(int=1), UUID(int=2), WRITTEN, "Dr. Vale", "Main")
HOUR = CancelledHour(
    UUID(int=1),
    UUID(int=2),
    datetime(2026, 11, 24, 15, tzinfo=UTC),
    date(2026, 11, 24),
    "Anna",
    "",
    HourOutcome.LOST,
    45,
)


@pytest.mark.parametrize(
    ("written", "done", "days"),
    [
        (WRITTEN, WRITTEN, 0),
        (WRITTEN, WRITTEN + timedelta(days=21), 21),
        (WRITTEN, None, None),
        (None, WRITTEN, None),
        (WRITTEN, WRITTEN - timedelta(days=1), None),  # evaluated before this order: not by it
    ],
)
def test_days_are_said_only_where_both_are_on_file(written: date | None, done: date | None, days: int | None) -> None:
    assert measures.days(replace(ONE, written_on=written, done_on=done), Step.DONE) == days


@pytest.mark.parametrize(
    ("done", "days"),
    [
        (None, 30),
        (WRITTEN + timedelta(days=30), 30),
        (WRITTEN + timedelta(days=29), None),
        (WRITTEN - timedelta(days=1), 30),  # of an earlier order
    ],
)
def test_who_was_evaluated_before_was_contacted_before(done: date | None, days: int | None) -> None:
    late = replace(ONE, contact_on=WRITTEN + timedelta(days=30), offered_on=WRITTEN + timedelta(days=30), done_on=done)

    assert [measures.days(late, step) for step in (Step.CONTACT, Step.OFFERED)] == [days, days]


def test_figures_rest_on_what_is_known_and_say_how_much_that_is() -> None:
    seen = [replace(ONE, done_on=WRITTEN + timedelta(days=n)) for n in (7, 8, 9, 20, 40)]
    waiting, undated = ONE, replace(ONE, written_on=None, done_on=WRITTEN)

    found = measures.access([*seen, waiting, undated])

    assert found.days[Step.DONE] == Spread(5, 9, 40)
    assert found.days[Step.CONTACT] == Spread(0)
    assert (found.count, found.undated, found.converted) == (7, 1, Share(6, 7, 86))


def test_groups_are_the_largest_first_and_the_unknown_last() -> None:
    arrivals = [replace(ONE, source=source) for source in ("", "", "", "A", "B", "B")]

    assert [(name, g.count) for name, g in measures.grouped(arrivals, lambda a: a.source).items()] == [
        ("B", 2), ("A", 1), ("", 3),
    ]  # fmt: skip


def test_hours_that_were_not_open_are_in_no_share() -> None:
    outcomes = [HourOutcome.REFILLED] * 3 + [HourOutcome.LOST] * 2 + [HourOutcome.NOT_OPEN] * 4

    found = measures.hours(replace(HOUR, outcome=outcome) for outcome in outcomes)

    assert (found.count, found.refilled, found.lost, found.not_open, found.lost_minutes) == (
        9, Share(3, 5, 60), 2, 4, 90,
    )  # fmt: skip


def test_of_nothing_nothing_is_said() -> None:
    assert measures.hours([]).refilled == Share(0, 0)
    assert measures.access([]).converted == Share(0, 0)


def test_weeks_run_from_monday_and_empty_ones_stand_too() -> None:
    hours = [replace(HOUR, on=day) for day in (date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 22))]

    found = measures.by_week(hours, until=date(2026, 11, 26), weeks=3)

    assert {monday: counts[HourOutcome.LOST] for monday, counts in found.items()} == {
        date(2026, 11, 9): 0, date(2026, 11, 16): 1, date(2026, 11, 23): 2,
    }  # fmt: skip
