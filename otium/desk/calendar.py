"""Which days a practice works: its weekdays, less federal holidays, those of its state where it chose so, and its own
closed days."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from otium.records.models import Practice
from otium.rules.business_days import is_open
from otium.terms.facts import BusinessDays


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> dict[date, str]:
    """Observed US federal holidays with their names. Source: 5 U.S.C. 6103, by the holidays package."""
    return dict(sorted(holidays.country_holidays("US", years=year, observed=True).items()))


@lru_cache(maxsize=256)
def state_holidays(state: str, year: int) -> dict[date, str]:
    """Observed holidays of a state or territory that are no federal ones, with their names; none of an unknown state.

    Source: the holidays package, whose list is the state's statutes as its authors read them. Certainty: knowledge.
    """
    if state not in holidays.US.subdivisions:
        return {}
    found = holidays.country_holidays("US", subdiv=state, years=year, observed=True)
    return {day: name for day, name in sorted(found.items()) if day not in federal_holidays(year)}


def closed(practice: Practice, days: Iterable[date]) -> dict[date, str]:
    """Those of the days on which the practice does not work, with the holiday's name; empty where it has none."""
    found = {}
    for day in days:
        if not is_open(day, business_days(practice, day)):
            of_state = state_holidays(practice.state, day.year) if practice.holidays == "state" else {}
            found[day] = federal_holidays(day.year).get(day) or of_state.get(day, "")
    return found


def business_days(practice: Practice, on: date) -> BusinessDays:
    """The practice's working days for the years around `on`."""
    years = [on.year + offset for offset in (-1, 0, 1)]
    shut = frozenset[date]().union(*map(federal_holidays, years))
    if practice.holidays == "state":
        shut = shut.union(*(state_holidays(practice.state, year) for year in years))
    closed = frozenset(date.fromisoformat(text) for text in practice.closed_on)
    return BusinessDays(frozenset(practice.weekdays) or BusinessDays().weekdays, shut | closed)
