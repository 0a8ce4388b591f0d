"""A person says whose an unmatched message is, or sends a held file to the practice it belongs to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import acting, blobs, history, settle
from otium.desk.actor import Actor
from otium.desk.inbox import messages, reading
from otium.desk.inbox.arrival import Arrival, FileOutcome, receive_for, waiting_of
from otium.desk.inbox.keeping import CANNOT_KEEP
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import Answer
from otium.records.models import Blob, Coverage, InboundFile, Practice


class MatchRefused(Exception):
    """The match cannot be made; `code` names the sentence (pages.words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def to_patient(practice: Practice, file_id: UUID, patient_id: UUID, *, by: Actor, at: datetime) -> Applied:
    """Apply the first waiting message of the file to this patient. Raises MatchRefused and changes nothing."""
    settle.lock_practice(practice.pk)
    file = InboundFile.objects.select_for_update(of=("self",)).get(practice=practice, pk=file_id)
    read = reading.read(blobs.load(practice, Blob.objects.get(pk=file.blob_id)))
    report = file.report.get("messages", [])
    index = next((i for i, m in enumerate(report) if m["state"] == "unmatched"), None)
    if index is None or index >= len(read.messages):
        raise MatchRefused("nothing_waits")
    body = read.messages[index].body
    if body is not None and not isinstance(body, Answer):
        raise MatchRefused("not_of_a_patient")
    coverage = messages.coverage_for(practice, body, patient_id, at=at) if body else None
    if body is None or coverage is None:
        raise MatchRefused("patient_without_coverage")
    done = _applied(practice, file, body, coverage, by=by, at=at)
    if done.state == "unmatched":
        raise MatchRefused(done.cause)
    report[index] = done.as_json()
    _store(file, report, by=by, at=at)
    settle.settle(practice, by=by, at=at, patients=[patient_id], why="matched")
    return done


def _applied(
    practice: Practice, file: InboundFile, body: Answer, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    try:
        with transaction.atomic():
            return messages.apply_to(practice, file, body, coverage, by=by, at=at)
    except CANNOT_KEEP as error:
        raise MatchRefused("cannot_keep") from error


def _store(file: InboundFile, report: list[dict[str, Any]], *, by: Actor, at: datetime) -> None:
    waiting = waiting_of([Applied(m["state"], m["kind"], m["segment"], m["cause"]) for m in report])
    before = {"state": file.state}
    file.state = waiting.state if waiting else "applied"
    cause, position = (waiting.cause, waiting.segment) if waiting else ("", None)
    file.report = {**file.report, "messages": report, "cause": cause, "position": position}
    file.save(update_fields=["state", "report"])
    history.record(file, "matched", by=by, at=at, before=before, after={"state": file.state})


def to_practice(office_id: UUID, file_id: UUID, practice_id: UUID, *, by: Actor, at: datetime) -> FileOutcome:
    """Hand a file held at the firm's office to a practice, where it is taken in as if it had just arrived."""
    with acting.acting_for(office_id):
        settle.lock_practice(office_id)
        office = Practice.objects.get(pk=office_id)
        file = InboundFile.objects.select_for_update(of=("self",)).get(practice=office, pk=file_id)
        if file.state != "unrouted":
            raise MatchRefused("nothing_waits")
        if file.report.get("cause") == "several_practices_named":  # it would show each the others' patients
            raise MatchRefused("several_practices_named")
        data = blobs.load(office, Blob.objects.get(pk=file.blob_id))
        arrival = Arrival(file.name, data, carrier="office")
        outcome = receive_for(practice_id, arrival, by=by, at=at)
        file.state = "routed"
        file.save(update_fields=["state"])
        history.record(file, "routed", by=by, at=at, after={"practice_id": practice_id, "state": outcome.state})
        settle.settle(office, by=by, at=at, patients=[], why="routed")
    return outcome
