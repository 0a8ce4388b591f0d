"""Is each booked visit safe to give, and what would change if visits were moved, added or dropped. Nothing is saved.

Pages ask here: the facts are loaded in a fixed number of queries however many patients there are, and the rule
(rules/clearance) does the rest.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from otium.desk import calendar, clock, payer_book
from otium.records.facts import patients_facts
from otium.records.models import Practice
from otium.rules import case as cases
from otium.rules import clearance, dollars
from otium.terms.clearance import Change, ClearanceLedger, VisitChange, VisitClearance, WhatIf
from otium.terms.facts import PracticeFacts


class NoSuchVisit(LookupError):
    """A what-if names a visit or patient that is not among those to come."""


@transaction.atomic
def of_patients(practice: Practice, *, on: date, patients: Iterable[UUID] | None = None) -> dict[UUID, ClearanceLedger]:
    """The ledger of each of these patients who is active (None: of every one), by patient."""
    facts = _facts(practice, on, patients)
    rates = dollars.rate_book(facts.rates)
    return {p.patient_id: clearance.ledger(cases.of(p, facts, on, rates)) for p in facts.patients}


@transaction.atomic
def what_if(practice: Practice, *, patient_id: UUID, changes: tuple[VisitChange, ...], on: date) -> WhatIf:
    """The patient's ledger as it is, and as it would be with these changes. Raises NoSuchVisit."""
    facts = _facts(practice, on, (patient_id,))
    if not facts.patients:
        raise NoSuchVisit(f"patient {patient_id} is not an active patient of practice {practice.pk}")
    (patient,) = facts.patients
    try:
        return clearance.what_if(patient, facts, changes, on, clock.zone(practice))
    except clearance.VisitNotToCome as refused:
        raise NoSuchVisit(str(refused)) from refused


@transaction.atomic
def with_added(
    practice: Practice, changes: Mapping[UUID, tuple[VisitChange, ...]], *, on: date
) -> dict[UUID, VisitClearance]:
    """How the first visit that is added or moved for each of these patients would stand. The facts of all are loaded
    at once."""
    facts = _facts(practice, on, changes)
    zone = clock.zone(practice)
    found = {}
    for patient in facts.patients:
        seen = clearance.what_if(patient, facts, changes[patient.patient_id], on, zone)
        changed = (d.after for d in seen.differences if d.change in (Change.ADDED, Change.MOVED) and d.after)
        if first := next(changed, None):
            found[patient.patient_id] = first
    return found


def _facts(practice: Practice, on: date, patients: Iterable[UUID] | None) -> PracticeFacts:
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    return patients_facts(practice, on=on, days=days, book=book, patients=patients)
