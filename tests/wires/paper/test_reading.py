"""PDFs as record systems print them, scans, and what is cut or locked."""

from io import BytesIO

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from otium.wires.paper import reading
from otium.wires.paper.reading import Trouble


def pdf(*pages: str) -> bytes:
    """A print with these pages of text."""
    body = "\n#pagebreak()\n".join(page.replace("\n", " \\\n") for page in pages)
    return typst.compile(body.encode())


def of(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def blank(pages: int) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(612, 792)
    return of(writer)


def test_a_print_is_read_page_by_page() -> None:
    found = reading.read(pdf("Goal 1: Ties both shoes\nBaseline: 0 of 5", "Second page with words"))

    assert (found.count, found.has_text, found.troubles) == (2, True, ())
    assert "Goal 1: Ties both shoes\nBaseline: 0 of 5" in found.pages[0]
    assert "Second page" in found.pages[1]


def test_a_scan_without_text_says_so() -> None:
    found = reading.read(blank(3))

    assert (found.count, found.has_text, found.troubles) == (3, False, ())


def test_a_stamp_alone_is_no_text() -> None:
    assert reading.read(pdf("page 1 of 2")).has_text is False


@pytest.mark.parametrize("cut", [60, 400, 0.5, 0.9])
def test_a_cut_file_is_damaged_or_read_as_far_as_it_goes(cut: float) -> None:
    whole = pdf("Goal 1: Ties both shoes\nBaseline: 0 of 5")
    data = whole[: int(cut if cut >= 1 else len(whole) * cut)]

    found = reading.read(data)

    assert found.troubles or found.has_text is not None
    assert found.has_text is not False or found.count


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\nsynthetic paper", b"", b"%PDF-1.4" + bytes(5_000)])
def test_what_is_no_pdf_inside_is_damaged(data: bytes) -> None:
    found = reading.read(data)

    assert found.has_text is None
    assert found.troubles in ((Trouble.DAMAGED,), (Trouble.NO_PAGES,))


def test_a_locked_paper_is_said_to_be_locked() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf("Goal 1: Ties both shoes"))))
    writer.encrypt("secret", algorithm="RC4-128")

    found = reading.read(of(writer))

    assert (found.has_text, found.troubles) == (None, (Trouble.ENCRYPTED,))


def test_a_paper_without_pages_is_said() -> None:
    assert reading.read(blank(0)).troubles == (Trouble.NO_PAGES,)


def test_a_long_paper_is_read_as_far_as_the_limit_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PAGES", 2)

    found = reading.read(pdf("First page with words", "Second page with words", "Third page with words"))

    assert (len(found.pages), found.count, found.troubles) == (2, 3, (Trouble.TOO_LONG,))


def test_when_time_is_over_reading_stops_and_says_so() -> None:
    found = reading.read(pdf("First page with words"), seconds=-1)

    assert (found.pages, found.has_text, found.troubles) == ((), None, (Trouble.TOO_LONG,))


def test_a_page_too_large_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_STREAM", 10)

    found = reading.read(pdf("First page with words"))

    assert (found.pages, found.has_text, found.troubles) == (("",), None, (Trouble.PAGE_DAMAGED,))
