"""Mail by SMTP, and faxes by a gateway that takes mail. One message, one addressee."""

import email.policy
import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Self

from otium.terms.notice import MAIL_ADDRESS
from otium.wires.carriers import tls
from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent, SettingsError, Step, StepName
from otium.wires.carriers.limits import Deadline, Limits
from otium.wires.carriers.provider import PHONE
from otium.wires.carriers.smtp_line import SmtpLine
from otium.wires.carriers.values import Values

_DOMAIN = re.compile(r"([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_METHOD = re.compile(rb"^METHOD:([A-Z]+)\r$", re.MULTILINE)
_PLAIN = email.policy.SMTP.clone(cte_type="7bit")  # not every server on the way takes eight


class MailCarrier:
    """With a `gateway` it carries faxes: the number becomes the address, the PDF the attachment."""

    def __init__(self, values: Values, *, limits: Limits, gateway: str = "") -> None:
        self._values, self._limits, self._gateway = values, limits, gateway
        for name in ("from_address", "reply_to"):
            if values.text(name) and not MAIL_ADDRESS.fullmatch(values.text(name)):
                raise SettingsError(name, "it is no plain address")
        if gateway and not _DOMAIN.fullmatch(gateway):
            raise SettingsError("gateway", "it is no domain")
        host, port = values.text("host"), values.number("port")
        if values.text("security") == "none" and not limits.allows_private(host, port):
            raise SettingsError("security", "only a host listed by the operator may go without TLS")
        self._verify = tls.context(values.text("ca_certificate"))
        self._line: SmtpLine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def send(self, sending: Sending) -> Sent:
        """The reference is the Message-ID, the same for every try: mail systems drop a second one."""
        message = self._message(sending)
        content = message.as_bytes()
        if len(content) > self._limits.sent_bytes:
            raise CarrierError("too_large")
        deadline = Deadline(self._limits.total_seconds)
        with SmtpLine(self._values, verify=self._verify, limits=self._limits, deadline=deadline) as line:
            line.sign_in()
            line.deliver(self._values.text("from_address"), str(message["To"]), content)
        return Sent(str(message["Message-ID"]))

    def _message(self, sending: Sending) -> EmailMessage:
        """Raises CarrierError unfit for an address or subject that is more than one."""
        message = EmailMessage(policy=_PLAIN)
        sender = self._values.text("from_address")
        message["From"] = Address(self._values.text("from_name"), addr_spec=sender)
        message["To"] = self._addressee(sending)
        if self._values.text("reply_to"):
            message["Reply-To"] = self._values.text("reply_to")
        if not sending.subject.isprintable():
            raise CarrierError("unfit", detail="subject")
        message["Subject"] = sending.subject
        message["Date"] = sending.at
        message["Message-ID"] = f"<{sending.payload_id}@{sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(sending.text)
        if sending.content:
            _attach(message, sending)
        return message

    def _addressee(self, sending: Sending) -> str:
        if sending.kind != ("fax" if self._gateway else "mail"):
            raise CarrierError("unfit")
        if self._gateway:
            if not PHONE.fullmatch(sending.to):
                raise CarrierError("unfit", detail="number")
            return f"{sending.to.removeprefix('+')}@{self._gateway}"
        if not MAIL_ADDRESS.fullmatch(sending.to):
            raise CarrierError("unfit", detail="address")
        return sending.to

    def fetch(self) -> Iterator[Fetched | Left]:
        """Nothing: this kind only sends."""
        return iter(())

    def confirm(self, fetched: Fetched) -> None:
        raise CarrierError("unfit")

    def was_received(self, payload_id: str) -> bool | None:
        """SMTP has no such question."""
        return None

    def probe(self) -> Probe:
        """Signs in and hangs up."""
        steps: list[Step] = []
        deadline = Deadline(self._limits.total_seconds)
        try:
            with SmtpLine(self._values, verify=self._verify, limits=self._limits, deadline=deadline) as line:
                has_tls, has_user = self._values.text("security") != "none", bool(self._values.text("user"))
                steps += [Step("address", "ok"), Step("tls", "ok" if has_tls else "skipped")]
                line.sign_in()
                steps.append(Step("sign_in", "ok" if has_user else "skipped"))
        except CarrierError as error:
            at: StepName = "sign_in" if steps else "tls" if error.code in {"tls", "plain_text"} else "address"
            steps += [Step("address", "ok")] if at == "tls" else []
            steps.append(Step(at, error.code, error.detail))
        return Probe(tuple(steps))


def _attach(message: EmailMessage, sending: Sending) -> None:
    """An invite says its method beside its media type, or programs show it as a mere file. Source: RFC 6047 s. 2.4."""
    name = sending.name.lower()
    if name.endswith(".ics") and (found := _METHOD.search(sending.content)):
        words, method = sending.content.decode(), found.group(1).decode()
        message.add_attachment(words, subtype="calendar", filename=sending.name, params={"method": method})
        return
    kind = "pdf" if name.endswith(".pdf") else "octet-stream"
    message.add_attachment(sending.content, maintype="application", subtype=kind, filename=sending.name)
