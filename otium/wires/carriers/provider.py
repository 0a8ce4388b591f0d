"""Texts and faxes by a provider's web service: one request a message, its fields named by the settings."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from otium.terms.delivery import DeliveryReceipt
from otium.terms.text import IncomingText
from otium.wires.carriers import multipart
from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.service import Clock, Service, at, code_of, fixed, packed, parsed
from otium.wires.carriers.values import Values

PHONE = re.compile(r"\+?[0-9]{7,15}")
_URLS = {"url": frozenset[str](), "inquiry_url": frozenset({"payload_id"}), "probe_url": frozenset[str]()}
_STATUS = {"status_url": frozenset({"reference", "payload_id"})}
_INBOX = {"inbox_url": frozenset[str]()}
_MOST = 1_000  # texts of one answer; the rest is listed again
_DIGITS = 5  # of a number of pages
_UNKNOWN = 404


class ProviderCarrier:
    """`kind` is text or fax: a text has words, a fax a PDF. What came is asked for: receipts of faxes, texts."""

    def __init__(self, kind: str, values: Values, *, limits: Limits, now: Clock) -> None:
        self._kind, self._values = kind, values
        self._service = Service(values, urls=_URLS | (_STATUS if kind == "fax" else _INBOX), limits=limits, now=now)

    def __enter__(self) -> Self:
        self._service.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._service.__exit__()

    def send(self, sending: Sending) -> Sent:
        if sending.kind != self._kind or not PHONE.fullmatch(sending.to):
            raise CarrierError("unfit", detail="number" if sending.kind == self._kind else "")
        kind, body = self._body(sending)
        header = self._values.text("idempotency_header")
        heads = {"Content-Type": kind, **({header: sending.payload_id} if header else {})}
        answer = self._service.request("POST", "url", {}, headers=heads, content=body)
        self._service.refuse(answer)
        path = self._values.text("reference_path")
        return Sent(code_of(at(parsed(answer.content), path)) if path else "")

    def _body(self, sending: Sending) -> tuple[str, bytes]:
        """The Content-Type and the body."""
        fields = {
            **fixed(self._values),
            self._values.text("to_field"): sending.to,
            self._values.text("from_field"): self._values.text("sender"),
            self._values.text("payload_id_field"): sending.payload_id,
        }
        how, given = self._values.text("body"), {name: value for name, value in fields.items() if name and value}
        if self._kind == "fax":
            return self._with_file(how, given, sending)
        given[self._values.text("text_field")] = sending.text
        if (receipt_field := self._values.text("receipt_field")) and sending.calls_back:
            given[receipt_field] = sending.calls_back
        if how == "form":
            return "application/x-www-form-urlencoded", urlencode(given).encode()
        return "application/json", json.dumps(given).encode()

    def _with_file(self, how: str, given: dict[str, str], sending: Sending) -> tuple[str, bytes]:
        field = self._values.text("file_field")
        if how == "json":
            return "application/json", json.dumps({**given, field: packed(sending.content, "base64")}).encode()
        parts = [_part(name, text.encode()) for name, text in given.items()]
        parts.append(_part(field, sending.content, file_name=sending.name))
        boundary, body = multipart.written(parts)
        return f"multipart/form-data; boundary={boundary}", body

    def was_received(self, payload_id: str) -> bool | None:
        """By the search of the other side, where it has one. Raises CarrierError."""
        return self._service.was_received(payload_id, self._values.text("inquiry_path"))

    def receipt(self, payload_id: str, reference: str) -> DeliveryReceipt | None:
        """What became of a fax; None while the service tries, or where it does not say. Raises CarrierError."""
        if self._kind != "fax" or not reference or not self._service.has("status_url"):
            return None
        answer = self._service.request(
            "GET", "status_url", {"payload_id": payload_id, "reference": reference}, headers={}
        )
        if answer.status == _UNKNOWN:
            return None
        self._service.refuse(answer)
        told = parsed(answer.content)
        status = str(at(told, self._values.text("status_path")) or "").strip().lower()
        delivered, failed = (status in self._words(name) for name in ("delivered_words", "failed_words"))
        if not delivered and not failed:
            return None
        return DeliveryReceipt(
            payload_id=payload_id,
            is_delivered=delivered,
            at=_moment(at(told, self._values.text("delivered_at_path"))),
            pages=_count(at(told, self._values.text("pages_path"))) if delivered else None,
            reference=code_of(reference),
            cause="" if delivered else code_of(at(told, self._values.text("cause_path"))),
        )

    def texts(self) -> Iterator[IncomingText]:
        """Those that the service lists; one without sender, words or id is left out. Raises CarrierError."""
        if self._kind != "text" or not self._service.has("inbox_url"):
            return
        listed = at(parsed(self._service.get("inbox_url").content), self._values.text("inbox_path"))
        for found in (listed if isinstance(listed, list) else [])[:_MOST]:
            sender, words = (at(found, self._values.text(f"inbox_{name}_path")) for name in ("from", "text"))
            reference = code_of(at(found, self._values.text("inbox_id_path")))
            if isinstance(sender, str) and PHONE.fullmatch(sender) and isinstance(words, str) and reference:
                came_at = _moment(at(found, self._values.text("inbox_at_path")))
                yield IncomingText(reference, sender, words, to=self._values.text("sender"), at=came_at)

    def _words(self, name: str) -> set[str]:
        return {word.strip().lower() for word in self._values.text(name).split(",") if word.strip()}

    def fetch(self) -> Iterator[Fetched | Left]:
        """Nothing lies there as a file: see `receipt` and `texts`."""
        return iter(())

    def confirm(self, fetched: Fetched) -> None:
        raise CarrierError("unfit")

    def probe(self) -> Probe:
        return self._service.probe("url", "probe_url")


def _moment(value: object) -> datetime | None:
    """None for what has no zone: which day it was cannot be said then."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _count(value: object) -> int | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _part(name: str, content: bytes, *, file_name: str = "") -> multipart.Part:
    quoted = name.replace('"', "%22")
    shown = f'form-data; name="{quoted}"'
    if not file_name:
        return multipart.Part({"Content-Disposition": shown}, content)
    disposition = f'{shown}; filename="{file_name}"'
    return multipart.Part({"Content-Disposition": disposition, "Content-Type": "application/pdf"}, content)
