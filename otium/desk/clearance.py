"""Is each booked visit safe to give, and what would change if visits were moved, added or dropped. Nothing is saved.

Pages ask here: the facts are loaded in a fixed number of queries however many patients there are, and the rule
(rules/clearance) does the rest.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction

from otium.desk import calendar, clock, payer_book, settle
from otium.records.facts import estimates_facts, judged_only, patients_facts, visits_facts
from otium.records.models import Practice
from otium.rules import case as cases
from otium.rules import clearance, dollars
from otium.terms.clearance import ClearanceLedger, VisitChange, VisitClearance, WhatIf
from otium.terms.facts import PracticeFacts
from otium.terms.payers import PayerType

Value = TypeVar("Value")
Ledgers = tuple[ClearanceLedger, ...]


class NoSuchVisit(LookupError):
    """A what-if names a visit or patient that is not among those to come."""


@dataclass(frozen=True, slots=True)
class Around(Generic[Value]):
    """What an act gave, and the ledgers before and after it: one a patient, an empty one for who left."""

    value: Value
    before: Ledgers
    after: Ledgers


@transaction.atomic
def of_patients(
    practice: Practice,
    *,
    on: date,
    patients: Iterable[UUID] | None = None,
    visits: Container[UUID] | None = None,
) -> dict[UUID, ClearanceLedger]:
    """The ledger of each of these patients who is active (None: of every one), by patient; of these visits, or of all
    to come."""
    return _ledgers(_facts(practice, on, patients), on, visits)


def around(act: Callable[[], Value], practice: Practice, *, on: date, patients: tuple[UUID, ...]) -> Around[Value]:
    """Of an act upon visits of these patients, which settles them; the practice is locked, in a transaction.

    Nothing else of what is judged is changed by such an act, so facts are read once: those that were settled, with the
    visits as they were before and as they are after.
    """
    was = visits_facts(practice, on=on, patients=patients)
    with settle.facts_read() as read:
        value = act()
    facts = _after(read, practice, on, patients)
    before = replace(facts, patients=tuple(replace(p, visits=was.get(p.patient_id, ())) for p in facts.patients))
    return Around(value, _of_each(before, on, patients), _of_each(facts, on, patients))


def _after(read: list[PracticeFacts], practice: Practice, on: date, patients: tuple[UUID, ...]) -> PracticeFacts:
    """The newest that was read of each patient. All are read anew where one is missing: who left is not settled, and
    several acts may be settled together later."""
    newest = {p.patient_id: p for facts in read for p in facts.patients}
    if not all(key in newest for key in patients):
        return _facts(practice, on, patients)
    visits = visits_facts(practice, on=on, patients=patients)
    facts = judged_only(read[-1], (replace(newest[key], visits=visits.get(key, ())) for key in patients))
    return _with_drafts(facts, practice, on)


def _with_drafts(facts: PracticeFacts, practice: Practice, on: date) -> PracticeFacts:
    """A settling drafts the estimates that are owed after it has read the facts."""
    paying = {p.patient_id for p in facts.patients if any(c.payer_type is PayerType.SELF_PAY for c in p.coverages)}
    if not paying:
        return facts
    given = estimates_facts(practice, on=on, patients=paying)
    people = (
        replace(p, estimates=given.get(p.patient_id, ())) if p.patient_id in paying else p for p in facts.patients
    )
    return replace(facts, patients=tuple(people))


def _of_each(facts: PracticeFacts, on: date, patients: tuple[UUID, ...]) -> Ledgers:
    found = _ledgers(facts, on)
    return tuple(found.get(key) or ClearanceLedger(key, ()) for key in patients)


def _ledgers(facts: PracticeFacts, on: date, visits: Container[UUID] | None = None) -> dict[UUID, ClearanceLedger]:
    rates = dollars.rate_book(facts.rates)
    return {p.patient_id: clearance.ledger(cases.of(p, facts, on, rates, visits)) for p in facts.patients}


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
        if first := clearance.first_changed(patient, facts, changes[patient.patient_id], on, zone):
            found[patient.patient_id] = first
    return found


def _facts(practice: Practice, on: date, patients: Iterable[UUID] | None) -> PracticeFacts:
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    return patients_facts(practice, on=on, days=days, book=book, patients=patients)
