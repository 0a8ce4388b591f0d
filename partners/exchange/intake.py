"""The front door: keeps each parcel once, by practice and payload id, before anything is done with it."""

from dataclasses import dataclass
from hashlib import sha256
from sqlite3 import Row

from partners.exchange.place import Exchange

LARGEST = 50_000_000
"""Bytes of one parcel."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`is_new` is False for a payload id that was taken before; `is_same` tells whether the bytes were the same."""

    parcel: int
    is_new: bool
    is_same: bool


def take(exchange: Exchange, practice: str, *, via: str, payload_id: str, content: bytes) -> Taken:
    """Durable when this returns. Nothing is read yet: a second call with the same id changes nothing."""
    digest = sha256(content).hexdigest()
    with exchange.store.transaction():
        known = received(exchange, practice, payload_id)
        if known:
            return Taken(known["id"], False, known["sha256"] == digest)
        parcel = exchange.store.insert(
            "parcel",
            practice=practice,
            payload_id=payload_id,
            via=via,
            name=payload_id,
            sha256=digest,
            content=content,
            received_at=exchange.seconds,
            state="new",
        )
    return Taken(parcel, True, True)


def received(exchange: Exchange, practice: str, payload_id: str) -> Row | None:
    """Id, state and digest of what came under that payload id; None where nothing did."""
    return exchange.store.row(
        "select id, state, sha256, received_at from parcel where practice = ? and payload_id = ?", practice, payload_id
    )
