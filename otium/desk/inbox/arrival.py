"""The one way in: keep the bytes once, read them, apply each message whole or not at all, say what became of it."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import acting, ask_soon, audit, blobs, claim_standing, history, keys, settle
from otium.desk.actor import Actor
from otium.desk.inbox import messages, reading, routing
from otium.desk.inbox.keeping import CANNOT_KEEP
from otium.desk.inbox.outcome import Applied
from otium.desk.requests import heard
from otium.records.models import Claim, InboundFile, Practice, Receipt
from otium.terms.x12 import Finding

NO_ANSWER = "no_answer_in_it"  # cause of a file that is only kept


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What one file was, what it changed, and whether a person must look at it."""

    name: str
    practice: str
    state: str
    kind: str = ""
    file_id: UUID | None = None
    cause: str = ""
    position: int | None = None
    messages: tuple[Applied, ...] = ()
    tasks_opened: int = 0
    tasks_closed: int = 0

    def as_json(self) -> dict[str, Any]:
        plain = asdict(self) | {"file_id": self.file_id and str(self.file_id)}
        return plain | {"messages": [m.as_json() for m in self.messages]}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes as a carrier brought them."""

    name: str
    data: bytes = field(repr=False)
    carrier: str = "folder"


def receive(
    arrival: Arrival, *, by: Actor, at: datetime, practice_id: UUID | None = None, at_home: UUID | None = None
) -> FileOutcome:
    """Take in one file. Without `practice_id` it is routed by the ids and NPIs it names, or held at the firm.

    `at_home` is whose mailbox it lay in: that practice's, where the file names none. One that names several is held
    at the firm, as each would see the others' patients. The same bytes again change
    nothing and say so, whichever carrier brought them.
    """
    found = routing.Route(practice_id) if practice_id else _route(arrival.data)
    target = found.practice_id or (at_home if found == routing.NOBODY else None)
    if target is None:
        return receive_for(routing.office(at_home), arrival, by=by, at=at, unrouted=found.cause)
    return receive_for(target, arrival, by=by, at=at)


def _route(data: bytes) -> routing.Route:
    """Nobody's where our reader fails at it: it is kept all the same, and held with that cause."""
    try:
        return routing.route(reading.read(data))
    except CANNOT_KEEP:
        return routing.NOBODY


def receive_for(practice_id: UUID, arrival: Arrival, *, by: Actor, at: datetime, unrouted: str = "") -> FileOutcome:
    """Take in one file for this practice. The bytes are kept before anything of them is read: none is ever lost.

    `unrouted`: why it is nobody's, and only held here.
    Called within a transaction, both parts are part of it; else the file is committed before it is applied.
    """
    arrival = replace(arrival, name=_plain(arrival.name))
    file_id = _keep(practice_id, arrival, at)
    with acting.acting_for(practice_id):
        settle.lock_practice(practice_id)
        practice = Practice.objects.get(pk=practice_id)
        file = InboundFile.objects.get(practice=practice, pk=file_id)
        if file.report:
            return FileOutcome(arrival.name, practice.slug, "nothing_new", file.kind, file.pk, "same_bytes")
        try:
            with transaction.atomic():
                if unrouted:
                    return _hold(practice, file, arrival, "unrouted", unrouted, None, by=by, at=at)
                return _take_in(practice, file, arrival, by=by, at=at)
        except CANNOT_KEEP:  # each message could be kept, but not what follows from them
            file.refresh_from_db()
            return _hold(practice, file, arrival, "unreadable", "cannot_keep", None, by=by, at=at)


def finish(practice_id: UUID, *, by: Actor, at: datetime) -> list[FileOutcome]:
    """Take in the files that were kept and no further: whoever received them was killed in between."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        left = list(InboundFile.objects.filter(practice=practice, state="kept", report={}).select_related("blob"))
        arrivals = [Arrival(file.name, blobs.load(practice, file.blob), "again") for file in left]
    unrouted = routing.NOBODY.cause if practice.is_firm_office else ""
    return [receive_for(practice_id, arrival, by=by, at=at, unrouted=unrouted) for arrival in arrivals]


def _plain(name: str) -> str:
    """A file's name as text that can be kept: a carrier's may hold bytes of any alphabet."""
    return name.encode("utf-8", "replace").decode().replace("\0", "")


def _keep(practice_id: UUID, arrival: Arrival, at: datetime) -> UUID:
    """The file row of these bytes, made when it is new, with a receipt. Its report is empty until it is taken in."""
    with acting.acting_for(practice_id):
        settle.lock_practice(practice_id)
        practice = Practice.objects.get(pk=practice_id)
        digest = keys.keyed_hash(practice, arrival.data)
        file = InboundFile.objects.filter(practice=practice, digest=digest).first()
        if file is None:
            blob = blobs.keep(practice, arrival.data)
            file = InboundFile.objects.create(
                practice=practice, digest=digest, blob=blob, name=arrival.name, state="kept", received_at=at
            )
        Receipt.objects.create(
            practice=practice, inbound_file=file, carrier=arrival.carrier, name=arrival.name, received_at=at
        )
        return file.pk


def _take_in(practice: Practice, file: InboundFile, arrival: Arrival, *, by: Actor, at: datetime) -> FileOutcome:
    read = reading.read(arrival.data)
    file.kind = read.kind
    if read.problem is not None:
        problem = read.problem
        return _hold(practice, file, arrival, "unreadable", problem.code, problem.segment, by=by, at=at)
    if not routing.is_for(practice, read):
        return _hold(practice, file, arrival, "unrouted", "other_practice_named", None, by=by, at=at)
    done = messages.apply_all(practice, file, read.messages, by=by, at=at)
    waiting = waiting_of(done)
    state = waiting.state if waiting else _state_of(done)
    cause = waiting.cause if waiting else NO_ANSWER if state == "kept" else ""
    report = {"messages": [m.as_json() for m in done], "notes": [_note(n) for n in read.notes]}
    _finish(file, state, report, cause, waiting.segment if waiting else None, by=by, at=at)
    about = _billed(practice, file, by=by, at=at) | heard.settle_file(practice, file, by=by, at=at)
    patients = sorted({m.patient_id for m in done if m.patient_id} | about, key=str)
    settled = settle.settle(practice, by=by, at=at, patients=patients, why="received")
    if settled.opened:
        ask_soon.ask_soon(practice.pk)  # a denial for eligibility, or a payer that is down
    _audit(practice, file, patients, by=by, at=at)
    return FileOutcome(
        arrival.name, practice.slug, state, file.kind, file.pk,
        cause, waiting.segment if waiting else None, tuple(done), settled.opened, settled.closed,
    )  # fmt: skip


def _billed(practice: Practice, file: InboundFile, *, by: Actor, at: datetime) -> set[UUID]:
    """Patients of the claims that the file speaks of, whose standing follows from it now."""
    claims = claim_standing.claims_of_file(practice, file)
    if not claims:
        return set()
    claim_standing.settle_claims(practice, claims, by=by, at=at)
    return set(Claim.objects.filter(pk__in=claims).values_list("patient_id", flat=True))


def waiting_of(done: list[Applied]) -> Applied | None:
    """The message a person has to see first: one that cannot be read, else one that is nobody's for sure."""
    return next((m for state in ("unreadable", "unmatched") for m in done if m.state == state), None)


def _state_of(done: list[Applied]) -> str:
    """Without messages of a kind that is applied, a file is only kept."""
    if not done:
        return "kept"
    return "applied" if any(m.state == "applied" for m in done) else "nothing_new"


def _hold(
    practice: Practice, file: InboundFile, arrival: Arrival, state: str, cause: str, position: int | None,
    *, by: Actor, at: datetime,
) -> FileOutcome:  # fmt: skip
    """Keep the file as it is with a task; nothing of it is applied."""
    _finish(file, state, {}, cause, position, by=by, at=at)
    settled = settle.settle(practice, by=by, at=at, patients=[], why="received")
    _audit(practice, file, [], by=by, at=at)
    return FileOutcome(
        arrival.name, practice.slug, state, file.kind, file.pk, cause, position, (), settled.opened, settled.closed
    )


def _finish(
    file: InboundFile, state: str, report: dict[str, Any], cause: str, position: int | None, *, by: Actor, at: datetime
) -> None:
    before = {"state": file.state}
    file.state = state
    file.report = {**report, "format": file.kind, "cause": cause, "position": position}
    file.save(update_fields=["kind", "state", "report"])
    history.record(file, state, by=by, at=at, before=before, after={"state": state, "kind": file.kind}, why=cause)


def _audit(practice: Practice, file: InboundFile, patients: list[UUID], *, by: Actor, at: datetime) -> None:
    entry = audit.Entry(practice.pk, "change", "receive", tuple(patients), {"file": str(file.pk), "state": file.state})
    audit.append([entry], by=by, at=at)


def _note(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "segment": finding.segment, "element": finding.element, "message": finding.message}
