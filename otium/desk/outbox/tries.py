"""One try at one transmission: written before it begins, closed with its outcome, or found cut off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, Subquery

from otium.desk import acting, blobs, claim_standing, settle
from otium.desk.outbox import calling, circuit, packing
from otium.desk.outbox.circuit import Act
from otium.desk.outbox.packing import WORKER
from otium.desk.requests import heard
from otium.desk.transmissions import move
from otium.records.models import Blob, Connection, Practice, Transmission, Try
from otium.rules import parcels as rules
from otium.rules.parcels.duties import PATIENCE
from otium.terms.notice import NOTICE_KINDS, Notice, NoticeKind
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.parcel import TransmissionState as State
from otium.wires.carriers.base import CarrierError, Sending

CUT_OFF = "cut_off"
LATELY = 5  # tries
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Begun:
    """A try that is on file. `sending` None: only ask whether it had arrived."""

    transmission_id: UUID
    try_id: UUID
    payload_id: str
    sending: Sending | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try came out. `failure` is the carrier's error, None for none; `is_answered`: an answer came with it."""

    event: Event
    reference: str = ""
    failure: CarrierError | None = None
    is_answered: bool = False


def begin(practice_id: UUID, transmission_id: UUID, *, at: datetime) -> Begun | None:
    """Put a try on file and say what to do; None when nothing is left to do. Call with the transmission's lock held.

    A try without an end was cut off: what it sent may have arrived.
    """
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        row = Transmission.objects.select_for_update(of=("self",)).get(practice=practice, pk=transmission_id)
        _close_cut_off(row, at)
        if row.state == State.UNSURE and rules.may_repeat(row.kind):
            packing.unpack(row, at)
            return None
        if row.state not in (State.READY, State.UNSURE) or _has_no_turn(row, at):
            return None
        row.tries += 1
        row.save(update_fields=["tries"])
        is_inquiry = row.state == State.UNSURE
        made = Try.objects.create(
            practice=practice, transmission=row, number=row.tries, is_inquiry=is_inquiry, began_at=at
        )
        return Begun(row.pk, made.pk, str(row.payload_id), None if is_inquiry else _sending(practice, row))


def _has_no_turn(row: Transmission, at: datetime) -> bool:
    """Whether others were faster. Asked under the connection's lock: several at once would all see room for one."""
    if not row.is_real_time:
        return False
    return is_minute_full(Connection.objects.select_for_update().get(pk=row.connection_id), at)


def is_minute_full(connection: Connection, at: datetime) -> bool:
    """Whether as many real-time messages began within a minute as the partner takes."""
    begun = Try.objects.filter(
        practice_id=connection.practice_id, transmission__connection=connection, transmission__is_real_time=True,
        began_at__gt=at - MINUTE,
    )  # fmt: skip
    return begun.count() >= connection.most_a_minute


def _close_cut_off(row: Transmission, at: datetime) -> None:
    left = Try.objects.filter(practice_id=row.practice_id, transmission=row, ended_at=None).first()
    if left is None:
        return
    left.ended_at, left.outcome, left.code = at, Event.ANSWER_LOST.value, CUT_OFF
    left.save(update_fields=["ended_at", "outcome", "code"])
    if not left.is_inquiry and row.state == State.READY:
        move(row, Event.ANSWER_LOST, by=WORKER, at=at, why=CUT_OFF)


def _sending(practice: Practice, row: Transmission) -> Sending:
    content = blobs.load(practice, Blob.objects.get(pk=row.blob_id))
    if row.kind in NOTICE_KINDS:
        return _notice(row, Notice.from_bytes(content))
    return Sending(
        kind="x12_realtime" if row.is_real_time else "x12_batch",
        payload_id=str(row.payload_id),
        name=row.name,
        at=row.made_at,
        content=content,
        payload_type=row.payload_type,
    )


def _notice(row: Transmission, notice: Notice) -> Sending:
    """The file's name is what the addressee reads."""
    return Sending(
        kind=row.kind,
        payload_id=str(row.payload_id),
        name=notice.attachment_name or row.name,
        at=row.made_at,
        content=notice.attachment,
        to=notice.to,
        subject=notice.subject,
        text=notice.text,
        calls_back=calling.address(row) if row.kind == NoticeKind.TEXT else "",
    )


def end(practice_id: UUID, begun: Begun, ended: Ended, *, at: datetime) -> None:
    """Close the try, move the transmission, and let the connection rest or go on."""
    with acting.acting_for(practice_id):
        if not _is_as_ever(begun, ended):
            settle.lock_practice(practice_id)
        row = Transmission.objects.select_for_update(of=("self",)).get(pk=begun.transmission_id)
        code = ended.failure.code if ended.failure else ""
        Try.objects.filter(pk=begun.try_id).update(ended_at=at, outcome=ended.event.value, code=code)
        if ended.reference:
            row.reference = ended.reference
        is_hopeless = _fails_alone(row, ended)
        event = Event.REFUSED if is_hopeless and ended.event is Event.TRY_FAILED else ended.event
        move(row, event, by=WORKER, at=at, why=code)
        if is_hopeless and row.state == State.UNSURE:
            row.next_try_at = None  # not asked any more, but by a person
            row.save(update_fields=["next_try_at"])
        is_news = _tell_connection(row.connection_id, ended, at)
        asked = heard.of_transmission(row, by=WORKER, at=at)
        if is_news or asked or row.state in (State.FAILED, State.UNSURE):
            practice = Practice.objects.get(pk=practice_id)
            claim_standing.settle_parcels(practice, by=WORKER, at=at, parcel__transmission=row)
            about = circuit.asked_about(row.connection) if is_news else []
            settle.settle(practice, by=WORKER, at=at, patients={*about, *asked}, why="outbox")


def _fails_alone(row: Transmission, ended: Ended) -> bool:
    """Whether it was tried often and in vain while others went through: then a person decides, and it rests."""
    if ended.event not in (Event.TRY_FAILED, Event.ANSWER_LOST) or row.tries < PATIENCE:
        return False
    lately = Try.objects.filter(practice_id=row.practice_id, transmission=row, number=row.tries - LATELY)
    others = Connection.objects.filter(pk=row.connection_id, last_sent_at__gt=Subquery(lately.values("began_at")[:1]))
    return others.exists()


def _is_as_ever(begun: Begun, ended: Ended) -> bool:
    """Taken, and by a connection that did not fail before: no duty follows, and no lock need be waited for.

    Not of a request or an appeal: what was given up as lost may be taken all the same.
    """
    concerns = Q(connection__failures__gt=0) | Q(kind__in=heard.KINDS)
    return ended.event is Event.TAKEN and not Transmission.objects.filter(concerns, pk=begun.transmission_id).exists()


def _tell_connection(connection_id: UUID, ended: Ended, at: datetime) -> bool:
    """Whether it is news. A partner that refuses a message was reached: that is none of the connection's."""
    row = Connection.objects.select_for_update().get(pk=connection_id)
    if ended.event is Event.TAKEN:
        row.last_sent_at = at
        row.last_received_at = at if ended.is_answered else row.last_received_at
        row.save(update_fields=["last_sent_at", "last_received_at"])
    failure = ended.failure
    if failure is None or failure.permanent:
        return circuit.close(row, Act.SEND)
    return circuit.rest(row, failure, at=at, act=Act.SEND)
