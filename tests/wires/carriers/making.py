"""What the carriers' tests build: messages, limits, and the carriers themselves. Everything stays on loopback."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from otium.wires.carriers.base import Carrier, Sending
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.making import make

AT = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)
PAYLOAD_ID = str(UUID(int=0x270))
X12 = b"ISA*00*          *00*          *ZZ*OTIUM          *ZZ*PAYER1         ~IEA*0*000000001~"


def sending(content: bytes = X12, **changes: Any) -> Sending:
    given = {"kind": "x12_batch", "payload_id": PAYLOAD_ID, "name": f"270.{PAYLOAD_ID}.x12", "at": AT}
    return Sending(**{**given, "content": content, **changes})


def limits(*private_hosts: str, roots: tuple[Path, ...] = (), **changes: Any) -> Limits:
    short = {"connect_seconds": 2, "read_seconds": 2, "total_seconds": 4}
    return Limits(private_hosts=frozenset(private_hosts), folder_roots=roots, **{**short, **changes})


def carrier(kind: str, settings: dict[str, object], secret: dict[str, object] | None = None, **given: Any) -> Carrier:
    return make(kind, settings, secret or {}, limits=given.get("limits", limits()), now=lambda: AT)
