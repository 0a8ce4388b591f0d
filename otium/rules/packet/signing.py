"""Who may sign a packet, what the signature is a hash of, and how long the reading takes."""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otium.terms.packet import Packet

_TOKENS = re.compile(r"[,;\s]+")


@dataclass(frozen=True, slots=True)
class SigningRules:
    """`may_sign`: marks of which one must be held."""

    may_sign: frozenset[str]
    may_not: frozenset[str]
    words_per_minute: int
    seconds_each: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what, when, as what."""

    request_id: UUID
    version: int
    digest: str
    staff_id: UUID
    name: str
    credential: str
    at: datetime


def read(text: str) -> SigningRules:
    """The rules of credentials.toml."""
    row = tomllib.loads(text)
    return SigningRules(
        frozenset(row["may_sign"]), frozenset(row["may_not"]), row["words_per_minute"], row["seconds_each"]
    )


def may_sign(credential: str, rules: SigningRules) -> bool:
    """True when one of the marks written is one that lets sign: OTR/L, or MS, OTR/L, CHT; never a COTA's alone."""
    marks = {part.partition("/")[0].replace(".", "").upper() for part in _TOKENS.split(credential)}
    return bool(marks & rules.may_sign)


def hash_of(signature: Signature) -> str:
    """Hex SHA-256 over the content's digest and who signed it, when, as what: changes when any of them does."""
    said = [
        str(signature.request_id), signature.version, signature.digest, str(signature.staff_id), signature.name,
        signature.credential, signature.at.isoformat(timespec="microseconds"),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def reading_seconds(packet: Packet, rules: SigningRules) -> int:
    """Words read at the stated pace, and the seconds to decide. Rounded up."""
    spoken = sum(len(statement.text.split()) for each in packet.sections for statement in each.statements)
    return -(-spoken * 60 // rules.words_per_minute) + rules.seconds_each
