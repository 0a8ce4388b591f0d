"""Letters and papers of the other side are PDFs that others can read, page by page."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from partners import pdf


@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (1, 1), (54, 1), (55, 2), (109, 3)])
def test_so_many_lines_stand_on_so_many_pages(lines: int, pages: int) -> None:
    reader = PdfReader(BytesIO(pdf.paper("\n".join(f"line {n}" for n in range(lines)))), strict=True)

    assert len(reader.pages) == pages
    assert all(f"line {n}" in reader.pages[n // 54].extract_text() for n in range(lines))


def test_what_is_written_is_what_is_read() -> None:
    text = r"Approved: 12 visits (of 24) \ Müller"

    assert PdfReader(BytesIO(pdf.paper(text))).pages[0].extract_text().strip() == text
