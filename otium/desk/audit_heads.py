"""The newest link of each practice's audit chain, kept in files outside the database.

Whoever can write the database could write the chain anew, or cut its end; a head kept elsewhere shows it. Copy the
folder to another machine: then it also shows what somebody with this machine did.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from otium.desk import acting, audit, clock

FOLDER = "audit-heads"


def keep_heads(at: datetime | None = None) -> int:
    """Append the head of every practice's chain that moved since the last time; how many were written.

    For the worker, once a day. Seals first what is left of the whole trail. Appends one JSON line: number, hash, at.
    """
    when = at or clock.now()
    written = 0
    for practice_id in acting.practice_ids():
        while audit.seal(practice_id, is_thorough=True):
            pass
        number, head = audit.head(practice_id)
        if number and (number, head) != _newest(practice_id):
            _append(practice_id, number, head, when)
            written += 1
    return written


def heads(practice_id: UUID) -> list[tuple[int, str]]:
    """(number, hash) of all heads kept, oldest first. A line cut off by a crash is left out."""
    return list(_read(_file(practice_id)))


def _newest(practice_id: UUID) -> tuple[int, str] | None:
    kept = heads(practice_id)
    return kept[-1] if kept else None


def _append(practice_id: UUID, number: int, head: str, at: datetime) -> None:
    path = _file(practice_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = json.dumps({"number": number, "hash": head, "at": at.isoformat()}) + "\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(line if _ends_whole(path) else f"\n{line}")


def _ends_whole(path: Path) -> bool:
    """False after a line that a crash or a full disk cut off: the next one must not be glued to it."""
    there = path.read_bytes()
    return not there or there.endswith(b"\n")


def _read(path: Path) -> Iterator[tuple[int, str]]:
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
            yield int(row["number"]), str(row["hash"])
        except (ValueError, KeyError, TypeError):
            continue


def _file(practice_id: UUID) -> Path:
    return Path(settings.OTIUM_VAR) / FOLDER / f"{practice_id}.jsonl"
