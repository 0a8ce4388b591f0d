"""One change of a talk or an appeal with its history. Imports nothing that sends: the outbox tells appeals by it."""

from datetime import datetime
from typing import Any

from otium.desk import history
from otium.desk.actor import Actor


def write(row: Any, event: str, by: Actor, at: datetime, why: str = "", **values: Any) -> None:
    """Save these columns; history says what changed, under the patient of the request."""
    before, after = history.changes(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    note(row, event, by, at, before=before, after=after, why=why)


def note(row: Any, event: str, by: Actor, at: datetime, **told: Any) -> None:
    line = history.row(row, event, by=by, at=at, **told)
    line.patient_id = row.request.patient_id
    line.save(force_insert=True)
