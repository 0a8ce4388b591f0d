"""From the request to the estimate given. One draft a patient; what was given stays as it was, with its version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import calendar, clock, history, payer_book, settle
from otium.desk import estimate_drafts as drafts
from otium.desk.actor import Actor
from otium.records.facts import practice_facts
from otium.records.models import GoodFaithEstimate, Patient, Practice
from otium.rules import case as cases
from otium.rules.case import Case
from otium.rules.estimate import good_faith
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
        drafts.write(waiting, clock_, "asked", by, at)
    else:
        waiting = drafts.new(patient, {**clock_, **_filled(patient, case)}, by, at)
    settle.settle(patient.practice, by=by, at=at, patients=[patient_id], why=WHY)
    return waiting


@transaction.atomic
def draft(*, patient_id: UUID, by: Actor, at: datetime) -> GoodFaithEstimate:
    """The patient's draft, filled anew from what is booked; its reason and clock stay as they were."""
    patient, case = _of(patient_id, at)
    found, values = _drafts(patient).first(), _filled(patient, case)
    if found:
        drafts.write(found, values, drafts.FILLED, by, at)
    else:
        found = drafts.new(patient, {**drafts.clock(case, at), **values}, by, at)
    settle.settle(patient.practice, by=by, at=at, patients=[patient_id], why=WHY)
    return found


@transaction.atomic
def change(
    *, estimate_id: UUID, lines: Sequence[EstimateLine], diagnoses: Sequence[str], by: Actor, at: datetime
) -> GoodFaithEstimate:
    """What a person corrected in a draft. Raises NotDraft."""
    row = _locked(estimate_id)
    kept = [drafts.stored(line) for line in lines]
    values = {"lines": kept, "diagnoses": list(diagnoses), "total": drafts.total(lines)}
    drafts.write(row, values, drafts.CORRECTED, by, at)
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
    values = {"state": ISSUED, "issued_at": at, "supersedes": previous, "notice_id": notice_id}
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


def _of(patient_id: UUID, at: datetime) -> tuple[Patient, Case]:
    """The patient under the practice's lock, and their case."""
    settle.lock_practice_of(Patient, patient_id)
    patient = Patient.objects.select_related("practice").get(pk=patient_id)
    return patient, case_of(patient.practice, patient_id, at)


def missing(patient: Patient, *, at: datetime) -> tuple[str, ...]:
    """What an estimate of what is booked cannot be given without: prices, or codes of rules.estimate.document."""
    case = case_of(patient.practice, patient.pk, at)
    return drafts.fill(patient, case, []).lacks


def _filled(patient: Patient, case: Case) -> dict[str, Any]:
    known = drafts.diagnoses_of(patient.practice, [patient.pk])
    return drafts.fill(patient, case, known.get(patient.pk, [])).values


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


def _move(row: GoodFaithEstimate, values: dict[str, Any], event: str, by: Actor, at: datetime, why: str = "") -> None:
    before = row.state
    for name, value in values.items():
        setattr(row, name, value)
    row.digest = drafts.digest(row)
    row.save(update_fields=[*values, "digest"])
    after = {"state": row.state, "digest": row.digest}
    history.record(row, event, by=by, at=at, before={"state": before}, after=after, why=why)
