"""The facts of hours and production, by the practice's own days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from otium.desk import calendar, clock
from otium.desk.appointments.needs import practice_hours
from otium.records import capacity, eligibility
from otium.records.models import Practice
from otium.records.scope import Scope
from otium.rules import dollars
from otium.rules.primary import PrimaryByDay
from otium.terms.capacity import Roster, Session
from otium.terms.facts import BusinessDays
from otium.terms.schedule import Visit, VisitStatus


def roster(practice: Practice, first: date, last: date) -> Roster:
    """Who works when from one day to another. Five queries."""
    workers, sites, rooms = capacity.people(practice.pk)
    known = [calendar.business_days(practice, on) for on in (first, last)]
    days = BusinessDays(known[0].weekdays, known[0].holidays | known[1].holidays)
    return Roster(days, practice_hours(practice), clock.zone(practice), workers, sites, rooms)


def sessions(practice: Practice, first: date, last: date) -> tuple[Session, ...]:
    """Visits of these days, both included. Two queries."""
    return capacity.sessions(practice.pk, *instants(practice, first, last), day_of(practice))


def priced(practice: Practice, found: tuple[Session, ...]) -> tuple[Session, ...]:
    """With the dollars expected of who pays first on each day. Two queries."""
    rates = dollars.rate_book(eligibility.rates(practice.pk))
    scope = Scope(practice.pk, datetime.min.replace(tzinfo=UTC), tuple(sorted({s.patient_id for s in found})))
    primary = {who: PrimaryByDay(coverages) for who, coverages in eligibility.coverages(scope).items()}

    def price(s: Session) -> Session:
        visit = Visit(s.id, s.patient_id, s.span.start, s.on, VisitStatus.DONE, s.kind)
        return replace(s, dollars=rates.price(visit, primary[s.patient_id][s.on] if s.patient_id in primary else None))

    return tuple(price(s) for s in found)


def instants(practice: Practice, first: date, last: date) -> tuple[datetime, datetime]:
    """From the first instant of one day to the end of another."""
    return clock.instant(first, time(), practice), clock.instant(last + timedelta(days=1), time(), practice)


def day_of(practice: Practice) -> Callable[[datetime], date]:
    zone = clock.zone(practice)
    return lambda at: at.astimezone(zone).date()
