"""The ledger of visits that are not booked yet: moved, added, dropped."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from uuid import UUID, uuid5

from otium.rules import case as cases
from otium.rules import dollars
from otium.rules.clearance.ledger import ledger
from otium.terms.clearance import (
    WORST_FIRST,
    Change,
    ClearanceLedger,
    VisitChange,
    VisitClearance,
    VisitDifference,
    WhatIf,
)
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.schedule import Visit, VisitStatus, VisitType

NOON = time(12)


class VisitNotToCome(LookupError):
    """A change names a visit that is not booked for today or later, or adds one in the past."""


def what_if(
    patient: PatientFacts, practice: PracticeFacts, changes: Iterable[VisitChange], on: date, zone: tzinfo
) -> WhatIf:
    """The ledger before and after the changes, and each visit that they change. Raises VisitNotToCome.

    `zone` is the practice's: times of day stay what they are there.
    """
    rates = dollars.rate_book(practice.rates)
    wanted = tuple(changes)
    changed = with_changes(patient, wanted, on, zone)
    before = ledger(cases.of(patient, practice, on, rates))
    after = ledger(cases.of(changed, practice, on, rates))
    moved = {c.visit_id for c in wanted if c.visit_id and c.on}
    return WhatIf(before, after, _differences(before, after, moved))


def first_changed(
    patient: PatientFacts, practice: PracticeFacts, changes: Iterable[VisitChange], on: date, zone: tzinfo
) -> VisitClearance | None:
    """How the first of the visits that are added or moved would stand; None where none is. Raises VisitNotToCome."""
    wanted = tuple(changes)
    changed = with_changes(patient, wanted, on, zone)
    added = {v.id for v in changed.visits} - {v.id for v in patient.visits}
    moved = {change.visit_id for change in wanted if change.visit_id and change.on is not None}
    judged = ledger(cases.of(changed, practice, on, dollars.rate_book(practice.rates), added | moved)).visits
    return min(judged, key=lambda v: (v.on, str(v.visit_id)), default=None)


def with_changes(patient: PatientFacts, changes: Iterable[VisitChange], on: date, zone: tzinfo) -> PatientFacts:
    """The patient as if the changes were made. Raises VisitNotToCome."""
    visits = {v.id: v for v in patient.visits}
    for number, change in enumerate(changes):
        if change.on is not None and change.on < on:
            raise VisitNotToCome(f"change {number + 1} books a visit for {change.on}, which is over")
        if change.visit_id is None:
            added = _added(patient, change, number, zone)
            if added:
                visits[added.id] = added
            continue
        visit = visits.get(change.visit_id)
        if visit is None or visit.on < on or visit.status is not VisitStatus.BOOKED:
            raise VisitNotToCome(f"visit {change.visit_id} is not booked for {on} or later")
        if change.on is None:
            del visits[visit.id]
        else:
            visits[visit.id] = _moved(visit, change, change.on, zone)
    ordered = sorted(visits.values(), key=lambda v: (v.starts_at, v.id))
    return replace(patient, visits=tuple(ordered))


def _added(patient: PatientFacts, change: VisitChange, number: int, zone: tzinfo) -> Visit | None:
    if change.on is None:
        return None
    return Visit(
        id=uuid5(patient.patient_id, f"what if {number} {change.on}"),
        patient_id=patient.patient_id,
        starts_at=_instant(change.on, change.at or NOON, zone),
        on=change.on,
        status=VisitStatus.BOOKED,
        kind=VisitType(change.kind),
        therapist_id=change.therapist_id,
        is_telehealth=change.is_telehealth,
    )


def _moved(visit: Visit, change: VisitChange, on: date, zone: tzinfo) -> Visit:
    at = change.at or visit.starts_at.astimezone(zone).time()
    return replace(
        visit,
        on=on,
        starts_at=_instant(on, at, zone),
        therapist_id=change.therapist_id or visit.therapist_id,
        is_telehealth=visit.is_telehealth if change.is_telehealth is None else change.is_telehealth,
    )


def _instant(on: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(on, at, zone).astimezone(UTC)


def _differences(before: ClearanceLedger, after: ClearanceLedger, moved: set[UUID]) -> tuple[VisitDifference, ...]:
    was, will = {v.visit_id: v for v in before.visits}, {v.visit_id: v for v in after.visits}
    found = [
        VisitDifference(key, change, was.get(key), will.get(key))
        for key in {**will, **was}
        if (change := _change(was.get(key), will.get(key), key in moved))
    ]
    found.sort(key=lambda d: ((d.after or d.before).on, str(d.visit_id)))  # type: ignore[union-attr]
    return tuple(found)


def _change(before: VisitClearance | None, after: VisitClearance | None, is_moved: bool) -> Change | None:
    """None where the visit stays as it is. What is shown beside it (a count, a day) is no change."""
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.DROPPED
    if is_moved:
        return Change.MOVED
    was, will = WORST_FIRST.index(before.state), WORST_FIRST.index(after.state)
    if was != will:
        return Change.WORSE if will < was else Change.BETTER
    return Change.OTHER if _said(before) != _said(after) else None


def _said(visit: VisitClearance) -> list[tuple[str, str]]:
    return [(f.state, f.fact) for f in visit.findings]
