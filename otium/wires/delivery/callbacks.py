"""A service calls back with what became of a text: a form, signed as Twilio signs.

Source: Twilio, "Validating Requests" and "Outbound Message Status in Status Callbacks". Certainty: from knowledge;
services that copied the interface sign alike. The signature is HMAC-SHA1 under the account's token over the address
that was called, followed by each field's name and value in order of name; base64.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from otium.terms.delivery import DeliveryReceipt

HEADER = "X-Twilio-Signature"
STATUS, REFERENCE, CAUSE = "MessageStatus", "MessageSid", "ErrorCode"
DELIVERED = frozenset({"delivered", "read"})
FAILED = frozenset({"undelivered", "failed", "canceled"})
Fields = Iterable[tuple[str, str]]  # a name may come more than once
_CODE = re.compile(r"[A-Za-z0-9]{1,64}")


def signature(key: str, address: str, fields: Fields) -> str:
    signed = address + "".join(name + value for name, value in sorted(set(fields)))
    # The service chose SHA-1; as a keyed hash it still stands, and no other would be the same signature.
    return base64.b64encode(hmac.new(key.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def is_signed(key: str, address: str, fields: Fields, said: str) -> bool:
    """Whether who called knows the key; compared in constant time. Without a key nobody is believed."""
    return bool(key) and hmac.compare_digest(signature(key, address, fields).encode(), said.encode())


def read(payload_id: str, fields: Fields) -> DeliveryReceipt | None:
    """What the call says in the end; None for a status on the way (queued, sent), or one that we do not know.

    >>> read("6f1c", [("MessageStatus", "undelivered"), ("MessageSid", "SM9"), ("ErrorCode", "30003")]).cause
    '30003'
    """
    told = dict(fields)
    status = told.get(STATUS, "").lower()
    if status not in DELIVERED | FAILED:
        return None
    is_delivered = status in DELIVERED
    return DeliveryReceipt(
        payload_id=payload_id,
        is_delivered=is_delivered,
        at=None,  # it does not say
        reference=_code(told.get(REFERENCE, "")),
        cause="" if is_delivered else _code(told.get(CAUSE, "")) or status,
        kind="text",
    )


def _code(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""
