"""Until when the families of a chain may answer."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from otium.rules.families.chains import AnswerTime, answers_by, shipped

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
GIVEN = AnswerTime(hours=24, least_hours=2, before_hours=4)


def hours(*count: float) -> list[datetime]:
    return [AT + timedelta(hours=each) for each in count]


@pytest.mark.parametrize(
    ("reached", "first", "until"),
    [
        ([0], 100, 24),
        ([0, 9], 100, 33),  # whom a text reaches in the morning has as long
        ([0], 28, 24),
        ([0], 27, 23),
        ([0], 6, 2),
        ([0], 5.99, None),
        ([10], 15, None),
        ([0], -1, None),
    ],
)
def test_who_is_reached_last_has_a_day_and_the_first_visit_is_hours_away(
    reached: list[float], first: float, until: float | None
) -> None:
    (first_at,) = hours(first)

    assert answers_by(hours(*reached), first_at, GIVEN) == (None if until is None else hours(until)[0])


def test_what_ships_is_read() -> None:
    text = files("otium.rules.families").joinpath("chains.toml").read_text("utf-8")

    assert shipped(text) == GIVEN
