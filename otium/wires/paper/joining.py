"""Several PDFs as one, in their order: a fax is one document."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError


class CannotJoinError(ValueError):
    """One of the documents is no PDF that can be read. Holds nothing of it."""


def joined(documents: Sequence[bytes]) -> bytes:
    """Raises CannotJoinError, also for one that is locked by a password."""
    writer = PdfWriter()
    for document in documents:
        try:
            writer.append(PdfReader(BytesIO(document)), import_outline=False)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
            raise CannotJoinError("a document could not be read as PDF") from None  # its words may be in the message
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def pages(document: bytes) -> int:
    """Raises CannotJoinError."""
    try:
        return len(PdfReader(BytesIO(document)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        raise CannotJoinError("a document could not be read as PDF") from None
