"""One page of plain lines as a PDF, in the font every reader has: for a fax that tests a line.

Source: ISO 32000-1, 7.5 (file structure), 9.6.2.2 (standard fonts), annex D (WinAnsiEncoding).
"""

from collections.abc import Sequence

from otium.wires.paper import pdf_file

MOST_LINES = 48
LEFT, TOP, LEADING, SIZE = 72, 720, 14, 11  # points; a Letter page has 612 by 792


def one_page(lines: Sequence[str]) -> bytes:
    """A Letter page. Characters that are not Western European become question marks. Raises ValueError for too many."""
    if len(lines) > MOST_LINES:
        raise ValueError(f"a page holds {MOST_LINES} lines, got {len(lines)}")
    shown = b" T* ".join(b"(%s) Tj" % _escaped(line) for line in lines)
    words = b"BT /F1 %d Tf %d TL %d %d Td %s ET" % (SIZE, LEADING, LEFT, TOP, shown)
    page = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return pdf_file.written(objects)


def _escaped(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    return text.replace(b"\r", b" ").replace(b"\n", b" ")
