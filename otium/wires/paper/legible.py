"""Whether a paper holds text, or is a picture of it."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

PDF, TEXT = "application/pdf", "text/plain"
LEAST = 20  # characters on one page; scanners put a few of their own on it
MOST_PAGES = 20  # looked at


def has_text(data: bytes, media_type: str) -> bool | None:
    """True for text that can be read, False for a picture; None where the file itself cannot be read."""
    if media_type == TEXT:
        return bool(data.strip())
    if media_type != PDF:
        return False
    try:
        pages = PdfReader(BytesIO(data)).pages
        return any(len((page.extract_text() or "").strip()) >= LEAST for page in pages[:MOST_PAGES])
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None  # damaged or locked: what a stranger's file can raise is not one kind of error
