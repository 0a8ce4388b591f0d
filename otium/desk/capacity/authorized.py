"""Booked visits that the authorizations in force do not reach: they have ended by then, or have no visit left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk import calendar, payer_book
from otium.records.facts import patients_facts
from otium.records.models import Practice
from otium.rules import case as cases
from otium.rules.prior_auth import outlook
from otium.terms.prior_auth import Authorization, AuthState


@dataclass(frozen=True, slots=True)
class Reach:
    """`beyond`: visits. `unknown`: authorizations in force of which it is not on file how many visits they approve;
    only their end counts."""

    beyond: frozenset[UUID]
    unknown: int


def reach(practice: Practice, on: date, patients: Iterable[UUID]) -> Reach:
    """Of these patients. A fixed number of queries."""
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = patients_facts(practice, on=on, days=days, book=book, patients=patients)
    beyond: set[UUID] = set()
    for patient in facts.patients:
        lacking, _none = outlook.uncovered_by_authorization(cases.of(patient, facts, on))
        beyond.update(visit.id for visits in lacking.values() for visit in visits)
    unknown = sum(_is_unknown(each) for patient in facts.patients for each in patient.authorizations)
    return Reach(frozenset(beyond), unknown)


def _is_unknown(authorization: Authorization) -> bool:
    if authorization.state is not AuthState.ACTIVE:
        return False
    return not authorization.services or any(each.approved is None for each in authorization.services)
