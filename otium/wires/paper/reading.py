"""The text of a PDF, page by page. What cannot be read is said; nothing is guessed, and no picture is recognized."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

MOST_PAGES = 200
MOST_LETTERS = 400_000  # of the whole paper
MOST_STREAM = 8 * 1024 * 1024  # unpacked bytes of one page
LEAST_LETTERS = 20  # fewer on every page: a scan, whose stamp alone is text
SECONDS = 10.0
PLAIN = 64 * 1024  # bytes
NOT_PLAIN = (b"/Filter", b"/XObject", b"/ObjStm", b"/Encrypt", b"/ToUnicode", b"/Pattern", b"/XRef", b"/Prev", b"[[",
             b"#")  # fmt: skip

# Damaged papers are said to the person; pypdf's own words about them belong in no log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError,
          NotImplementedError, OverflowError, ZeroDivisionError, AssertionError, MemoryError)  # fmt: skip


class Trouble(StrEnum):
    """Why a paper, or part of it, was not read."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    TOO_LONG = "too_long"  # more pages, letters or time than is read
    PAGE_DAMAGED = "page_damaged"
    TOO_HARD = "too_hard"  # reading it took more time or memory than any print does


@dataclass(frozen=True, slots=True)
class PaperText:
    """`pages`: the text of each, "" for one without. `has_text` None: it could not be told."""

    pages: tuple[str, ...]
    count: int | None
    has_text: bool | None
    troubles: tuple[Trouble, ...] = ()


def is_plain(data: bytes) -> bool:
    """Whether reading it costs no more than its length: short, one list of pages, nothing packed, nested or mapped.

    A name written with # escapes could hide such a thing, so a paper with any # is not plain.
    """
    return len(data) <= PLAIN and data.count(b"/Kids") <= 1 and not any(sign in data for sign in NOT_PLAIN)


def read(data: bytes, *, seconds: float = SECONDS) -> PaperText:
    """Stops at MOST_PAGES pages, MOST_LETTERS letters and `seconds`, and says so."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return PaperText((), None, None, (Trouble.ENCRYPTED,))
        count = len(reader.pages)
    except DependencyError:
        return PaperText((), None, None, (Trouble.ENCRYPTED,))
    except BROKEN:
        return PaperText((), None, None, (Trouble.DAMAGED,))
    if not count:
        return PaperText((), 0, None, (Trouble.NO_PAGES,))
    troubles: list[Trouble] = []
    pages = tuple(_pages(reader, count, time.monotonic() + seconds, troubles))
    has_text: bool | None = any(len("".join(page.split())) >= LEAST_LETTERS for page in pages)
    if not has_text and troubles:
        has_text = None
    return PaperText(pages, count, has_text, tuple(dict.fromkeys(troubles)))


def _pages(reader: PdfReader, count: int, until: float, troubles: list[Trouble]) -> Iterator[str]:
    letters = 0
    for place in range(count):
        if place >= MOST_PAGES or letters > MOST_LETTERS or time.monotonic() > until:
            troubles.append(Trouble.TOO_LONG)
            return
        try:
            text = _text(reader.pages[place])
        except BROKEN:
            troubles.append(Trouble.PAGE_DAMAGED)
            text = ""
        letters += len(text)
        yield text[:MOST_LETTERS]


def _text(page: PageObject) -> str:
    """Lines as they stand, without NUL and other signs that no database keeps."""
    content = page.get_contents()
    if content is not None and len(content.get_data()) > MOST_STREAM:
        raise ValueError("this page is too large to be read")
    return "".join(c for c in page.extract_text() if c in "\n\t" or c.isprintable())
