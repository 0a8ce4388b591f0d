"""Put what waits into one interchange, with numbers of its own; its final bytes are stored before the first try.

A mail, text or fax goes alone and has no numbers: what was posted is what leaves.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db.models import QuerySet

from otium.desk import blobs, clock, history
from otium.desk.actor import Actor
from otium.desk.outbox import numbers
from otium.records.models import Connection, History, Parcel, Practice, Transmission
from otium.rules import parcels as rules
from otium.rules.parcels.duties import PATIENCE
from otium.terms.notice import NOTICE_KINDS
from otium.terms.parcel import INQUIRIES, ParcelState, Window
from otium.terms.trading import Envelope
from otium.wires.x12.writing import Body, wrap

WORKER = Actor("outbox")
ASKED_ANEW = "asked_anew"


class CannotPack(Exception):
    """The connection's ids do not make an envelope: nothing leaves by it before somebody mends them."""


def pack(practice: Practice, connection: Connection, *, is_real_time: bool, at: datetime) -> Transmission | None:
    """One interchange of the oldest parcels of one kind, or the oldest mail, text or fax; None when none may leave now.

    Must run inside a transaction that sees the practice. Raises CannotPack.
    """
    waiting = _waiting(practice, connection, at).filter(is_real_time=is_real_time)
    oldest = waiting.first()
    if oldest is None or not (is_real_time or may_leave(practice, connection, oldest.not_before_at, at)):
        return None
    most = 1 if is_real_time or oldest.kind in NOTICE_KINDS else connection.most_in_batch
    rows = waiting.filter(kind=oldest.kind).select_for_update(skip_locked=True, of=("self",))
    chosen = list(rows.select_related("body")[:most])
    return _store(practice, connection, chosen, at) if chosen else None


def _waiting(practice: Practice, connection: Connection, at: datetime) -> QuerySet[Parcel]:
    rows = Parcel.objects.filter(
        practice=practice, connection=connection, state=ParcelState.WAITING, not_before_at__lte=at
    )
    return rows.order_by("not_before_at", "made_at", "id")


def may_leave(practice: Practice, connection: Connection, oldest_at: datetime, at: datetime) -> bool:
    """Whether a batch may leave now of which the oldest parcel waits since `oldest_at`."""
    window = Window(connection.batch_minutes, connection.window_opens_at, connection.window_closes_at)
    is_open = rules.is_in_window(window, at.astimezone(clock.zone(practice)).time())
    return is_open and rules.leaves_at(window, oldest_at, connection.last_batch_at) <= at


def _store(practice: Practice, connection: Connection, chosen: Sequence[Parcel], at: datetime) -> Transmission:
    is_notice = chosen[0].kind in NOTICE_KINDS
    made = _notice(chosen[0], connection, at) if is_notice else _interchange(practice, connection, chosen, at)
    made.save(force_insert=True)
    for number, parcel in enumerate(chosen, 1):
        parcel.state, parcel.transmission = ParcelState.PACKED.value, made
        parcel.set_control = "" if is_notice else f"{number:04d}"
        parcel.cost = _cost(parcel, connection)
    Parcel.objects.bulk_update(chosen, ["state", "transmission", "set_control", "cost"], batch_size=500)
    trail = [history.row(parcel, "packed", by=WORKER, at=at, before={"state": "waiting"}) for parcel in chosen]
    History.objects.bulk_create(trail)
    return made


def _cost(parcel: Parcel, connection: Connection) -> Decimal | None:
    """Dollars of each time that it is packed, as far as they are known: what is asked anew is paid for anew."""
    if parcel.kind not in INQUIRIES or connection.cost_each is None:
        return parcel.cost
    return (parcel.cost or Decimal(0)) + connection.cost_each


def _notice(parcel: Parcel, connection: Connection, at: datetime) -> Transmission:
    payload_id = uuid4()
    return Transmission(
        practice_id=parcel.practice_id, connection=connection, kind=parcel.kind, payload_id=payload_id,
        name=f"{payload_id}.{parcel.kind}", blob=parcel.body, made_at=at,
    )  # fmt: skip


def _interchange(practice: Practice, connection: Connection, chosen: Sequence[Parcel], at: datetime) -> Transmission:
    kept = blobs.load_many(practice, [parcel.body for parcel in chosen])
    bodies = [Body.from_bytes(kept[parcel.body_id]) for parcel in chosen]
    envelope = _envelope(practice, connection, at)
    try:
        data = wrap(bodies, envelope)
    except ValueError as error:
        raise CannotPack(str(error)) from error
    payload_id, first = uuid4(), bodies[0]
    return Transmission(
        practice=practice, connection=connection, kind=chosen[0].kind, payload_id=payload_id,
        payload_type=f"X12_{first.code}_Request_{first.guide}",
        name=f"{payload_id}.{chosen[0].kind}.x12", blob=blobs.keep(practice, data),
        is_real_time=chosen[0].is_real_time, interchange_control=envelope.interchange_control,
        group_control=envelope.group_control, parcels=len(chosen), made_at=at,
    )  # fmt: skip


def _envelope(practice: Practice, connection: Connection, at: datetime) -> Envelope:
    return Envelope(
        sender=connection.sender, receiver=connection.receiver, at=at.astimezone(clock.zone(practice)),
        interchange_control=numbers.take(connection, "interchange"), group_control=numbers.take(connection, "group"),
        sender_qualifier=connection.sender_qualifier, receiver_qualifier=connection.receiver_qualifier,
        group_sender=connection.group_sender, group_receiver=connection.group_receiver, is_test=connection.is_test,
        wants_ta1=connection.wants_ta1, newline=connection.newline,
    )  # fmt: skip


def unpack(row: Transmission, at: datetime) -> None:
    """Let what was asked in vain be asked anew in another interchange; asked so too often, it is left to a person.

    Another, because a partner that has the old one would say so (TA105 025, a known payload id) and not answer. The
    questions go behind those that wait. The row must be locked.
    """
    parcels = list(Parcel.objects.select_for_update(of=("self",)).filter(practice_id=row.practice_id, transmission=row))
    asked = History.objects.filter(
        practice_id=row.practice_id, focus_id__in=[parcel.pk for parcel in parcels[:1]], event=ASKED_ANEW
    ).count()
    row.next_try_at = None
    row.save(update_fields=["next_try_at"])
    if asked >= PATIENCE:
        return
    for parcel in parcels:
        parcel.state, parcel.transmission, parcel.set_control = ParcelState.WAITING.value, None, ""
        parcel.not_before_at = at
    Parcel.objects.bulk_update(parcels, ["state", "transmission", "set_control", "not_before_at"], batch_size=500)
    said = {"transmission": row.pk}
    trail = [history.row(parcel, ASKED_ANEW, by=WORKER, at=at, before=said) for parcel in parcels]
    History.objects.bulk_create(trail)
