"""The fax service's web door: a fax is taken once for each id, and says what became of it when it is asked."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from partners.exchange import faxes
from partners.exchange.place import Exchange

PATH = "/fax"
Answer = tuple[HTTPStatus, Mapping[str, Any]]


def take(exchange: Exchange, practice: str, body: bytes) -> Answer:
    """JSON with to, id and file (base64)."""
    try:
        told = json.loads(body)
        content = base64.b64decode(told["file"], validate=True)
        number, payload_id = str(told["to"]), str(told["id"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        return HTTPStatus.BAD_REQUEST, {"error": "no fax"}
    key = faxes.take(exchange, practice, payload_id=payload_id, number=number, content=content)
    return HTTPStatus.ACCEPTED, {"id": key, "status": faxes.SENDING}


def status(exchange: Exchange, practice: str, key: str) -> Answer:
    """By the service's number or the sender's id."""
    found = faxes.told(exchange, practice, key)
    if found is None:
        return HTTPStatus.NOT_FOUND, {"error": "no such fax"}
    ended = datetime.fromtimestamp(found.ended_at, UTC).isoformat() if found.ended_at is not None else None
    return HTTPStatus.OK, {"id": found.id, "status": found.status, "pages": found.pages, "completed_at": ended,
                           "cause": found.cause}  # fmt: skip


def signed_in(exchange: Exchange, header: str) -> str:
    """The practice of these basic credentials; empty for anybody else."""
    kind, _, packed = header.partition(" ")
    try:
        user, _, password = base64.b64decode(packed, validate=True).decode().partition(":")
    except (ValueError, binascii.Error):
        return ""
    row = exchange.store.row("select slug, password from practice where slug = ?", user)
    is_known = kind.lower() == "basic" and row is not None and hmac.compare_digest(row["password"], password)
    return str(row["slug"]) if row is not None and is_known else ""
