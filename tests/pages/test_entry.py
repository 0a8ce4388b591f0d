from datetime import date

import pytest

from otium.pages import entry

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("tue", date(2026, 11, 24)),
        ("Tuesday", date(2026, 11, 24)),
        ("sun", date(2026, 11, 29)),
        ("mon", date(2026, 11, 30)),  # today's weekday is the next one
        ("viernes", date(2026, 11, 27)),
        ("+3", date(2026, 11, 26)),
        ("+ 3 d", date(2026, 11, 26)),
        ("-1d", date(2026, 11, 22)),
        ("+2w", date(2026, 12, 7)),
        ("+1m", date(2026, 12, 23)),
        ("+3m", date(2027, 2, 23)),
        ("-9m", date(2026, 2, 23)),
        ("+1y", date(2027, 11, 23)),
        ("12/4", date(2026, 12, 4)),
        ("1/4", date(2027, 1, 4)),  # the nearest, so next year
        ("10/4", date(2026, 10, 4)),
        ("12/4/26", date(2026, 12, 4)),
        ("12/04/2026", date(2026, 12, 4)),
        ("12.4.2026", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("dec 11", date(2026, 12, 11)),
        ("Dec. 11", date(2026, 12, 11)),
        ("11 december", date(2026, 12, 11)),
        ("december 11, 2027", date(2027, 12, 11)),
        ("Fri, Dec 11, 2026", date(2026, 12, 11)),  # as the pages show it
        ("vie, dic 11, 2026", date(2026, 12, 11)),
        ("11 de diciembre de 2026", date(2026, 12, 11)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, meant: date) -> None:
    assert entry.day(typed, on=MONDAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "13/1", "2/30", "2026-13-01", "dec", "dec 32", "+", "tues5", "1/2/3/4", "-5"]
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert entry.day(typed, on=MONDAY) is None


def test_a_month_on_from_the_31st_is_the_last_day_of_the_shorter_month() -> None:
    assert entry.day("+1m", on=date(2026, 1, 31)) == date(2026, 2, 28)


def test_the_29th_of_february_is_found_in_the_leap_year_near() -> None:
    assert entry.day("feb 29", on=date(2027, 12, 1)) == date(2028, 2, 29)
