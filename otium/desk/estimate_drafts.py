"""Drafts of good-faith estimates: filled from what is booked, and by themselves where a task to give one stands.

One draft a patient. Settles nothing, so that the settling itself may call it; people draft by desk.estimates.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import EpisodeOfCare, GoodFaithEstimate, History, Patient, Practice, Task
from otium.rules import case as cases
from otium.rules.case import Case
from otium.rules.estimate import document, good_faith, items
from otium.rules.estimate.document import Person, Provider
from otium.terms.duty import DutyKind
from otium.terms.estimate import EstimateLine, EstimateReason
from otium.terms.facts import PracticeFacts
from otium.terms.family import EstimateState

DRAFT = EstimateState.DRAFT.value
FILLED, CORRECTED = "drafted", "changed"  # events of its history
LINES, PRICES = "lines", "prices"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a draft would hold today; `lacks` says what an estimate cannot be given without."""

    values: dict[str, Any]
    lacks: tuple[str, ...]


def follow(
    practice: Practice, tasks: Iterable[Task], facts: PracticeFacts, *, on: date, by: Actor, at: datetime
) -> dict[UUID, GoodFaithEstimate]:
    """The draft of each patient to whom an estimate is owed, in line with what is booked today, by patient.

    None where a service or a price is unknown, or where the paper would lack what it must say. A draft that a person
    corrected stays as they left it. The practice is locked. No such task: no query.
    """
    owed = {t.patient_id for t in tasks if t.kind == DutyKind.GIVE_ESTIMATE and t.patient_id}
    if not owed:
        return {}
    patients = Patient.objects.filter(practice=practice).select_related("practice", "location").in_bulk(owed)
    drafts = _standing(practice, owed)
    corrected, diagnoses = _corrected(practice, drafts), diagnoses_of(practice, owed)
    found = {}
    for known in facts.patients:
        if known.patient_id not in owed:
            continue
        patient, draft = patients[known.patient_id], drafts.get(known.patient_id)
        if draft is not None and draft.pk in corrected:
            if not lacks_of(patient, has_lines=bool(draft.lines)):
                found[patient.pk] = draft
            continue
        case = cases.of(known, facts, on)
        filled = fill(patient, case, diagnoses.get(patient.pk, []))
        if not filled.lacks:
            found[patient.pk] = _in_line(draft, patient, {**_clock(case, draft, at), **filled.values}, by, at)
    return found


def fill(patient: Patient, case: Case, diagnoses: list[str]) -> Filled:
    """Items of the visits booked within 12 months of the first, at the practice's prices."""
    visits = items.paid_by_family(case, case.upcoming) or case.upcoming
    starts_on = visits[0].on if visits else case.on
    ends_on = good_faith.last_day(starts_on)
    planned = items.planned(case, [v for v in visits if v.on <= ends_on])
    values = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "lines": [stored(line) for line in planned.lines],
        "diagnoses": diagnoses,
        "total": total(planned.lines),
    }
    prices = (PRICES,) if planned.unknown else ()
    return Filled(values, (*prices, *lacks_of(patient, has_lines=bool(planned.lines or planned.unknown))))


def lacks_of(patient: Patient, *, has_lines: bool) -> tuple[str, ...]:
    """What the paper must say and the records do not hold, by the codes of rules.estimate.document."""
    found = document.lacking(person(patient), provider(patient.practice, patient), has_lines=has_lines)
    return tuple(found)


def person(patient: Patient) -> Person:
    return Person(f"{patient.first_name} {patient.last_name}", patient.birth_on)


def provider(practice: Practice, patient: Patient) -> Provider:
    street = patient.location.address if patient.location and patient.location.address else practice.address
    town = (practice.city, practice.state, practice.postal_code[:5])
    place = " ".join(part for part in town if part) if practice.city and practice.city not in street else ""
    address = ", ".join(part for part in (street, place) if part) if street else ""
    return Provider(practice.name, practice.npi, practice.tax_id, address, practice.state, practice.phone)


def diagnoses_of(practice: Practice, patients: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Of the newest active episode of OT, by patient. One query."""
    rows = EpisodeOfCare.objects.filter(practice=practice, patient_id__in=patients, is_active=True, discipline="OT")
    found: dict[UUID, list[str]] = {}
    for patient, codes in rows.order_by("-starts_on", "id").values_list("patient_id", "icd10"):
        found.setdefault(patient, list(codes or []))
    return found


def stored(line: EstimateLine) -> dict[str, Any]:
    """As the row keeps it: dollars as text."""
    dollars = {"each": str(line.each), "total": str(line.total)}
    return {"code": line.code, "units": line.units, "visits": line.visits, **dollars}


def total(lines: Sequence[EstimateLine]) -> Any:
    return sum(line.total for line in lines)


def digest(row: GoodFaithEstimate) -> str:
    """Hex SHA-256 of what the estimate says: items, diagnoses, period."""
    said = [row.lines, row.diagnoses, row.starts_on.isoformat(), row.ends_on.isoformat()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def clock(case: Case, at: datetime) -> dict[str, Any]:
    """Why it is owed and by when; without a duty it is one that nobody waits for, due as if asked for today."""
    found = min(good_faith.wanted(case), key=lambda w: w.due_on, default=None)
    reason = found.reason if found else EstimateReason.REQUESTED
    due_on = found.due_on if found else good_faith.due_asked(case.on, case.days)
    return {"reason": reason.value, "asked_at": at, "due_on": due_on}


def new(patient: Patient, values: dict[str, Any], by: Actor, at: datetime) -> GoodFaithEstimate:
    last = GoodFaithEstimate.objects.filter(practice=patient.practice, patient=patient).order_by("-version").first()
    row = GoodFaithEstimate(
        practice=patient.practice, patient=patient, version=last.version + 1 if last else 1, state=DRAFT, **values
    )
    row.digest = digest(row)
    row.save(force_insert=True)
    history.record(row, FILLED, by=by, at=at, after={"version": row.version, "reason": row.reason})
    return row


def write(row: GoodFaithEstimate, values: dict[str, Any], event: str, by: Actor, at: datetime) -> None:
    """Only what differs is history."""
    before, after = history.changes(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.digest = digest(row)
    row.save(update_fields=[*values, "digest"])
    if after:
        history.record(row, event, by=by, at=at, before=before, after=after)


def _standing(practice: Practice, patients: Iterable[UUID]) -> dict[UUID, GoodFaithEstimate]:
    rows = GoodFaithEstimate.objects.filter(practice=practice, patient_id__in=patients, state=DRAFT)
    return {row.patient_id: row for row in rows.select_for_update().order_by("-version")}


def _corrected(practice: Practice, drafts: dict[UUID, GoodFaithEstimate]) -> set[UUID]:
    """Those that a person corrected since they were last filled."""
    if not drafts:
        return set()
    ids = [row.pk for row in drafts.values()]
    rows = History.objects.filter(
        practice=practice, focus_type="goodfaithestimate", focus_id__in=ids, event__in=(FILLED, CORRECTED)
    )
    last = dict(rows.order_by("at", "-event").values_list("focus_id", "event"))
    return {key for key, event in last.items() if event == CORRECTED}


def _in_line(
    draft: GoodFaithEstimate | None, patient: Patient, values: dict[str, Any], by: Actor, at: datetime
) -> GoodFaithEstimate:
    if draft is None:
        return new(patient, values, by, at)
    if any(getattr(draft, name) != value for name, value in values.items()):
        write(draft, values, FILLED, by, at)
    return draft


def _clock(case: Case, draft: GoodFaithEstimate | None, at: datetime) -> dict[str, Any]:
    """Of a draft that was asked for the clock runs on; another's is that for which an estimate is owed today."""
    if draft is None:
        return clock(case, at)
    return {} if draft.reason == EstimateReason.REQUESTED.value else clock(case, draft.asked_at)
