"""What each act of the envelope asks for, and the envelope that answers it."""

import hashlib
import hmac
import re
import uuid
from collections.abc import Mapping

from partners.doors.core.envelope import BATCH, REAL_TIME, Request
from partners.exchange import front, intake, post
from partners.exchange.place import ID, Exchange

VERSION = "2.2.0"
SUCCESS, DUPLICATE, UNKNOWN = "Success", "PayloadIDDuplicate", "PayloadIDUnknown"
CONFIRMED = "X12_Response_ConfirmReceiptReceived"
INQUIRY = "X12_Request_BatchStatus"
"""Whether a PayloadID was received. Rule 2.2.0 has no such question; this one is by agreement."""
RESULTS = {
    "270": ("X12_271_Response_005010X279A1", "271"),
    "276": ("X12_277_Response_005010X212", "277"),
    "278": ("X12_278_Response_005010X217E1_2", "278"),
}
"""Transaction of a real-time PayloadType -> PayloadType and kind of the answer."""
PICKUPS = {
    "271": ("271",),
    "277CA": ("277ca",),
    "277": ("277",),
    "278": ("278",),
    "835": ("835",),
    "999": ("999", "ta1"),
    "TA1": ("ta1",),
}
"""Word of a pickup's PayloadType -> kinds of mail."""
REQUIRED = ("PayloadType", "ProcessingMode", "PayloadID", "TimeStamp", "SenderID", "ReceiverID", "CORERuleVersion")
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "riverway.test")
Answer = tuple[Mapping[str, str], bytes]


def handle(exchange: Exchange, request: Request, certified: str) -> Answer:
    """Fields and payload of the answer. `certified` is the practice of a client certificate, or empty."""
    practice = certified or _signed_in(exchange, request)
    wrong = _wrong(exchange, request, practice)
    if wrong:
        return _answer(request, error=wrong)
    if request.get("ProcessingMode") == REAL_TIME:
        return _real_time(exchange, request, practice)
    asked, element = request.get("PayloadType"), request.element
    if asked == INQUIRY or "AckRetrievalRequest" in element:
        known = intake.received(exchange, practice, request.get("PayloadID"))
        return _answer(request, error=SUCCESS if known else UNKNOWN, kind="X12_Response_BatchStatus")
    if "AckSubmission" in element or "SubmissionRequest" in asked or "ConfirmReceipt" in asked:
        return _confirm(exchange, request, practice)
    if request.payload:
        return _submit(exchange, request, practice)
    return _pick_up(exchange, request, practice)


def _signed_in(exchange: Exchange, request: Request) -> str:
    """The practice's slug, empty where user and password are not one's."""
    row = exchange.store.row("select slug, password from practice where slug = ?", request.get("UserName"))
    if row and hmac.compare_digest(row["password"].encode(), request.get("Password").encode()):
        return str(row["slug"])
    return ""


def _wrong(exchange: Exchange, request: Request, practice: str) -> str:
    """ErrorCode of the first fault of the envelope itself."""
    missing = next((name for name in REQUIRED if not request.get(name)), "")
    if missing:
        return f"{missing}Required"
    if not practice:
        return "UnAuthorized"
    if request.get("CORERuleVersion") != VERSION:
        return "VersionMismatch"
    if request.get("ProcessingMode") not in (BATCH, REAL_TIME):
        return "ProcessingModeIllegal"
    row = exchange.store.row("select npi from practice where slug = ?", practice)
    if row is None or request.get("SenderID") != row["npi"]:
        return "SenderIDIllegal"
    if request.get("ReceiverID") != ID:
        return "ReceiverIDIllegal"
    return _damaged(request)


def _damaged(request: Request) -> str:
    length, told = request.get("PayloadLength"), request.get("CheckSum")
    if length and length != str(len(request.payload)):
        return "PayloadLengthIllegal"
    if told and told.lower() != hashlib.sha1(request.payload, usedforsecurity=False).hexdigest():
        return "CheckSumMismatched"
    return ""


def _real_time(exchange: Exchange, request: Request, practice: str) -> Answer:
    """The answer at once: 271, 277 or 278; a 999 or TA1 where there can be none."""
    named = re.match(r"X12_(\d{3})_Request_", request.get("PayloadType"))
    if not named or named.group(1) not in RESULTS:
        return _answer(request, error="PayloadTypeIllegal")
    with exchange.store.transaction():
        taken = intake.take(
            exchange, practice, via="realtime", payload_id=request.get("PayloadID"), content=request.payload
        )
        if not taken.is_new:
            return _answer(request, error=DUPLICATE)
        row = exchange.store.row("select * from parcel where id = ?", taken.parcel)
        if row is not None:
            front.process(exchange, row)
        return _first_of(exchange, request, taken.parcel, RESULTS[named.group(1)])


def _first_of(exchange: Exchange, request: Request, parcel: int, wanted: tuple[str, str]) -> Answer:
    payload_type, kind = wanted
    rows = exchange.store.rows("select id, kind, content from mail where parcel = ? order by id", parcel)
    exchange.store.run("update mail set picked_at = ? where parcel = ?", exchange.seconds, parcel)
    for name, told in ((kind, payload_type), ("999", "X12_999_Response_005010X231A1"), ("ta1", "X12_TA1_Response")):
        found = next((row["content"] for row in rows if row["kind"] == name), None)
        if found is not None:
            return _answer(request, kind=told, payload=found)
    return _answer(request, error="PayloadIllegal")


def _submit(exchange: Exchange, request: Request, practice: str) -> Answer:
    """A batch is durable when its receipt leaves; it is read later."""
    taken = intake.take(exchange, practice, via="core", payload_id=request.get("PayloadID"), content=request.payload)
    if not taken.is_new:
        return _answer(request, error=DUPLICATE)
    return _answer(request, kind="X12_BatchReceiptConfirmation")


def _pick_up(exchange: Exchange, request: Request, practice: str) -> Answer:
    """The oldest file of the kind asked for; the same again until its receipt is confirmed."""
    asked = request.get("PayloadType").upper()
    kinds = next((kinds for word, kinds in PICKUPS.items() if word in asked.split("_")), ())
    letter = post.waiting(exchange, practice, *kinds)
    if letter is None:
        is_ack = "999" in kinds
        empty = "X12_005010_Response_NoBatchAckFile" if is_ack else "X12_005010_Response_NoBatchResultsFile"
        return _answer(request, kind=empty)
    given = {"PayloadID": payload_id(letter.id)}
    return _answer(request, kind=f"X12_{letter.kind.upper()}_Response", payload=letter.content, given=given)


def _confirm(exchange: Exchange, request: Request, practice: str) -> Answer:
    """Receipt of a picked-up file, by its PayloadID; once more changes nothing."""
    for row in exchange.store.rows("select id from mail where practice = ? and via = 'core'", practice):
        if payload_id(row["id"]) == request.get("PayloadID"):
            exchange.store.run(
                "update mail set picked_at = ? where id = ? and picked_at is null", exchange.seconds, row["id"]
            )
            return _answer(request, kind=CONFIRMED)
    return _answer(request, error=UNKNOWN)


def payload_id(mail: int) -> str:
    """The same for the same file, however often it is picked up."""
    return str(uuid.uuid5(NAMESPACE, str(mail)))


def _answer(
    request: Request,
    *,
    kind: str = "CoreEnvelopeError",
    error: str = SUCCESS,
    payload: bytes = b"",
    given: Mapping[str, str] | None = None,
) -> Answer:
    mode = request.get("ProcessingMode") or BATCH
    fields = {
        "PayloadType": kind,
        "ProcessingMode": mode,
        "PayloadID": request.get("PayloadID"),
        **(given or {}),
        **({"PayloadLength": str(len(payload))} if payload and mode == BATCH else {}),
        "TimeStamp": request.get("TimeStamp"),
        "SenderID": ID,
        "ReceiverID": request.get("SenderID"),
        "CORERuleVersion": VERSION,
        **({"CheckSum": _check_sum(payload)} if payload and mode == BATCH else {}),
        "ErrorCode": error,
        "ErrorMessage": "" if error == SUCCESS else error,
    }
    return fields, payload


def _check_sum(payload: bytes) -> str:
    return hashlib.sha1(payload, usedforsecurity=False).hexdigest()
