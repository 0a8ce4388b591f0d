"""Which days a practice works. Thanksgiving 2026 is Thursday 26 November."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.rules import business_days
from otium.terms.facts import BusinessDays
from tests.rules.cast import DAYS

MON, TUE, WED, THANKSGIVING, FRI, SAT, SUN = (date(2026, 11, 23) + timedelta(days=i) for i in range(7))
NEXT_MON = date(2026, 11, 30)
days_of_the_year = st.dates(date(2026, 10, 1), date(2027, 2, 1))


@pytest.mark.parametrize(("day", "expected"), [(MON, True), (THANKSGIVING, False), (FRI, True), (SAT, False)])
def test_weekends_and_holidays_are_closed(day: date, expected: bool) -> None:
    assert business_days.is_open(day, DAYS) is expected


def test_a_practice_may_work_on_saturdays() -> None:
    saturdays = BusinessDays(weekdays=frozenset({5}))

    assert business_days.is_open(SAT, saturdays)
    assert business_days.add(MON, 1, saturdays) == SAT


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [(MON, 1, TUE), (WED, 1, FRI), (WED, 2, NEXT_MON), (SAT, 1, NEXT_MON), (SAT, 0, NEXT_MON), (MON, 0, MON)],
)
def test_add_counts_open_days_only(day: date, n: int, expected: date) -> None:
    assert business_days.add(day, n, DAYS) == expected


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [(TUE, 1, MON), (FRI, 1, WED), (NEXT_MON, 3, TUE), (SUN, 1, FRI), (SUN, 0, FRI), (THANKSGIVING, 0, WED)],
)
def test_back_counts_open_days_only(day: date, n: int, expected: date) -> None:
    assert business_days.back(day, n, DAYS) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (MON, MON, 0),
        (MON, TUE, 1),
        (WED, THANKSGIVING, 0),
        (WED, FRI, 1),
        (FRI, SUN, 0),
        (FRI, NEXT_MON, 1),
        (NEXT_MON, FRI, -1),
        (MON, date(2026, 12, 7), 9),
    ],
)
def test_between_counts_the_days_after_the_first_up_to_the_last(a: date, b: date, expected: int) -> None:
    assert business_days.between(a, b, DAYS) == expected


@given(days_of_the_year, st.integers(1, 40))
def test_add_and_between_agree(day: date, n: int) -> None:
    assert business_days.between(day, business_days.add(day, n, DAYS), DAYS) == n


@given(days_of_the_year, st.integers(0, 40))
def test_back_lands_on_an_open_day_not_after(day: date, n: int) -> None:
    found = business_days.back(day, n, DAYS)

    assert business_days.is_open(found, DAYS)
    assert found < day or (n == 0 and found == day)


def test_a_calendar_without_open_days_is_refused_by_name() -> None:
    with pytest.raises(business_days.NeverOpenError):
        business_days.add(MON, 1, BusinessDays(weekdays=frozenset()))


@pytest.mark.parametrize("move", [business_days.add, business_days.back])
def test_a_negative_number_of_days_is_refused(move: object) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        move(MON, -1, DAYS)  # type: ignore[operator]
