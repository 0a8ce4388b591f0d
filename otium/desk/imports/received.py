"""Payers' files dropped together with an export: taken in after the tables, so that their patients are there."""

from collections.abc import Callable, Sequence
from datetime import datetime

from otium.desk import inbox
from otium.desk.actor import Actor
from otium.desk.imports.uploads import Upload
from otium.desk.inbox import Arrival, FileOutcome
from otium.records.models import ImportRun

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
