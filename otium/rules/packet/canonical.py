"""A packet as JSON and back, always the same text for the same packet: what is kept, hashed and signed."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.terms.duty import Param
from otium.terms.packet import Enclosure, Gap, Origin, Packet, PacketSection, Section, Statement
from otium.terms.provenance import Source, SourceKind

VERSION = 1
_DAY, _MONEY = "day:", "number:"


class UnreadablePacketError(ValueError):
    """A kept packet that this version cannot read."""


def text(packet: Packet) -> str:
    """All of the packet, keys sorted."""
    return _dumped({"version": VERSION, **_plain(asdict(packet))})


def digest(sections: tuple[PacketSection, ...], enclosures: tuple[Enclosure, ...], request_id: UUID) -> str:
    """Hex SHA-256 over what is said, what it rests on and what is enclosed; not over what lacks."""
    said = {"version": VERSION, "request_id": request_id, "sections": [asdict(s) for s in sections],
            "enclosures": [asdict(e) for e in enclosures]}  # fmt: skip
    return hashlib.sha256(_dumped(_plain(said)).encode()).hexdigest()


def read(kept: str) -> Packet:
    """The packet of `text`. Raises UnreadablePacketError."""
    try:
        row = json.loads(kept)
        if row["version"] != VERSION:
            raise UnreadablePacketError(f"a packet of version {row['version']}")
        return Packet(
            request_id=UUID(row["request_id"]),
            sections=tuple(_section(each) for each in row["sections"]),
            gaps=tuple(_gap(each) for each in row["gaps"]),
            enclosures=tuple(_enclosure(each) for each in row["enclosures"]),
            digest=row["digest"],
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise UnreadablePacketError(f"a kept packet lacks {type(error).__name__}") from None


def _dumped(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return f"{_DAY}{value.isoformat()}"
    if isinstance(value, Decimal):
        return f"{_MONEY}{value}"
    return str(value) if isinstance(value, UUID) else value


def _section(row: dict[str, Any]) -> PacketSection:
    return PacketSection(Section(row["section"]), tuple(_statement(each) for each in row["statements"]))


def _statement(row: dict[str, Any]) -> Statement:
    sources = tuple(
        Source(SourceKind(each["kind"]), UUID(each["id"]) if each["id"] else None, each["label"])
        for each in row["sources"]
    )
    return Statement(row["text"], sources, Origin(row["origin"]))


def _gap(row: dict[str, Any]) -> Gap:
    params = {name: _param(value) for name, value in row["params"].items()}
    return Gap(row["code"], Section(row["section"]), params, row["is_blocking"], row["criterion"])


def _param(value: Any) -> Param:
    if isinstance(value, str) and value.startswith(_DAY):
        return date.fromisoformat(value.removeprefix(_DAY))
    if isinstance(value, str) and value.startswith(_MONEY):
        return Decimal(value.removeprefix(_MONEY))
    return value  # type: ignore[no-any-return]


def _enclosure(row: dict[str, Any]) -> Enclosure:
    return Enclosure(UUID(row["document_id"]), row["title"], row["kind"], row["pages"])
