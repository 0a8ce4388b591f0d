"""What leaves the house: parcels, the transmissions that carry them, and the connections they take."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

PATIENCE = 30  # failures in a row, about half an hour: before that a partner may come back by itself
INQUIRIES = ("270", "276")  # kinds that a partner charges for by the piece


class ParcelState(StrEnum):
    """One message on its way out. Once it is packed, where it stands is its transmission's to say."""

    WAITING = "waiting"  # for its connection, its time, or its batch
    PACKED = "packed"  # in a transmission, whose bytes are stored
    WITHDRAWN = "withdrawn"  # taken back before it was packed


class TransmissionState(StrEnum):
    """One interchange, or one mail, text or fax, as bytes on the wire."""

    READY = "ready"  # stored, to be sent, or sent again
    SENT = "sent"  # the partner took the bytes
    UNSURE = "unsure"  # the partner may have them: never sent again before somebody has looked
    FAILED = "failed"  # the partner will not take them as they are


class TransmissionEvent(StrEnum):
    TAKEN = "taken"  # the partner said so, at once or by an acknowledgement
    TRY_FAILED = "try_failed"  # it did not arrive, and another try may help
    ANSWER_LOST = "answer_lost"  # it may have arrived
    NOT_THERE = "not_there"  # the partner was asked and does not have it
    REFUSED = "refused"  # another try cannot help
    TRY_AGAIN = "try_again"  # a person says so


class Verdict(StrEnum):
    """What acknowledgements say of one message. None of them yet: None."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    REJECTED = "rejected"


class Standing(StrEnum):
    """Where a parcel stands, as people are told: of its state, its transmission's and what was heard of it."""

    WAITING = "waiting"
    READY = "ready"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class ConnectionState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Window:
    """When batches leave: between two local times, and no sooner than so many minutes after the last.

    Both times None: at any hour. `opens_at` after `closes_at` passes midnight; the closing minute is outside.
    """

    batch_minutes: int = 0
    opens_at: time | None = None
    closes_at: time | None = None


@dataclass(frozen=True, slots=True)
class Road:
    """What decides whether a connection takes a message. Empty `payers`: every payer's."""

    connection_id: UUID
    carries: tuple[str, ...]  # kinds: 270, 276, 278, 275, 837P ...
    payers: tuple[str, ...]  # ids of payers as X12 names them (NM1*PR)
    is_active: bool


@dataclass(frozen=True, slots=True)
class SendingFact:
    """A transmission that goes no further by itself: unsure and asked after in vain, or refused."""

    id: UUID
    state: TransmissionState
    kind: str
    parcels: int
    since_on: date
    cause: str = ""  # the carrier's code


@dataclass(frozen=True, slots=True)
class RoadlessFact:
    """Messages of one kind that no connection carries."""

    kind: str
    count: int
    since_on: date


@dataclass(frozen=True, slots=True)
class ConnectionFact:
    """A connection that fails, left files behind, or is paused while something waits for it."""

    id: UUID
    name: str
    state: ConnectionState
    failures: int  # in a row
    since_on: date
    cause: str
    needs_person: bool
    left: int  # files that lie there and cannot be fetched
    waiting: int  # parcels


@dataclass(frozen=True, slots=True)
class TrafficFacts:
    """What of a practice's traffic does not go on by itself."""

    sendings: tuple[SendingFact, ...] = ()
    roadless: tuple[RoadlessFact, ...] = ()
    connections: tuple[ConnectionFact, ...] = ()


NO_TRAFFIC = TrafficFacts()
