"""Which of a practice's connections takes a message."""

from otium.records.models import Connection, Parcel, Practice
from otium.rules import parcels as rules
from otium.terms.parcel import ConnectionState, ParcelState, Road


def connection_for(practice: Practice, kind: str, payer_id: str) -> Connection | None:
    """None where none carries this kind for this payer."""
    rows = {row.pk: row for row in Connection.objects.filter(practice=practice)}
    road = rules.road_for(kind, payer_id, [_road(row) for row in rows.values()])
    return rows[road.connection_id] if road else None


def _road(row: Connection) -> Road:
    return Road(row.pk, tuple(row.carries), tuple(row.payers), row.state == ConnectionState.ACTIVE)


def assign_waiting(practice: Practice) -> int:
    """Give every parcel that waits without a road the one that fits now; how many found theirs.

    For when connections were made or changed. Must run inside a transaction that sees the practice.
    """
    found = 0
    for parcel in Parcel.objects.select_for_update().filter(
        practice=practice, connection=None, state=ParcelState.WAITING
    ):
        connection = connection_for(practice, parcel.kind, parcel.payer_id)
        if connection is not None:
            parcel.connection, parcel.is_real_time = connection, parcel.kind in connection.real_time
            parcel.save(update_fields=["connection", "is_real_time"])
            found += 1
    return found
