"""An hour that came free helps who waits for a weekly one only where the weeks after are free as well."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from otium.rules.capacity.forecast import WEEKS
from otium.rules.waitlist.standing import is_standing
from otium.terms.waitlist import Opening

HOUR = Opening(date(2026, 11, 24), time(15), 45, UUID(int=1), None, 24)  # Tuesday
OWN = datetime.combine(HOUR.on, HOUR.starts_at)


def taken(weeks: int, at: str, until: str) -> tuple[datetime, datetime]:
    day = (OWN + timedelta(weeks=weeks)).date()
    return datetime.combine(day, time.fromisoformat(at)), datetime.combine(day, time.fromisoformat(until))


@pytest.mark.parametrize(
    ("weeks", "at", "until", "is_free"),
    [
        (1, "15:00", "15:45", False),
        (1, "14:15", "15:00", True),
        (1, "14:15", "15:01", False),
        (1, "15:45", "16:30", True),
        (1, "15:44", "16:30", False),
        (0, "15:00", "15:45", True),
        (WEEKS - 1, "15:00", "15:45", False),
        (WEEKS, "15:00", "15:45", True),
    ],
)
def test_a_standing_hour_is_free_in_the_weeks_after(weeks: int, at: str, until: str, is_free: bool) -> None:
    assert is_standing(HOUR, [taken(weeks, at, until)]) is is_free


def test_another_day_of_those_weeks_is_no_hindrance() -> None:
    start, end = taken(1, "15:00", "15:45")
    assert is_standing(HOUR, [(start + timedelta(days=1), end + timedelta(days=1))])
    assert is_standing(HOUR, [])
