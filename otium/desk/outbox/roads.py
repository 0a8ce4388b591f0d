"""Which of a practice's connections takes a message."""

from collections.abc import Callable, Iterable
from uuid import UUID

from otium.desk.actor import OTIUM
from otium.records.models import Connection, Parcel, Practice
from otium.rules import parcels as rules
from otium.terms.parcel import ConnectionState, ParcelState, Road


class Roads:
    """A practice's connections, read once for many messages."""

    def __init__(self, practice: Practice) -> None:
        self._rows = {row.pk: row for row in Connection.objects.filter(practice=practice)}

    def of(self, connection_id: UUID | None, kind: str, payer_id: str) -> Connection | None:
        """That connection; without an id the one that carries this kind for this payer, None where none does."""
        if connection_id is not None:
            return self._rows[connection_id]
        return _chosen(list(self._rows.values()), kind, payer_id)


def connection_for(practice: Practice, kind: str, payer_id: str) -> Connection | None:
    """None where none carries this kind for this payer."""
    return _chosen(list(Connection.objects.filter(practice=practice)), kind, payer_id)


def chooser(practice: Practice) -> Callable[[str, str], Connection | None]:
    """As `connection_for`, for any number of kinds and payers with one query."""
    rows = list(Connection.objects.filter(practice=practice))
    return lambda kind, payer_id: _chosen(rows, kind, payer_id)


def kinds_for(practices: Iterable[UUID], kinds: Iterable[str]) -> dict[UUID, frozenset[str]]:
    """Which of these kinds each practice has a road for, for any payer. One query."""
    wanted, found = tuple(kinds), dict.fromkeys(practices, frozenset[str]())
    for row in Connection.objects.filter(practice__in=list(found)):
        found[row.practice_id] |= {kind for kind in wanted if rules.carries(_road(row), kind, "")}
    return found


def assign_waiting(practice: Practice) -> int:
    """Give every parcel that waits, and whose road does not carry it, the one that fits now; how many changed theirs.

    For when connections were made or changed: a road may carry other kinds or payers than when the parcel was posted,
    or answer them otherwise. Four queries. Must run inside a transaction that sees the practice.
    """
    rows = {row.pk: row for row in Connection.objects.filter(practice=practice)}
    waiting = Parcel.objects.select_for_update(of=("self",)).filter(practice=practice, state=ParcelState.WAITING)
    changed = [parcel for parcel in waiting if _reassign(parcel, rows)]
    Parcel.objects.bulk_update(changed, ["connection", "is_real_time"], batch_size=500)
    return len(changed)


def _reassign(parcel: Parcel, rows: dict[UUID, Connection]) -> bool:
    """Whether it goes otherwise now. What its road still carries stays there."""
    before = parcel.connection_id, parcel.is_real_time
    own = rows.get(parcel.connection_id)
    if own is None or not rules.carries(_road(own), parcel.kind, parcel.payer_id):
        own = _chosen(list(rows.values()), parcel.kind, parcel.payer_id)
    parcel.connection = own
    stays_batch = parcel.by == OTIUM.name and not parcel.is_real_time  # nobody waits for its answer
    parcel.is_real_time = own is not None and parcel.kind in own.real_time and not (stays_batch and own.fetch_minutes)
    return (parcel.connection_id, parcel.is_real_time) != before


def _chosen(rows: list[Connection], kind: str, payer_id: str) -> Connection | None:
    road = rules.road_for(kind, payer_id, [_road(row) for row in rows])
    return next(row for row in rows if row.pk == road.connection_id) if road else None


def clashing(row: Connection) -> frozenset[str]:
    """Kinds that another active connection of the practice carries for the same payers as this one does."""
    others = Connection.objects.filter(practice_id=row.practice_id).exclude(pk=row.pk)
    return frozenset().union(*(rules.shared(_road(row), _road(other)) for other in others))


def _road(row: Connection) -> Road:
    return Road(row.pk, tuple(row.carries), tuple(row.payers), row.state == ConnectionState.ACTIVE)
