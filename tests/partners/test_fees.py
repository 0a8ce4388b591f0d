"""Allowed amounts, check digits and business days of the other side."""

from datetime import date
from decimal import Decimal

import pytest

from partners.days import business_day_before, business_days, first_business_day
from partners.fees import OT_THRESHOLDS, medicare_allowed, newest_known, private_allowed
from partners.people import luhn_digit


@pytest.mark.parametrize(
    ("units", "dollars"),
    [
        ({"97530": 1}, "35.07"),
        ({"97530": 2, "97110": 1}, "82.33"),
        ({"97110": 1, "97530": 2}, "82.33"),
        ({"97166": 1, "97535": 1}, "124.42"),
    ],
)
def test_medicare_pays_full_practice_expense_once_a_day(units: dict[str, int], dollars: str) -> None:
    assert medicare_allowed(units, year=2026) == Decimal(dollars)


def test_a_contract_pays_an_evaluation_like_three_units() -> None:
    assert private_allowed({"97166": 1, "97535": 1}, Decimal("30.00")) == Decimal("120.00")


@pytest.mark.parametrize(("year", "dollars"), [(2020, "2330"), (2025, "2410"), (2026, "2480"), (2029, "2480")])
def test_a_year_without_a_figure_takes_the_newest_before_it(year: int, dollars: str) -> None:
    assert newest_known(OT_THRESHOLDS, year) == Decimal(dollars)


def test_the_check_digit_is_that_of_the_standards_example() -> None:
    assert luhn_digit("80840" + "123456789") == "3"


def test_thanksgiving_is_no_business_day() -> None:
    week = business_days(date(2026, 11, 23), date(2026, 11, 29))

    assert week == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)]


def test_a_holiday_on_saturday_closes_the_friday() -> None:
    assert first_business_day(date(2026, 7, 3)) == date(2026, 7, 6)


def test_new_year_on_saturday_closes_the_last_friday_of_the_old_year() -> None:
    assert first_business_day(date(2027, 12, 31)) == date(2028, 1, 3)


def test_counting_back_skips_the_weekend() -> None:
    assert business_day_before(date(2026, 11, 23), 2) == date(2026, 11, 19)
