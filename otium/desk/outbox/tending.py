"""Which connections need a worker now: asked every other second, so that nothing waits for an event that was lost."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from otium.desk import acting
from otium.desk.outbox import asking, locks
from otium.records.models import Connection, Parcel, Transmission
from otium.terms.parcel import ConnectionState, ParcelState
from otium.terms.parcel import TransmissionState as State


def tend(at: datetime) -> int:
    """Put a job into the queue for each connection with something due; how many. A fixed number of queries for all."""
    asked = 0
    with acting.acting_for(*acting.practice_ids()):
        rows = Connection.objects.filter(Q(rests_until=None) | Q(rests_until__lte=at), state=ConnectionState.ACTIVE)
        for row in rows.annotate(has_due=_has_due(at)):
            if row.has_due and locks.is_free(f"batches {row.pk}"):
                asking.ask_delivery(row.practice_id, row.pk)
                asked += 1
            if _is_fetch_due(row, at) and locks.is_free(f"fetch {row.pk}"):
                asking.ask_fetch(row.practice_id, row.pk)
                asked += 1
    return asked


def _has_due(at: datetime) -> Q:
    parcels = Parcel.objects.filter(
        practice_id=OuterRef("practice_id"), connection=OuterRef("pk"), state=ParcelState.WAITING, not_before_at__lte=at
    )
    sendings = Transmission.objects.filter(
        Q(state=State.READY) | Q(state=State.UNSURE, next_try_at__lte=at),
        practice_id=OuterRef("practice_id"), connection=OuterRef("pk"),
    )  # fmt: skip
    return Q(Exists(parcels)) | Q(Exists(sendings))


def _is_fetch_due(row: Connection, at: datetime) -> bool:
    if row.fetch_minutes == 0:
        return False
    return row.last_fetch_at is None or row.last_fetch_at + timedelta(minutes=row.fetch_minutes) <= at
