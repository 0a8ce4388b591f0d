"""Write a parcel in the transaction that decides it. Sending is a worker's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from otium.desk import blobs, history, keys
from otium.desk.actor import Actor
from otium.desk.outbox import asking, roads
from otium.records.models import Blob, Connection, History, Parcel, Practice
from otium.rules import notices
from otium.terms.notice import NOTICE_KINDS, Notice, NoticeKind
from otium.wires.x12.writing import Body


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to leave. `key` says what it is about, in ids: the same key twice is one parcel.

    `trace` is what an answer carries back (TRN02, CLM01). `focus` is the record it was decided about.
    `connection_id` is the road it must take, else the one that carries its kind for its payer. `may_wait`: nobody waits
    for the answer, so it goes with the next batch where the road takes batches.
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
    may_wait: bool = False


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
    return post_all(practice, [letter], by=by, at=at)[0]


def post_all(practice: Practice, letters: Sequence[Letter], *, by: Actor, at: datetime) -> list[Parcel]:
    """As `post`, for many at once: one parcel a key, in their order, by a fixed number of statements."""
    before = Parcel.objects.filter(practice=practice, key__in=[letter.key for letter in letters])
    known = {parcel.key: parcel for parcel in before}
    new = list({letter.key: letter for letter in letters if letter.key not in known}.values())
    if new:
        roads_of = roads.Roads(practice)
        bodies = blobs.keep_many(practice, [letter.body.as_bytes() for letter in new])
        made = [
            _parcel(practice, letter, body, roads_of.of(letter.connection_id, letter.kind, letter.payer_id), by, at)
            for letter, body in zip(new, bodies, strict=True)
        ]
        Parcel.objects.bulk_create(made, batch_size=blobs.AT_ONCE)
        key = keys.data_key(practice)
        trail = [
            history.row(parcel, "posted", by=by, at=at, after={"kind": parcel.kind, "key": _short(key, parcel.key)})
            for parcel in made
        ]
        History.objects.bulk_create(trail, batch_size=blobs.AT_ONCE)
        for connection_id in {parcel.connection_id for parcel in made if parcel.connection_id}:
            asking.ask_delivery(practice.pk, connection_id)
        known |= {parcel.key: parcel for parcel in made}
    return [known[letter.key] for letter in letters]


def _parcel(
    practice: Practice, letter: Letter, body: Blob, connection: Connection | None, by: Actor, at: datetime
) -> Parcel:
    return Parcel(
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
        body=body,
        is_real_time=_is_real_time(letter, connection),
        not_before_at=letter.not_before_at or at,
        made_at=at,
        by=by.name,
        resend_of_id=letter.resend_of,
        why=letter.why,
    )


def _addressee(letter: Letter) -> str:
    """In part, as lists show it without opening what is sealed."""
    return notices.partly(NoticeKind(letter.kind), letter.body.to) if isinstance(letter.body, Notice) else ""


def _is_real_time(letter: Letter, connection: Connection | None) -> bool:
    """Whether it is answered on the call. What may wait goes with a batch, if its answer is looked for afterwards."""
    if connection is None or letter.kind not in connection.real_time:
        return False
    return not (letter.may_wait and connection.fetch_minutes)


def _short(key: bytes, about: str) -> str:
    """Enough of the hash to see in history that two parcels are about the same."""
    return keys.hash_by(key, about.encode())[:16]
