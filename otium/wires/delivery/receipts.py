"""A receipt as a small JSON document: what services answer differs, this is how one of them is kept and read.

    {"fax_receipt": {"fax": "<payload id>", "status": "delivered", "at": "2026-11-26T10:02:11-08:00", "pages": 7,
                     "reference": "FX-1182", "cause": ""}}

Of a text it is a "text_receipt" with "text" for the payload id, and has no pages. A status other than delivered or
failed says nothing yet: there is no receipt then.
"""

import json
import re
from typing import Any

from otium.terms.delivery import DeliveryReceipt
from otium.wires import documents

NAMES = {"fax_receipt": "fax", "text_receipt": "text"}
DELIVERED, FAILED = "delivered", "failed"
LARGEST = 10_000  # bytes
MOST_PAGES = 10_000
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_CODE = re.compile(r"[A-Za-z0-9 ._:/+=-]{0,120}")


class NoReceiptError(ValueError):
    """It calls itself a receipt and cannot be used; `where` names the field. Holds nothing of it."""

    def __init__(self, where: str) -> None:
        super().__init__(f"a receipt without a usable {where}")
        self.where = where


def is_one(data: bytes) -> bool:
    """Whether the bytes are a JSON object that calls itself a receipt of a fax or text."""
    return _found(data) is not None


def read(data: bytes) -> DeliveryReceipt:
    """Raises NoReceiptError. What is not said is None, never a guess."""
    named = _found(data)
    if named is None:
        raise NoReceiptError("receipt")
    kind, found = named
    payload_id, status = found.get(kind), found.get("status")
    if not isinstance(payload_id, str) or not _ID.fullmatch(payload_id):
        raise NoReceiptError(kind)
    if status not in (DELIVERED, FAILED):
        raise NoReceiptError("status")
    return DeliveryReceipt(
        payload_id=payload_id,
        is_delivered=status == DELIVERED,
        at=documents.moment(found.get("at")),
        pages=_pages(found.get("pages")),
        reference=_text(found.get("reference")),
        cause=_text(found.get("cause")),
        kind=kind,
    )


def write(receipt: DeliveryReceipt) -> bytes:
    """The same fact in the same bytes, whenever it is written."""
    told = {
        receipt.kind: receipt.payload_id,
        "status": DELIVERED if receipt.is_delivered else FAILED,
        "at": receipt.at.isoformat() if receipt.at else None,
        "pages": receipt.pages,
        "reference": receipt.reference,
        "cause": receipt.cause,
    }
    return json.dumps({f"{receipt.kind}_receipt": told}, sort_keys=True).encode()


def _found(data: bytes) -> tuple[str, dict[str, Any]] | None:
    """What it is a receipt of, and what it says."""
    found = documents.named(data, NAMES, LARGEST)
    return (NAMES[found[0]], found[1]) if found else None


def _pages(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and 0 <= value <= MOST_PAGES else None  # type: ignore[return-value, operator]


def _text(value: object) -> str:
    return value if isinstance(value, str) and _CODE.fullmatch(value) else ""
