"""A clearinghouse's JSON interface, by a small mapping: where things go, and where they stand in answers."""

import json
from collections.abc import Iterator
from typing import Self

from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.mailbox import shown
from otium.wires.carriers.service import Clock, Service, at, code_of, fixed, packed, parsed, unpacked
from otium.wires.carriers.values import Values

_ID = frozenset({"id"})
_URLS = {
    "send_url": frozenset({"payload_id"}),
    "realtime_url": frozenset({"payload_id"}),
    "inquiry_url": frozenset({"payload_id"}),
    "list_url": frozenset[str](),
    "item_url": _ID,
    "confirm_url": _ID,
    "probe_url": frozenset[str](),
}


class JsonCarrier:
    """Sends a payload in a JSON object or as the body; lists, reads and acknowledges what waits."""

    def __init__(self, values: Values, *, limits: Limits, now: Clock) -> None:
        self._values, self._limits = values, limits
        self._service = Service(values, urls=_URLS, limits=limits, now=now)
        self._encoding = values.text("encoding")

    def __enter__(self) -> Self:
        self._service.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._service.__exit__()

    def send(self, sending: Sending) -> Sent:
        is_real_time = sending.kind == "x12_realtime"
        if not is_real_time and sending.kind != "x12_batch":
            raise CarrierError("unfit")
        url = "realtime_url" if is_real_time and self._service.has("realtime_url") else "send_url"
        answer = self._service.request(
            "POST", url, {"payload_id": sending.payload_id}, headers=self._heads(sending), content=self._body(sending)
        )
        if str(answer.status) in self._list("duplicate_statuses"):
            return Sent(sending.payload_id, detail="already_received")
        self._service.refuse(answer)
        self._refuse_by_content(answer.content)
        reference = code_of(at(parsed(answer.content), self._values.text("reference_path"))) if self._is_json() else ""
        return Sent(reference, answer=self._answer(answer.content) if is_real_time else None)

    def _is_json(self) -> bool:
        return bool(self._values.text("reference_path"))

    def _list(self, name: str) -> set[str]:
        return {part.strip() for part in self._values.text(name).split(",") if part.strip()}

    def _heads(self, sending: Sending) -> dict[str, str]:
        idempotency = self._values.text("idempotency_header")
        is_raw = self._values.text("body") == "raw"
        kind = self._values.text("content_type") if is_raw else "application/json"
        return {"Content-Type": kind, **({idempotency: sending.payload_id} if idempotency else {})}

    def _body(self, sending: Sending) -> bytes:
        if self._values.text("body") == "raw":
            return sending.content
        named = {
            self._values.text("payload_id_field"): sending.payload_id,
            self._values.text("type_field"): sending.payload_type,
            self._values.text("name_field"): sending.name,
            self._values.text("payload_field"): packed(sending.content, self._encoding),
        }
        return json.dumps({**fixed(self._values), **{name: text for name, text in named.items() if name}}).encode()

    def _refuse_by_content(self, content: bytes) -> None:
        """Where the partner says in the answer, not by the status, that it did not take the message."""
        good = self._list("good_states")
        if good and (state := code_of(at(parsed(content), self._values.text("state_path")))) not in good:
            raise CarrierError("rejected", detail=state)

    def _answer(self, content: bytes) -> bytes:
        path = self._values.text("answer_path")
        return unpacked(at(parsed(content), path), self._encoding) if path else content

    def was_received(self, payload_id: str) -> bool | None:
        """By the search of the other side, where it has one. Raises CarrierError."""
        return self._service.was_received(payload_id, self._values.text("inquiry_path"))

    def fetch(self) -> Iterator[Fetched | Left]:
        """What the list names, each read by its id."""
        if not self._service.has("list_url"):
            return
        with self._service:
            listed = at(parsed(self._service.get("list_url").content), self._values.text("list_path"))
            if not isinstance(listed, list):
                raise CarrierError("bad_answer", detail="no_list")
            for item in listed[: self._limits.files]:
                yield self._taking(item)

    def _taking(self, item: object) -> Fetched | Left:
        mark = code_of(at(item, self._values.text("id_path")))
        name = shown(str(at(item, self._values.text("name_path") or "-") or mark))
        if not mark:
            return Left(name, "unsafe_name")
        try:
            return Fetched(name, self._item(item, mark), mark)
        except CarrierError as error:
            if error.code not in {"bad_answer", "answer_too_large"}:
                raise
            return Left(name, "unreadable" if error.code == "bad_answer" else "too_large")

    def _item(self, item: object, mark: str) -> bytes:
        has_url, path = self._service.has("item_url"), self._values.text("item_path")
        content = self._service.get("item_url", id=mark).content if has_url else json.dumps(item).encode()
        return unpacked(at(parsed(content), path), self._encoding) if path else content

    def confirm(self, fetched: Fetched) -> None:
        """Says that it is kept, if the partner wants to know; one that is gone already is fine. Raises CarrierError."""
        if not self._service.has("confirm_url"):
            return
        method = self._values.text("confirm_method")
        answer = self._service.request(method, "confirm_url", {"id": fetched.mark}, headers={})
        if answer.status not in {404, 410}:
            self._service.refuse(answer)

    def probe(self) -> Probe:
        return self._service.probe("send_url", "probe_url")
