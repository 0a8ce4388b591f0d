"""What hangs on disputed requests: the visits and dollars at risk, and what may be treated meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk import calendar, payer_book
from otium.desk.reviews import books
from otium.records.facts import practice_facts
from otium.records.models import Practice
from otium.rules import case as cases
from otium.rules import dollars
from otium.rules.appeals import continuation
from otium.rules.prior_auth import reviews
from otium.rules.prior_auth.waiting import waiting_for
from otium.terms.duty import UNKNOWN_RISK, AtRisk
from otium.terms.reviews import Continuation


@dataclass(frozen=True, slots=True)
class Disputed:
    """`visits`: booked treatment that no authorization covers. `care`: what may be treated while it is disputed."""

    at_risk: AtRisk
    visits: int
    first_visit_on: date | None
    care: Continuation


NOTHING = Disputed(UNKNOWN_RISK, 0, None, continuation.UNKNOWN)


def disputed(practice: Practice, patients: Iterable[UUID], *, on: date) -> dict[UUID, Disputed]:
    """By request, of all requests of these patients. A fixed number of queries."""
    chosen = tuple(patients)
    if not chosen:
        return {}
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=chosen, with_left=True)
    rates, found = dollars.rate_book(facts.rates), {}
    for patient in facts.patients:
        case = cases.of(patient, facts, on, rates)
        for request in patient.requests:
            visits = waiting_for(case, request)
            found[request.id] = Disputed(
                at_risk=reviews.risk(case, request),
                visits=len(visits),
                first_visit_on=visits[0].on if visits else None,
                care=continuation.of_request(books.care_meanwhile(), case, request),
            )
    return found
