"""CAQH CORE connectivity by HTTPS: real time, batches, and what waits to be picked up."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Self

from otium.wires.carriers import core_envelope as envelope
from otium.wires.carriers import core_mime, core_soap, http, tls
from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent, Step
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.mailbox import shown
from otium.wires.carriers.probing import tried
from otium.wires.carriers.values import Values


class CoreCarrier:
    """One envelope out, one back, for every act."""

    def __init__(self, values: Values, *, limits: Limits, now: Callable[[], datetime]) -> None:
        self._values, self._limits, self._now = values, limits, now
        self._url = http.checked_url("url", values.text("url"), limits=limits)
        batch = values.text("batch_url")
        self._batch_url = http.checked_url("batch_url", batch, limits=limits) if batch else self._url
        self._account = envelope.Account(
            values.text("sender_id"),
            values.text("receiver_id"),
            values.text("rule_version"),
            values.text("user"),
            values.text("password"),
        )
        self._verify = tls.context(
            values.text("ca_certificate"),
            client_certificate=values.text("client_certificate"),
            client_key=values.text("client_key"),
        )
        self._http = http.Http(limits=limits, verify=self._verify)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.__exit__()

    def send(self, sending: Sending) -> Sent:
        if sending.kind not in {"x12_batch", "x12_realtime"} or not sending.payload_type:
            raise CarrierError("unfit")
        act = envelope.SUBMIT if sending.kind == "x12_batch" else envelope.REAL_TIME_ACT
        reply = self._exchange(act, sending.payload_type, sending.payload_id, payload=sending.content, at=sending.at)
        if reply.error_code in self._codes("duplicate_codes"):
            return Sent(sending.payload_id, detail="already_received")
        if reply.error_code != envelope.SUCCESS:
            raise envelope.fault_of(reply.error_code)
        envelope.verify(reply)
        if act is envelope.REAL_TIME_ACT and not reply.payload:
            raise CarrierError("bad_answer", detail="no_payload", may_have_arrived=True)
        return Sent(reply.payload_id, answer=reply.payload or None)

    def was_received(self, payload_id: str) -> bool | None:
        """By the question the partner agreed to; None without one. Raises CarrierError."""
        asked = self._values.text("inquiry_type")
        if not asked:
            return None
        code = self._exchange(envelope.INQUIRE, asked, payload_id).error_code
        if code in self._codes("unknown_codes"):
            return False
        return True if code == envelope.SUCCESS else None

    def fetch(self) -> Iterator[Fetched | Left]:
        """For each type of `pickups`, until nothing waits or the same comes again."""
        seen: set[str] = set()
        with self._http:
            for wanted in filter(None, map(str.strip, self._values.text("pickups").splitlines())):
                while len(seen) < self._limits.files and (reply := self._picked_up(wanted, seen)):
                    seen.add(reply.payload_id)
                    yield Fetched(shown(f"{wanted}.{reply.payload_id}.x12"), reply.payload, reply.payload_id)

    def _picked_up(self, wanted: str, seen: set[str]) -> envelope.Reply | None:
        """None where nothing new waits."""
        reply = self._exchange(envelope.PICK_UP, wanted, str(uuid.uuid4()))
        if reply.error_code != envelope.SUCCESS:
            raise envelope.fault_of(reply.error_code)
        if reply.is_empty or reply.payload_id in seen:
            return None
        envelope.verify(reply)
        return reply

    def confirm(self, fetched: Fetched) -> None:
        """Sends the receipt the partner wants, if it wants one. Raises CarrierError."""
        wanted = self._values.text("confirm_type")
        if wanted:
            reply = self._exchange(envelope.RECEIPT, wanted, fetched.mark)
            if reply.error_code != envelope.SUCCESS:
                raise envelope.fault_of(reply.error_code)

    def probe(self) -> Probe:
        """Address and TLS; signing in only shows with a message, as an envelope is one."""
        probe = tried(self._url, limits=self._limits, verify=self._verify)
        return Probe((*probe.steps, Step("sign_in", "skipped"))) if probe.is_ok else probe

    def _codes(self, name: str) -> set[str]:
        return {code.strip() for code in self._values.text(name).split(",")}

    def _exchange(
        self, act: envelope.Act, payload_type: str, payload_id: str, *, payload: bytes = b"", at: datetime | None = None
    ) -> envelope.Reply:
        """The answer's envelope, whatever its ErrorCode. Raises CarrierError where there is none."""
        own = envelope.fields(
            act, payload_type=payload_type, payload_id=payload_id, at=at or self._now(), payload=payload
        )
        if self._values.text("envelope") == "soap":
            action = act.generic_action if self._values.text("operations") == "generic" else act.action
            content_type, body = core_soap.written(act, self._account, own, payload, action=action)
        else:
            content_type, body = core_mime.written(act, self._account, own, payload)
        url = self._batch_url if act.mode == envelope.BATCH else self._url
        answer = self._http.exchange("POST", url, headers={"Content-Type": content_type}, content=body)
        return self._opened(answer)

    def _opened(self, answer: http.Answer) -> envelope.Reply:
        """An envelope under 400 or 500 says more than the status does."""
        given = answer.headers.get("content-type", "")
        read = core_soap.read if self._values.text("envelope") == "soap" else core_mime.read
        try:
            reply = read(answer.content, content_type=given)
        except ValueError:
            http.refuse(answer, now=self._now())
            code = "half_answer" if _looks_like(given) else "content_type"
            raise CarrierError(code, may_have_arrived=True) from None
        if answer.status >= 300 and (answer.status not in {400, 500} or reply.error_code in {"", envelope.SUCCESS}):
            http.refuse(answer, now=self._now())
        return reply


def _looks_like(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind in {"application/soap+xml", "text/xml", "application/xml", "multipart/related", "multipart/form-data"}
