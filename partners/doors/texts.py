"""The door of the service of text messages: a form with To, Body and StatusCallback, taken once for each id."""

from http import HTTPStatus
from urllib.parse import parse_qs

from partners.doors.fax import Answer
from partners.exchange import texts
from partners.exchange.place import Exchange

PATH = "/texts"


def take(exchange: Exchange, practice: str, body: bytes, payload_id: str) -> Answer:
    """`payload_id`: the Idempotency-Key, without which each call is a text of its own."""
    try:
        told = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        number, _words = told["To"], told["Body"]
    except (KeyError, ValueError):
        return HTTPStatus.BAD_REQUEST, {"error": "no text"}
    key = texts.take(
        exchange, practice, payload_id=payload_id or f"call {exchange.seconds}", number=number,
        calls_back=told.get("StatusCallback", ""),
    )  # fmt: skip
    return HTTPStatus.CREATED, {"sid": key, "status": "queued"}
