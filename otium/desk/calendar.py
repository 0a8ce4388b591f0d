"""Which days a practice works: its weekdays, less federal holidays and its own closed days."""

from datetime import date
from functools import lru_cache

import holidays

from otium.records.models import Practice
from otium.terms.facts import BusinessDays


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """Observed US federal holidays. Source: 5 U.S.C. 6103, by the holidays package."""
    return frozenset(holidays.country_holidays("US", years=year, observed=True))


def business_days(practice: Practice, on: date) -> BusinessDays:
    """The practice's working days for the years around `on`."""
    federal = frozenset().union(*(federal_holidays(on.year + offset) for offset in (-1, 0, 1)))
    closed = frozenset(date.fromisoformat(text) for text in practice.closed_on)
    return BusinessDays(frozenset(practice.weekdays) or BusinessDays().weekdays, federal | closed)
