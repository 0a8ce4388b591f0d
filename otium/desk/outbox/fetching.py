"""Look for what lies at a partner's; ask what became of faxes. Each is kept before the partner is told; taken twice, it
changes nothing."""

from datetime import datetime
from uuid import UUID

from otium.desk import acting, clock, inbox, settle
from otium.desk.actor import RECEIVE
from otium.desk.connections.carriers import CarrierOf, carrier_of
from otium.desk.outbox import circuit, locks, receipts, texts
from otium.desk.outbox.circuit import Act
from otium.desk.outbox.deliver import Now
from otium.desk.outbox.packing import WORKER
from otium.records.models import Connection, Practice
from otium.terms.parcel import ConnectionState
from otium.wires.carriers.base import Carrier, CarrierError, Left, SettingsError

LEFT = "left"  # Connection.last_error


def fetch(practice_id: UUID, connection_id: UUID, *, open_carrier: CarrierOf = carrier_of, now: Now = clock.now) -> int:
    """How many files were taken in. Returns at once where another worker is at it or the connection is paused."""
    with locks.held(f"fetch {connection_id}") as is_ours:
        if not is_ours:
            return 0
        with acting.acting_for(practice_id):
            practice = Practice.objects.get(pk=practice_id)
            connection = Connection.objects.get(practice=practice, pk=connection_id)
        if connection.state != ConnectionState.ACTIVE:
            return 0
        return _fetch(practice, connection, open_carrier, now)


def _fetch(practice: Practice, connection: Connection, open_carrier: CarrierOf, now: Now) -> int:
    taken, left, failure = 0, list[Left](), None
    try:
        with open_carrier(practice, connection) as carrier:
            taken, left = _take_all(practice, connection, carrier, now)
    except SettingsError as error:
        failure = CarrierError(circuit.SETTINGS, detail=error.field)
    except CarrierError as error:
        failure = error
    except Exception:  # a fault of our own: raised, but not every other second
        _note(practice, connection.pk, taken, left, CarrierError("fault"), now())
        raise
    _note(practice, connection.pk, taken, left, failure, now())
    return taken


def _take_all(practice: Practice, connection: Connection, carrier: Carrier, now: Now) -> tuple[int, list[Left]]:
    taken = receipts.ask(practice, connection, carrier, now) + texts.take(practice, connection, carrier, now)
    left = list[Left]()
    for found in carrier.fetch():
        if isinstance(found, Left):
            left.append(found)
            continue
        arrival = inbox.Arrival(found.name, found.content, connection.carrier)
        inbox.receive(arrival, by=RECEIVE, at=now(), at_home=practice.pk)
        carrier.confirm(found)
        taken += 1
    return taken, left


def _note(
    practice: Practice, connection_id: UUID, taken: int, left: list[Left], failure: CarrierError | None, at: datetime
) -> None:
    """When it was looked, and what stays there or went wrong: codes and counts, no names of files."""
    with acting.acting_for(practice.pk):
        settle.lock_practice(practice.pk)
        row = Connection.objects.select_for_update().get(pk=connection_id)
        row.last_fetch_at = at
        row.last_received_at = at if taken else row.last_received_at
        row.save(update_fields=["last_fetch_at", "last_received_at"])
        if failure is not None:
            is_news = circuit.rest(row, failure, at=at, act=Act.FETCH)
        else:
            is_news = circuit.close(row, Act.FETCH) | _note_left(row, left, at)
        if is_news:
            settle.settle(practice, by=WORKER, at=at, patients=[], why="outbox")


def _note_left(row: Connection, left: list[Left], at: datetime) -> bool:
    """Whether other files stay there than before, or none any more."""
    if row.failures:
        return False  # what does not leave comes first: they will lie there the next time
    before = row.last_error if row.last_error.get("code") == LEFT else {}
    after = {"code": LEFT, "detail": ", ".join(sorted({each.code for each in left})), "files": len(left)}
    if left or before:
        row.last_error, row.last_error_at = (after if left else {}), at
        row.save(update_fields=["last_error", "last_error_at"])
    return before != (after if left else {})
