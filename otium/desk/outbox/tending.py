"""Which connections need a worker now: asked every other second, so that nothing waits for an event that was lost."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from otium.desk import acting
from otium.desk.outbox import asking, locks, packing
from otium.records.models import Connection, Parcel, Transmission
from otium.terms.parcel import ConnectionState, ParcelState
from otium.terms.parcel import TransmissionState as State

JUST_NOW = timedelta(minutes=2)
OFTEN = timedelta(seconds=10)


def tend(at: datetime) -> int:
    """Put a job into the queue for each connection with something due; how many.

    One query finds them all. Each job has a transaction of its own: in one they would wait for the transactions that
    post, and those for them.
    """
    with acting.acting_for(*acting.practice_ids()):
        rows = Connection.objects.filter(Q(rests_until=None) | Q(rests_until__lte=at), state=ConnectionState.ACTIVE)
        found = list(rows.select_related("practice").annotate(**_waiting(at)))
    asked = 0
    for row in found:
        if row.calls or (_is_batch_due(row, at) and locks.is_free(f"batches {row.pk}")):
            asking.ask_delivery(row.practice_id, row.pk)
            asked += 1
        if _is_fetch_due(row, at) and locks.is_free(f"fetch {row.pk}"):
            asking.ask_fetch(row.practice_id, row.pk)
            asked += 1
    return asked


def _waiting(at: datetime) -> dict[str, Exists | Subquery]:
    """`calls`: something real-time is due. `sendings`: an interchange is. `oldest_at`: since when a batch waits."""
    of_row = {"practice_id": OuterRef("practice_id"), "connection": OuterRef("pk")}
    parcels = Parcel.objects.filter(**of_row, state=ParcelState.WAITING, not_before_at__lte=at)
    is_due = Q(state=State.READY) | Q(state=State.UNSURE, next_try_at__lte=at)
    sendings = Transmission.objects.filter(is_due, **of_row)
    oldest = parcels.filter(is_real_time=False).order_by("not_before_at").values("not_before_at")
    calls = Exists(parcels.filter(is_real_time=True)) | Exists(sendings.filter(is_real_time=True))
    return {"calls": calls, "sendings": Exists(sendings.filter(is_real_time=False)), "oldest_at": Subquery(oldest[:1])}


def _is_batch_due(row: Any, at: datetime) -> bool:
    """Nobody is sent to a window that is shut: at night that would be every practice's every other second."""
    if row.sendings:
        return True
    return row.oldest_at is not None and packing.may_leave(row.practice, row, row.oldest_at, at)


def _is_fetch_due(row: Connection, at: datetime) -> bool:
    if row.fetch_minutes == 0:
        return False
    return row.last_fetch_at is None or row.last_fetch_at + _between_looks(row, at) <= at


def _between_looks(row: Connection, at: datetime) -> timedelta:
    """While a batch has just left, its answers may come any moment: they are looked for more often than else."""
    usual = timedelta(minutes=row.fetch_minutes)
    has_just_left = row.last_batch_at is not None and at - row.last_batch_at < JUST_NOW
    return min(usual, OFTEN) if has_just_left else usual
