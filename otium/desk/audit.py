"""The audit trail: rows are appended with the work they describe, then sealed into a hash chain per practice.

Appending takes no lock; a worker seals within a second (design section 9). `verify` names the first row that was
altered, removed or reordered, and says how many rows are not sealed yet.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from otium.desk import acting, clock
from otium.desk.actor import Actor
from otium.records.models import AuditEvent, AuditSeal

START = "0" * 64
BATCH = 5_000
REACH = 10_000  # how far back of the newest seal a row may still come in: transactions end out of order
COLUMNS = ("id", "practice_id", "at", "actor", "action", "door", "patients", "detail")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one audit row says, before it is written."""

    practice_id: UUID
    action: str  # read, change, print, export, sign_in
    door: str
    patients: tuple[UUID, ...] = ()
    detail: dict[str, Any] | None = None


def append(entries: Iterable[Entry], *, by: Actor, at: datetime) -> None:
    """Write audit rows in the transaction of the work that they describe."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            practice_id=e.practice_id,
            at=at,
            actor=by.name,
            action=e.action,
            door=e.door,
            patients=[str(p) for p in e.patients],
            detail=e.detail or {},
        )
        for e in entries
    )


def link(before: str, event: dict[str, Any]) -> str:
    """The hash of one sealed row: over the link before it and all that the row says."""
    text = json.dumps([before, *(str(event[c]) if c != "at" else event[c].isoformat() for c in COLUMNS)])
    return hashlib.sha256(text.encode()).hexdigest()


def seal_all() -> int:
    """Seal what is not sealed yet in every practice; how many rows that were. One query when there is nothing."""
    sealed = 0
    for practice_id in _waiting():
        while count := seal(practice_id):
            sealed += count
    return sealed


def _waiting() -> list[UUID]:
    """The practices with rows to seal."""
    with acting.acting_for(*acting.practice_ids()):
        newest = AuditSeal.objects.order_by("-id").values_list("event_id", flat=True).first() or 0
        return list(_unsealed(newest - REACH).values_list("practice_id", flat=True).distinct())


def seal(practice_id: UUID, *, is_thorough: bool = False) -> int:
    """Seal the next rows of one practice, at most BATCH; 0 when there are none or another worker is at it.

    Rows are looked for among the newest; `is_thorough` goes through all of them, once a day, for a transaction that
    took so long that the trail went on by more than REACH rows.
    """
    with acting.acting_for(practice_id), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext(%s))", [f"seal {practice_id}"])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditSeal.objects.filter(practice_id=practice_id).order_by("-number").first()
        since = 0 if is_thorough or last is None else last.event_id - REACH
        rows = _unsealed(since).filter(practice_id=practice_id).order_by("id")
        return _append_seals(practice_id, last, list(rows.values(*COLUMNS)[:BATCH]))


def _unsealed(since: int) -> QuerySet[AuditEvent]:
    """Rows after `since` without a seal, in the practices that are seen."""
    seals = AuditSeal.objects.filter(practice_id=OuterRef("practice_id"), event_id=OuterRef("id"))
    return AuditEvent.objects.filter(id__gt=since).filter(~Exists(seals))


def _append_seals(practice_id: UUID, last: AuditSeal | None, events: list[dict[str, Any]]) -> int:
    number, head = (last.number, last.hash) if last else (0, START)
    seals, at = [], clock.now()
    for event in events:
        number, head = number + 1, link(head, event)
        seals.append(AuditSeal(practice_id=practice_id, number=number, event_id=event["id"], hash=head, sealed_at=at))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `problem` empty when the chain holds; `row` is the audit row it names."""

    practice_id: UUID
    sealed: int
    unsealed: int
    head: str
    problem: str = ""
    row: int | None = None


def verify(practice_id: UUID, heads: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Walk the whole chain of a practice. `heads`: (number, hash) kept outside the database, to catch a cut tail."""
    with acting.acting_for(practice_id):
        unsealed = AuditEvent.objects.filter(practice_id=practice_id).count()
        head, number = START, 0
        expected = dict(heads)
        for seal_row, event in _chain(practice_id):
            unsealed -= event is not None
            problem = _problem(number, head, seal_row, event, expected)
            if problem:
                return Verdict(practice_id, number, max(unsealed, 0), head, problem, seal_row.event_id)
            number, head = seal_row.number, seal_row.hash
        missing = max(expected, default=0)
        if missing > number:
            problem = f"rows after seal {number} were removed: a head of seal {missing} was kept outside"
            return Verdict(practice_id, number, max(unsealed, 0), head, problem, None)
        return Verdict(practice_id, number, max(unsealed, 0), head)


def _chain(practice_id: UUID) -> Iterator[tuple[AuditSeal, dict[str, Any] | None]]:
    """Seals in order, each with its event or None when that is gone."""
    number = 0
    while batch := list(
        AuditSeal.objects.filter(practice_id=practice_id, number__gt=number).order_by("number")[:BATCH]
    ):
        ids = [s.event_id for s in batch]
        events = {e["id"]: e for e in AuditEvent.objects.filter(id__in=ids).values(*COLUMNS)}
        yield from ((s, events.get(s.event_id)) for s in batch)
        number = batch[-1].number


def _problem(number: int, head: str, seal_row: AuditSeal, event: dict[str, Any] | None, heads: dict[int, str]) -> str:
    if event is None:
        return f"audit row {seal_row.event_id} was removed"
    if seal_row.number != number + 1:
        return f"a seal before audit row {seal_row.event_id} was removed (seal {number + 1})"
    if link(head, event) != seal_row.hash:
        return f"audit row {seal_row.event_id} was altered or reordered"
    if heads.get(seal_row.number, seal_row.hash) != seal_row.hash:
        return f"the chain up to audit row {seal_row.event_id} was written anew: the head kept outside differs"
    return ""


def head(practice_id: UUID) -> tuple[int, str]:
    """(number, hash) of the newest seal; (0, zeros) for an empty chain."""
    with transaction.atomic(), acting.acting_for(practice_id):
        last = AuditSeal.objects.filter(practice_id=practice_id).order_by("-number").first()
        return (last.number, last.hash) if last else (0, START)
