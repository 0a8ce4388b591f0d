"""What every carrier takes, gives and raises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, Self, runtime_checkable

from otium.terms.delivery import DeliveryReceipt
from otium.terms.text import IncomingText

SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")
SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

BLAME: dict[str, Literal["passing", "connection", "message"]] = {
    "address": "passing",  # the host's name cannot be looked up
    "refused": "passing",  # nobody answers at the port
    "unreachable": "passing",
    "timeout": "passing",
    "closed": "passing",  # cut off
    "busy": "passing",  # too many requests, or down for a while
    "server": "passing",  # a fault of the other side
    "bad_answer": "passing",  # not of the agreed shape
    "half_answer": "passing",  # shorter than it said
    "html": "passing",  # a page for people
    "content_type": "passing",  # the answer is of another kind than agreed
    "answer_too_large": "passing",
    "half_written": "passing",  # fewer bytes there than were sent
    "fault": "passing",  # of our own program
    "disk": "passing",  # ours, or the share's: full or failing
    "private_address": "connection",  # the host lies in a private network and is not listed by the operator
    "plain_text": "connection",  # the other side offers no TLS
    "tls": "connection",  # its certificate is wrong, or no safe version is offered
    "host_key": "connection",  # unknown or changed
    "ssh": "connection",  # no common algorithm
    "auth": "connection",  # signing in was refused
    "folder": "connection",  # missing, or not ours to use
    "not_found": "connection",  # nothing lives at the address or path
    "envelope": "connection",  # version or ids on it are not those the partner has
    "redirect": "connection",  # it points elsewhere; that is not followed
    "too_large": "message",
    "rejected": "message",  # read and refused
    "unfit": "message",  # this kind of connection cannot carry it
}


class CarrierError(Exception):
    """What went wrong, by code; never what was sent, an answer's text or a secret.

    `detail` is a short code of the other side (http_503, an SMTP reply, an envelope's ErrorCode) or a fingerprint.
    `permanent`: this message will never be taken as it is. `needs_person`: nothing will go through until somebody
    changes the connection; the message itself may be good. Neither: try again later, not before
    `retry_after_seconds` where the other side said so. `may_have_arrived`: the other side may hold the message
    already, because its answer was lost or came after it was complete; ask `was_received` before repeating.
    """

    def __init__(
        self, code: str, *, detail: str = "", may_have_arrived: bool = False, retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.code, self.detail = code, detail
        self.permanent, self.needs_person = BLAME[code] == "message", BLAME[code] == "connection"
        self.may_have_arrived, self.retry_after_seconds = may_have_arrived, retry_after_seconds


class SettingsError(ValueError):
    """A connection that cannot be built. `field` is its name in `settings.SETTINGS`; the value is never repeated."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}.")
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One message that leaves. Raises ValueError for a name or id that is not safe in a path and a header.

    `payload_id` is the same for every try of one message, and so is `name`. `payload_type` and `at` stand on the
    envelope of kinds that have one; `to`, `subject` and `text` are for people; `content` goes as an attachment then.
    `calls_back`: the address at which a service may tell what became of a text.
    """

    kind: Literal["x12_batch", "x12_realtime", "mail", "text", "fax"]
    payload_id: str
    name: str
    at: datetime
    content: bytes = field(default=b"", repr=False)
    payload_type: str = ""
    to: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    calls_back: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not SAFE_NAME.fullmatch(self.name) or ".." in self.name:
            raise ValueError("a file name is letters, digits, dot, dash and underscore, and starts with no dot")
        if not SAFE_ID.fullmatch(self.payload_id):
            raise ValueError("a payload id is 1 to 64 letters, digits, dots, dashes and underscores")
        if self.at.tzinfo is None:
            raise ValueError("`at` needs a zone")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the other side said at once. `reference` is its own number for the message, or the name it has there.

    A real-time message that had arrived already has no answer here: ask anew, under a new payload id.
    """

    reference: str = ""
    answer: bytes | None = field(default=None, repr=False)  # a real-time response
    detail: str = ""  # already_received: an earlier try had arrived


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file or answer. `name` is safe to keep and show; `mark` is for `confirm`, in this process or another."""

    name: str
    content: bytes = field(repr=False)
    mark: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """One that stays on the other side, and why: too_large, unsafe_name, unreadable."""

    name: str
    code: str


StepName = Literal["address", "tls", "host_key", "sign_in", "send_folder", "fetch_folder", "answer"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a probe. `code` is ok, skipped, or as in CarrierError."""

    name: StepName
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a test of a connection found, step by step; it ends with the first that failed."""

    steps: tuple[Step, ...]

    @property
    def is_ok(self) -> bool:
        return all(step.code in {"ok", "skipped"} for step in self.steps)


class Carrier(Protocol):
    """One connection to one partner. Not for two threads at once; build one for each piece of work.

    Each act opens what it needs; within `with carrier:` several acts share it.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def send(self, sending: Sending) -> Sent:
        """Raises CarrierError. When it returns, the other side has the whole message."""

    def fetch(self) -> Iterator[Fetched | Left]:
        """What waits, oldest first. Raises CarrierError. Keep each, then `confirm` it, before asking for the next."""

    def confirm(self, fetched: Fetched) -> None:
        """Once it is kept: moves, deletes or acknowledges it there; else it is fetched again. Raises CarrierError.

        A file that somebody wrote to since stays, and is fetched again.
        """

    def probe(self) -> Probe:
        """Connects and signs in, changes nothing, never raises CarrierError."""

    def was_received(self, payload_id: str) -> bool | None:
        """Whether a message of this id has arrived; None where the other side cannot say. Raises CarrierError."""


@runtime_checkable
class TellsOfFaxes(Protocol):
    """A carrier that may be asked what became of a fax that it took."""

    def receipt(self, payload_id: str, reference: str) -> DeliveryReceipt | None:
        """None while it is under way, or where nobody can say. Raises CarrierError."""


@runtime_checkable
class BringsTexts(Protocol):
    """A carrier that may be asked which texts came to our number."""

    def texts(self) -> Iterator[IncomingText]:
        """Those that it lists now, also ones that it listed before. Raises CarrierError."""
