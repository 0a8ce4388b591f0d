"""From the request to the estimate given. One draft a patient; what was given stays as it was, with its version."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import calendar, clock, history, payer_book, settle
from otium.desk.actor import Actor
from otium.records.facts import practice_facts
from otium.records.models import EpisodeOfCare, GoodFaithEstimate, Patient, Practice
from otium.rules import case as cases
from otium.rules.case import Case
from otium.rules.estimate import good_faith, items
from otium.terms.estimate import EstimateLine, EstimateReason
from otium.terms.family import EstimateState

WHY = "good-faith estimate"
DRAFT, ISSUED = EstimateState.DRAFT.value, EstimateState.ISSUED.value


class NotDraft(Exception):
    """The estimate was given, taken the place of or withdrawn, and is not changed any more."""


class NotReady(Exception):
    """The estimate cannot be given; `lacks` are the codes of rules.estimate.document, or `lines`."""

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = tuple(lacks)


@transaction.atomic
def ask(*, patient_id: UUID, by: Actor, at: datetime) -> GoodFaithEstimate:
    """Somebody asked: the clock starts, once while their estimate is not given. The draft that stands for it."""
    patient, case = _of(patient_id, at)
    waiting = _drafts(patient).first()
    if waiting and waiting.reason == EstimateReason.REQUESTED.value:
        return waiting
    clock_ = {
        "reason": EstimateReason.REQUESTED.value,
        "asked_at": at,
        "due_on": good_faith.due_asked(case.on, case.days),
    }
    if waiting:
        _write(waiting, clock_, "asked", by, at)
    else:
        waiting = _new(patient, {**clock_, **_filled(patient, case, at)}, by, at)
    settle.settle(patient.practice, by=by, at=at, patients=[patient_id], why=WHY)
    return waiting


@transaction.atomic
def draft(*, patient_id: UUID, by: Actor, at: datetime) -> GoodFaithEstimate:
    """The patient's draft, filled anew from what is booked; its reason and clock stay as they were."""
    patient, case = _of(patient_id, at)
    found, values = _drafts(patient).first(), _filled(patient, case, at)
    if found:
        _write(found, values, "drafted", by, at)
    else:
        found = _new(patient, {**_clock(case, at), **values}, by, at)
    settle.settle(patient.practice, by=by, at=at, patients=[patient_id], why=WHY)
    return found


@transaction.atomic
def change(
    *, estimate_id: UUID, lines: Sequence[EstimateLine], diagnoses: Sequence[str], by: Actor, at: datetime
) -> GoodFaithEstimate:
    """What a person corrected in a draft. Raises NotDraft."""
    row = _locked(estimate_id)
    values = {"lines": [stored(line) for line in lines], "diagnoses": list(diagnoses), "total": _total(lines)}
    _write(row, values, "changed", by, at)
    settle.settle(row.practice, by=by, at=at, patients=[row.patient_id], why=WHY)
    return row


@transaction.atomic
def issue(*, estimate_id: UUID, by: Actor, at: datetime, notice_id: UUID | None = None) -> GoodFaithEstimate:
    """It was given; the one before is superseded. Raises NotDraft, NotReady for an estimate without items."""
    row = _locked(estimate_id)
    if not row.lines:
        raise NotReady(("lines",))
    before = GoodFaithEstimate.objects.filter(practice=row.practice, patient_id=row.patient_id, state=ISSUED)
    previous = before.select_for_update().order_by("-version").first()
    for each in before.select_for_update():
        _move(each, {"state": EstimateState.SUPERSEDED.value}, "superseded", by, at)
    values = {"state": ISSUED, "issued_at": at, "supersedes": previous, "notice_id": notice_id, "digest": digest(row)}
    _move(row, values, "issued", by, at)
    settle.settle(row.practice, by=by, at=at, patients=[row.patient_id], why=WHY)
    return row


@transaction.atomic
def withdraw(*, estimate_id: UUID, by: Actor, at: datetime, why: str) -> GoodFaithEstimate:
    """A draft that is not wanted any more: they take the request back. Raises NotDraft."""
    row = _locked(estimate_id)
    _move(row, {"state": EstimateState.WITHDRAWN.value}, "withdrawn", by, at, why)
    settle.settle(row.practice, by=by, at=at, patients=[row.patient_id], why=WHY)
    return row


def stored(line: EstimateLine) -> dict[str, Any]:
    """As the row keeps it: dollars as text."""
    dollars = {"each": str(line.each), "total": str(line.total)}
    return {"code": line.code, "units": line.units, "visits": line.visits, **dollars}


def digest(row: GoodFaithEstimate) -> str:
    """Hex SHA-256 of what the estimate says: items, diagnoses, period."""
    said = [row.lines, row.diagnoses, row.starts_on.isoformat(), row.ends_on.isoformat()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _of(patient_id: UUID, at: datetime) -> tuple[Patient, Case]:
    """The patient under the practice's lock, and their case."""
    settle.lock_practice_of(Patient, patient_id)
    patient = Patient.objects.select_related("practice").get(pk=patient_id)
    return patient, case_of(patient.practice, patient_id, at)


def case_of(practice: Practice, patient_id: UUID, at: datetime) -> Case:
    on = clock.day(at, practice)
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    facts = practice_facts(practice, on=on, days=days, book=book, patients=[patient_id], with_left=True)
    return cases.of(facts.patients[0], facts, on)


def _drafts(patient: Patient) -> Any:
    rows = GoodFaithEstimate.objects.filter(practice=patient.practice, patient=patient, state=DRAFT)
    return rows.select_for_update().order_by("version")


def _locked(estimate_id: UUID) -> GoodFaithEstimate:
    settle.lock_practice_of(GoodFaithEstimate, estimate_id)
    row = GoodFaithEstimate.objects.select_for_update(of=("self",)).select_related("practice").get(pk=estimate_id)
    if row.state != DRAFT:
        raise NotDraft(row.state)
    return row


def _clock(case: Case, at: datetime) -> dict[str, Any]:
    """Why it is owed and by when; without a duty it is one that nobody waits for, due as if asked for today."""
    found = min(good_faith.wanted(case), key=lambda w: w.due_on, default=None)
    reason = found.reason if found else EstimateReason.REQUESTED
    due_on = found.due_on if found else good_faith.due_asked(case.on, case.days)
    return {"reason": reason.value, "asked_at": at, "due_on": due_on}


def _filled(patient: Patient, case: Case, at: datetime) -> dict[str, Any]:
    """Items of the visits booked within 12 months of the first, at the practice's prices; diagnoses of the episode."""
    visits = items.paid_by_family(case, case.upcoming) or case.upcoming
    starts_on = visits[0].on if visits else case.on
    ends_on = good_faith.last_day(starts_on)
    lines = items.planned(case, [v for v in visits if v.on <= ends_on]).lines
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "lines": [stored(line) for line in lines],
        "diagnoses": _diagnoses(patient),
        "total": _total(lines),
    }


def _diagnoses(patient: Patient) -> list[str]:
    rows = EpisodeOfCare.objects.filter(practice=patient.practice, patient=patient, is_active=True, discipline="OT")
    return list(rows.order_by("-starts_on", "id").values_list("icd10", flat=True).first() or [])


def _total(lines: Sequence[EstimateLine]) -> Any:
    return sum(line.total for line in lines)


def _new(patient: Patient, values: dict[str, Any], by: Actor, at: datetime) -> GoodFaithEstimate:
    last = GoodFaithEstimate.objects.filter(practice=patient.practice, patient=patient).order_by("-version").first()
    row = GoodFaithEstimate(
        practice=patient.practice, patient=patient, version=last.version + 1 if last else 1, state=DRAFT, **values
    )
    row.digest = digest(row)
    row.save(force_insert=True)
    history.record(row, "drafted", by=by, at=at, after={"version": row.version, "reason": row.reason})
    return row


def _write(row: GoodFaithEstimate, values: dict[str, Any], event: str, by: Actor, at: datetime) -> None:
    before, after = history.changes(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.digest = digest(row)
    row.save(update_fields=[*values, "digest"])
    if after:
        history.record(row, event, by=by, at=at, before=before, after=after)


def _move(row: GoodFaithEstimate, values: dict[str, Any], event: str, by: Actor, at: datetime, why: str = "") -> None:
    before = row.state
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    after = {"state": row.state, "digest": row.digest}
    history.record(row, event, by=by, at=at, before={"state": before}, after=after, why=why)
