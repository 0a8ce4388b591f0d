"""Business days: Monday to Friday without the US federal holidays."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

WEEK = timedelta(days=7)


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Observed days included, so that a Saturday holiday closes the Friday before it."""
    return frozenset(day for day in holidays.country_holidays("US", years=(year, year + 1)) if day.year == year)


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def business_days(first: date, last: date) -> list[date]:
    return [day for day in days_between(first, last) if is_business_day(day)]


def business_day_before(day: date, count: int = 1) -> date:
    """The count-th business day before the day; the day itself is never counted."""
    while count:
        day -= timedelta(days=1)
        count -= is_business_day(day)
    return day


def first_business_day(day: date) -> date:
    """The day itself, or the next business day."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day
