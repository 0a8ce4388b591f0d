"""Which days a practice is closed: federal holidays, and those of its state where it chose so."""

from datetime import date

import pytest

from otium.desk import calendar
from otium.records.models import Practice
from otium.rules import business_days


@pytest.mark.parametrize(
    ("state", "holidays", "on", "is_open"),
    [
        ("LA", "federal", date(2026, 2, 17), True),
        ("LA", "state", date(2026, 2, 17), False),
        ("LA", "state", date(2026, 2, 18), True),
        ("MA", "state", date(2026, 4, 20), False),
        ("PR", "state", date(2026, 1, 6), False),
        ("PR", "state", date(2026, 3, 23), False),
        ("AZ", "state", date(2026, 2, 17), True),
        ("CA", "state", date(2026, 10, 12), False),
        ("", "state", date(2026, 2, 17), True),
        ("ZZ", "state", date(2026, 12, 25), False),
    ],
    ids=["Mardi Gras, federal only", "Mardi Gras", "the day after", "Patriots’ Day", "Epiphany in Puerto Rico",
         "Emancipation Day, observed", "another state", "a federal one that the state has not", "no state on file",
         "no such state"],
)  # fmt: skip
def test_a_practice_is_closed_on_the_holidays_it_chose(state: str, holidays: str, on: date, is_open: bool) -> None:
    practice = Practice(state=state, holidays=holidays, weekdays=[], closed_on=[])

    assert business_days.is_open(on, calendar.business_days(practice, on)) is is_open


def test_days_on_which_a_practice_is_closed_are_named_where_the_holiday_has_a_name() -> None:
    practice = Practice(state="LA", holidays="state", weekdays=[0, 1, 2, 3], closed_on=["2026-02-18"])

    found = calendar.closed(practice, [date(2026, 2, day) for day in range(16, 21)])

    assert list(found) == [date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 20)]
    assert [bool(name) for name in found.values()] == [True, True, False, False]
    assert found[date(2026, 2, 17)] == "Mardi Gras"
