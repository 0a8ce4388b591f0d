"""Plain text as a PDF with a text layer, one page after another. Written by hand: no library sets it."""

from collections.abc import Sequence

LINES = 54
_HEAD = b"%PDF-1.4\n"


def paper(text: str) -> bytes:
    """Letter size, Courier 10; characters outside Latin-1 become question marks."""
    lines = text.splitlines() or [""]
    pages = [lines[n : n + LINES] for n in range(0, len(lines), LINES)]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        objects += [_page(5 + 2 * number), _content(page)]
    return _file(objects)


def _page(content: int) -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R"
        " /Resources << /Font << /F1 3 0 R >> >> >>"
    ).encode()


def _content(lines: Sequence[str]) -> bytes:
    shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    stream = b"BT /F1 10 Tf 13 TL 54 738 Td\n" + shown + b"ET"
    return f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"


def _escaped(line: str) -> bytes:
    for one in "\\()":
        line = line.replace(one, "\\" + one)
    return line.encode("latin-1", "replace")


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(_HEAD), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
