"""A transmission moves as rules.parcels.MOVES allows, each change with a history row."""

from datetime import datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Transmission
from otium.rules import parcels as rules
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.parcel import TransmissionState as State


def move(row: Transmission, event: Event, *, by: Actor, at: datetime, why: str = "") -> None:
    """The transmission's next state, saved, with a history row where it changed. Raises MoveRefusedError."""
    before = State(row.state)
    after = rules.next_state(before, event)
    row.state = after.value
    if event is Event.TAKEN:
        row.sent_at = row.sent_at or at
    # What turned unsure is asked after as soon as the connection is up; what stays so waits for news or a person.
    row.next_try_at = at if before is not State.UNSURE and after is State.UNSURE else None
    if event is Event.TRY_FAILED and before is State.UNSURE:
        row.next_try_at = at
    row.save(update_fields=["state", "sent_at", "next_try_at", "reference", "payload_id"])
    if after is not before:
        said = {"before": {"state": before.value}, "after": {"state": after.value, "event": event.value}}
        history.record(row, after.value, by=by, at=at, why=why, **said)
