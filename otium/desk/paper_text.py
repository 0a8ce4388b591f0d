"""The text of a document, page by page: read once when it is kept, stored encrypted beside it."""

import json

from otium.desk import blobs, reading_apart
from otium.records.models import Document
from otium.wires.paper.reading import PaperText, Trouble

PDF, TEXT = "application/pdf", "text/plain"
STORED = ("text", "pages", "has_text")


def take(document: Document, data: bytes) -> PaperText | None:
    """Read the bytes and fill the columns that say so; the caller saves them. None for a picture: nothing is read."""
    found = of_bytes(document.media_type, data)
    if found is None:
        return None
    document.pages, document.has_text = found.count, found.has_text
    if found.has_text:
        document.text = blobs.keep(document.practice, _packed(found))
    return found


def packed(data: bytes) -> bytes:
    """The text of a PDF as it is stored, for who keeps many at once."""
    return _packed(reading_apart.read(data))


def _packed(found: PaperText) -> bytes:
    return json.dumps({"pages": found.pages, "troubles": found.troubles}, ensure_ascii=False).encode()


def of_bytes(media_type: str, data: bytes) -> PaperText | None:
    if media_type == TEXT:
        text = data.decode("utf-8", "replace")
        return PaperText((text,), 1, bool(text.strip()))
    return reading_apart.read(data) if media_type == PDF else None


def load(document: Document) -> PaperText | None:
    """As it was read; a document that was kept before papers were read is read now, and not stored."""
    if document.text_id:
        kept = json.loads(blobs.load(document.practice, document.text))
        troubles = tuple(Trouble(name) for name in kept["troubles"])
        return PaperText(tuple(kept["pages"]), document.pages, document.has_text, troubles)
    return of_bytes(document.media_type, blobs.load(document.practice, document.blob))
