"""A service of text messages: it takes a text, and calls back when it was handed on and when it arrived, or did not.

Words are not kept: nobody reads them here. Calls are signed as Twilio signs (HMAC-SHA1 over address and fields).
"""

import base64
import hashlib
import hmac
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from partners.adjudication.chance import draw
from partners.exchange.place import Exchange

SENT, DELIVERED, UNDELIVERED = "sent", "delivered", "undelivered"
HANDED_ON, ARRIVES = timedelta(seconds=2), timedelta(seconds=6)
LANDLINES = 0.03
"""Share of numbers that take no texts [uncertain]; the share is ours."""
PHONE_OFF, LANDLINE = "30003", "30006"
AGAIN = (429, 500, 502, 503)
AGAIN_SECONDS, MOST_TRIES, PATIENCE_SECONDS = 20, 5, 3
HOME = ("127.0.0.1", "localhost")
"""Whom it calls: nobody beyond this machine."""


def take(exchange: Exchange, practice: str, *, payload_id: str, number: str, calls_back: str) -> str:
    """The service's own number. A second text with the same id is not sent again."""
    with exchange.store.transaction():
        known = exchange.store.row(
            "select id from text where practice = ? and payload_id = ?", practice, payload_id
        )  # fmt: skip
        if known:
            return named(known["id"])
        key = exchange.store.insert(
            "text", practice=practice, payload_id=payload_id, number=number, calls_back=calls_back,
            received_at=exchange.seconds,
        )  # fmt: skip
        for status, cause, after in _calls(exchange, number):
            exchange.store.insert(
                "text_call", text=key, status=status, cause=cause, due_at=exchange.seconds + after.total_seconds()
            )
        return named(key)


def named(key: int) -> str:
    return f"SM{key:032x}"


def _calls(exchange: Exchange, number: str) -> list[tuple[str, str, timedelta]]:
    """(status, cause, after which time) of what will be told."""
    cause = PHONE_OFF if exchange.has_trouble("text-undelivered") else ""
    if not cause and draw("landline", number) < LANDLINES:
        cause = LANDLINE
    return [(SENT, "", HANDED_ON), (UNDELIVERED if cause else DELIVERED, cause, ARRIVES)]


def run(exchange: Exchange) -> int:
    """Makes the calls that are due; one that nobody takes is made again, a few times."""
    rows = exchange.store.rows(
        "select c.*, t.practice, t.calls_back, p.password from text_call c join text t on t.id = c.text "
        "join practice p on p.slug = t.practice where c.done_at is null and c.due_at <= ? order by c.due_at, c.id",
        exchange.seconds,
    )
    for row in rows:
        fields = {"MessageSid": named(row["text"]), "MessageStatus": row["status"]}
        if row["cause"]:
            fields["ErrorCode"] = row["cause"]
        is_over = _call(row["calls_back"], fields, row["password"]) or row["tries"] + 1 >= MOST_TRIES
        exchange.store.run(
            "update text_call set tries = tries + 1, done_at = ?, due_at = ? where id = ?",
            exchange.seconds if is_over else None, exchange.seconds + AGAIN_SECONDS, row["id"],
        )  # fmt: skip
    return len(rows)


def _call(address: str, fields: dict[str, str], token: str) -> bool:
    """Whether it was taken, or never will be."""
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in HOME:
        return True
    body = urlencode(fields).encode()
    heads = {"X-Twilio-Signature": signature(token, address, fields), "Content-Length": str(len(body)),
             "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
    line = HTTPConnection(parts.hostname, parts.port or 80, timeout=PATIENCE_SECONDS)
    try:
        line.request("POST", parts.path, body, heads)
        return line.getresponse().status not in AGAIN
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def signature(token: str, address: str, fields: dict[str, str]) -> str:
    signed = address + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
