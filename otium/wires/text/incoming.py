"""A text that came in as a small JSON document: services differ, this is how one is kept and read.

{"text": {"from": "+13125550142", "to": "+15125550100", "words": "Yes", "reference": "SM-11",
              "at": "2026-11-26T18:02:11+00:00"}}
"""

import json
import re
from typing import Any

from otium.terms.text import IncomingText
from otium.wires import documents

NAME = "text"
LARGEST = 20_000  # bytes
LONGEST = 1_600  # characters of words; the rest is cut, as no answer is that long
_NUMBER = re.compile(r"\+?[0-9 ().-]{3,24}")
_CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class NoTextError(ValueError):
    """It calls itself a text and cannot be used; `where` names the field. Holds nothing of it."""

    def __init__(self, where: str) -> None:
        super().__init__(f"a text without a usable {where}")
        self.where = where


def is_one(data: bytes) -> bool:
    """Whether the bytes are a JSON object that calls itself a text."""
    return _found(data) is not None


def read(data: bytes) -> IncomingText:
    """Raises NoTextError."""
    found = _found(data)
    if found is None:
        raise NoTextError(NAME)
    for name, form in (("from", _NUMBER), ("reference", _CODE)):
        if not isinstance(found.get(name), str) or not form.fullmatch(found[name]):
            raise NoTextError(name)
    if not isinstance(found.get("words"), str):
        raise NoTextError("words")
    to = found.get("to")
    return IncomingText(
        reference=found["reference"],
        sender=found["from"],
        words=found["words"].replace("\0", "")[:LONGEST],
        to=to if isinstance(to, str) and _NUMBER.fullmatch(to) else "",
        at=documents.moment(found.get("at")),
    )


def write(text: IncomingText) -> bytes:
    """The same text in the same bytes, whenever it is written: fetched twice, it is taken in once."""
    told = {"from": text.sender, "to": text.to, "words": text.words, "reference": text.reference,
            "at": text.at.isoformat() if text.at else None}  # fmt: skip
    return json.dumps({NAME: told}, sort_keys=True).encode()


def _found(data: bytes) -> dict[str, Any] | None:
    found = documents.named(data, (NAME,), LARGEST)
    return found[1] if found else None
