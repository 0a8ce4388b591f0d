"""CAQH CORE envelopes, rule version 2.2.0: the fields, and what an answer's ErrorCode means.

Source: CAQH CORE Phase II 270 connectivity rule v2.2.0, from knowledge; docs/formats/carriers.md says what is certain.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from otium.wires.carriers.base import CarrierError

VERSION = "2.2.0"
SUCCESS = "Success"
BATCH, REAL_TIME = "Batch", "RealTime"


class Act(NamedTuple):
    """What SOAP calls one act: its action, the generic one, and the element in the body without `Request`."""

    action: str
    generic_action: str
    element: str
    mode: str


REAL_TIME_ACT = Act("RealTimeTransaction", "RealTimeTransaction", "COREEnvelopeRealTimeRequest", REAL_TIME)
SUBMIT = Act("BatchSubmitTransaction", "GenericBatchSubmissionTransaction", "COREEnvelopeBatchSubmission", BATCH)
PICK_UP = Act(
    "BatchResultsRetrievalTransaction",
    "GenericBatchRetrievalTransaction",
    "COREEnvelopeBatchResultsRetrievalRequest",
    BATCH,
)
RECEIPT = Act(
    "BatchResultsAckSubmitTransaction",
    "GenericBatchReceiptConfirmationTransaction",
    "COREEnvelopeBatchResultsAckSubmission",
    BATCH,
)
INQUIRE = Act(
    "BatchSubmitAckRetrievalTransaction",
    "GenericBatchRetrievalTransaction",
    "COREEnvelopeBatchSubmissionAckRetrievalRequest",
    BATCH,
)


@dataclass(frozen=True, slots=True)
class Account:
    """Who speaks with whom, on every envelope of one connection."""

    sender_id: str
    receiver_id: str
    version: str = VERSION
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer's envelope. `error_code` is cut to a code: partners put sentences there."""

    fields: Mapping[str, str] = field(repr=False)
    payload: bytes = field(repr=False)

    @property
    def error_code(self) -> str:
        code = self.fields.get("ErrorCode", "")
        return code if re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", code) else ("unreadable" if code else "")

    @property
    def payload_id(self) -> str:
        """The partner's id of the payload; "" for one that is not safe to keep in a name."""
        given = self.fields.get("PayloadID", "")
        return given if re.fullmatch(r"[A-Za-z0-9._-]{1,64}", given) else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits: by the type's name, or because nothing came."""
        return not self.payload or re.search(r"NoBatch\w*File", self.fields.get("PayloadType", "")) is not None


def fields(act: Act, *, payload_type: str, payload_id: str, at: datetime, payload: bytes) -> list[tuple[str, str]]:
    """The message's own fields in the order of the rule, without the account's and the payload."""
    length = [("PayloadLength", str(len(payload)))] if payload and act.mode == BATCH else []
    return [
        ("PayloadType", payload_type),
        ("ProcessingMode", act.mode),
        ("PayloadID", payload_id),
        *length,
        ("TimeStamp", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"),
    ]


def parties(account: Account) -> list[tuple[str, str]]:
    """The fields that come after TimeStamp and, in MIME, user and password."""
    return [
        ("SenderID", account.sender_id),
        ("ReceiverID", account.receiver_id),
        ("CORERuleVersion", account.version),
    ]


def check_sum(act: Act, payload: bytes) -> list[tuple[str, str]]:
    """SHA-1 as the rule wants it: it finds damage, it does not protect."""
    if not payload or act.mode != BATCH:
        return []
    return [("CheckSum", hashlib.sha1(payload, usedforsecurity=False).hexdigest())]


def verify(reply: Reply) -> None:
    """Raises CarrierError half_answer where the payload is not what the envelope says of it."""
    length, told = reply.fields.get("PayloadLength", ""), reply.fields.get("CheckSum", "")
    if reply.payload and length.isdigit() and int(length) != len(reply.payload):
        raise CarrierError("half_answer", detail="PayloadLength", may_have_arrived=True)
    if reply.payload and told and told.lower() != hashlib.sha1(reply.payload, usedforsecurity=False).hexdigest():
        raise CarrierError("half_answer", detail="CheckSum", may_have_arrived=True)


def fault_of(code: str) -> CarrierError:
    """What an ErrorCode that is not Success means."""
    if code == "UnAuthorized":
        return CarrierError("auth", detail=code)
    if code == "VersionMismatch" or code.startswith(("CORERuleVersion", "SenderID", "ReceiverID")):
        return CarrierError("envelope", detail=code)
    if code == "CheckSumMismatched" or code.startswith("PayloadLength"):
        return CarrierError("half_written", detail=code)
    if code == "Receiver":
        return CarrierError("server", detail=code, may_have_arrived=True)
    return CarrierError("rejected", detail=code)
