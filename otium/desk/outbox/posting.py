"""Write a parcel in the transaction that decides it. Sending is a worker's."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from otium.desk import blobs, history, keys
from otium.desk.actor import Actor
from otium.desk.outbox import asking, roads
from otium.records.models import Connection, Parcel, Practice
from otium.rules import notices
from otium.terms.notice import NOTICE_KINDS, Notice, NoticeKind
from otium.wires.x12.writing import Body


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to leave. `key` says what it is about, in ids: the same key twice is one parcel.

    `trace` is what an answer carries back (TRN02, CLM01). `focus` is the record it was decided about.
    `connection_id` is the road it must take, else the one that carries its kind for its payer.
    """

    key: str
    kind: str  # 270, 276, 278, 275, 837P with a Body; mail, text, fax with a Notice
    body: Body | Notice
    payer_id: str = ""
    trace: str = ""
    patient_id: UUID | None = None
    focus: tuple[str, UUID] | None = None
    not_before_at: datetime | None = None
    resend_of: UUID | None = None
    why: str = ""
    connection_id: UUID | None = None


def body_of(kind: str, data: bytes) -> Body | Notice:
    """What a parcel's blob holds. Raises ValueError for bytes that are none."""
    return Notice.from_bytes(data) if kind in NOTICE_KINDS else Body.from_bytes(data)


def post_notice(practice: Practice, letter: Letter, *, by: Actor, at: datetime) -> Parcel:
    """As `post`, for a mail, text or fax: its addressee is checked first. Raises rules.notices.NoticeRefusedError."""
    if not isinstance(letter.body, Notice):
        raise TypeError(f"a {letter.kind} is no notice")
    return post(practice, replace(letter, body=notices.checked(NoticeKind(letter.kind), letter.body)), by=by, at=at)


def post(practice: Practice, letter: Letter, *, by: Actor, at: datetime) -> Parcel:
    """The parcel of this key: made now with its job in the queue, or the one that was made before.

    Must run inside the transaction that sees the practice and decides. Without a road the parcel waits for one.
    """
    made = Parcel.objects.filter(practice=practice, key=letter.key).first()
    if made is not None:
        return made
    connection = _road(practice, letter)
    parcel = Parcel(
        practice=practice,
        key=letter.key,
        kind=letter.kind,
        connection=connection,
        payer_id=letter.payer_id,
        patient_id=letter.patient_id,
        focus_type=letter.focus[0] if letter.focus else "",
        focus_id=letter.focus[1] if letter.focus else None,
        addressee=_addressee(letter),
        trace=letter.trace,
        body=blobs.keep(practice, letter.body.as_bytes()),
        is_real_time=_is_real_time(letter, connection),
        not_before_at=letter.not_before_at or at,
        made_at=at,
        by=by.name,
        resend_of_id=letter.resend_of,
        why=letter.why,
    )
    parcel.save(force_insert=True)
    history.record(parcel, "posted", by=by, at=at, after={"kind": letter.kind, "key": _short(practice, letter.key)})
    if connection is not None:
        asking.ask_delivery(practice.pk, connection.pk)
    return parcel


def _road(practice: Practice, letter: Letter) -> Connection | None:
    if letter.connection_id is not None:
        return Connection.objects.get(practice=practice, pk=letter.connection_id)
    return roads.connection_for(practice, letter.kind, letter.payer_id)


def _addressee(letter: Letter) -> str:
    """In part, as lists show it without opening what is sealed."""
    return notices.partly(NoticeKind(letter.kind), letter.body.to) if isinstance(letter.body, Notice) else ""


def _is_real_time(letter: Letter, connection: Connection | None) -> bool:
    return connection is not None and letter.kind in connection.real_time


def _short(practice: Practice, key: str) -> str:
    """Enough of the key's hash to see in history that two parcels are about the same."""
    return keys.keyed_hash(practice, key.encode())[:16]
