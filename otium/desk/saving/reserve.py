"""Audit entries of the time in which the database takes none; they become rows as soon as it does, in their order.

A page with patients' data is served only when its entry is on a disk: here, if not in the database.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.db import transaction

from otium.desk import acting, audit
from otium.desk.actor import Actor
from otium.desk.audit import Entry
from otium.desk.saving import standing
from otium.records.models import AuditEvent

KEPT = "reserve"  # in a row's detail: the entry's own id, which says that it was kept here first
BATCH = 5_000
_END = b"\0"


class CannotKeep(Exception):
    """The entries are on no disk, so what they tell of must not be shown."""


def keep(entries: Iterable[Entry], *, by: Actor, at: datetime) -> None:
    """Onto the disk before this returns. Raises CannotKeep when there is no room or the disk refuses."""
    lines = b"".join(_line(entry, by, at) for entry in entries)
    try:
        with standing.opened() as file:
            file.seek(len(standing.HEAD))
            end = len(standing.HEAD) + len(_kept(file))
            if end + len(lines) >= standing.BYTES:
                raise CannotKeep("the reserve is full")
            file.seek(end)
            file.write(lines)
            standing.flush(file)
    except OSError as error:
        raise CannotKeep("the reserve cannot be written") from error


def is_holding() -> bool:
    try:
        with standing.file().open("rb") as file:
            return file.read(len(standing.HEAD) + 1)[len(standing.HEAD) :] not in (b"", _END)
    except FileNotFoundError:
        return False


def take_in() -> int:
    """Make audit rows of what is kept, then empty the reserve; how many. Cut off anywhere, the next call makes it good.

    Raises what the database raises.
    """
    if not is_holding():
        return 0
    with standing.opened() as file:
        file.seek(len(standing.HEAD))
        kept = _kept(file)
        entries = list(_read(kept))
        with transaction.atomic():
            for practice_id in dict.fromkeys(entry["practice_id"] for entry in entries):
                _add([entry for entry in entries if entry["practice_id"] == practice_id], UUID(practice_id))
        _empty(file, len(kept))
    return len(entries)


def _line(entry: Entry, by: Actor, at: datetime) -> bytes:
    said = {
        "id": str(uuid4()),
        "practice_id": str(entry.practice_id),
        "at": at.isoformat(),
        "actor": by.name,
        "action": entry.action,
        "door": entry.door,
        "patients": [str(patient) for patient in entry.patients],
        "detail": entry.detail or {},
    }
    return json.dumps(said).encode() + b"\n"


def _kept(file: BinaryIO) -> bytes:
    """What stands from here to the first zero."""
    rest = file.read()
    end = rest.find(_END)
    return rest if end < 0 else rest[:end]


def _read(kept: bytes) -> Iterator[dict[str, Any]]:
    """A line that a crash cut off is left out: its page was never served."""
    for line in kept.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _add(entries: list[dict[str, Any]], practice_id: UUID) -> None:
    """Those not there yet: a crash may have come between the rows and the emptying."""
    with acting.acting_for(practice_id):
        rows = AuditEvent.objects.filter(practice_id=practice_id)
        newest = rows.order_by("-id").values_list("id", flat=True).first() or 0
        recent = rows.filter(id__gt=newest - audit.REACH - len(entries), detail__has_key=KEPT)
        there = set(recent.values_list(f"detail__{KEPT}", flat=True))
        new = [entry for entry in entries if entry["id"] not in there]
        AuditEvent.objects.bulk_create(map(_row, new), batch_size=BATCH)


def _row(entry: dict[str, Any]) -> AuditEvent:
    return AuditEvent(
        practice_id=UUID(entry["practice_id"]),
        at=datetime.fromisoformat(entry["at"]),
        actor=entry["actor"],
        action=entry["action"],
        door=entry["door"],
        patients=entry["patients"],
        detail=entry["detail"] | {KEPT: entry["id"]},
    )


def _empty(file: BinaryIO, length: int) -> None:
    """From behind, so that a crash in between leaves lines that are known and no line after a zero."""
    begin = len(standing.HEAD)
    first = min(length, 4096)
    for start, count in ((begin + first, length - first), (begin, first)):
        file.seek(start)
        file.write(bytes(count))
        standing.flush(file)
