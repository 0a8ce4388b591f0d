"""Payers’ files dropped together with an export: taken in after the tables, so that their patients are there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from otium.desk import clock, inbox
from otium.desk.actor import Actor
from otium.desk.imports.uploads import Upload
from otium.desk.inbox import Arrival, FileOutcome, matching, reading
from otium.records.models import ImportRun, Practice

CARRIER = "upload"


def receive(
    run: ImportRun, files: Sequence[Upload], *, at: datetime, tell: Callable[[str, int], None]
) -> list[FileOutcome]:
    """What became of each file, in the import's transaction: all of them are taken in with it or none."""
    outcomes = []
    for number, file in enumerate(files):
        tell("receiving", number)
        arrival = Arrival(file.name, file.data, CARRIER)
        outcomes.append(inbox.receive_for(run.practice_id, arrival, by=Actor(run.by), at=at))
    return outcomes


def foresee(practice: Practice, files: Sequence[Upload], *, at: datetime) -> list[dict[str, Any]]:
    """What each file is and how many of its messages are for somebody on file, in counts; nothing is changed.

    `is_readable` False: nothing in it can be used, and it will wait for a person.
    """
    return [_foreseen(practice, file, at) for file in files]


def _foreseen(practice: Practice, file: Upload, at: datetime) -> dict[str, Any]:
    read = reading.read(file.data)
    on = clock.day(at, practice)
    bodies = [message.body for message in read.messages]
    known = sum(
        body is not None and matching.find_coverage(practice, body, on=on).coverage is not None for body in bodies
    )
    return {
        "name": file.name,
        "kind": read.kind,
        "is_readable": read.problem is None,
        "messages": len(bodies),
        "known": known,
        "unknown": len(bodies) - known,
    }
