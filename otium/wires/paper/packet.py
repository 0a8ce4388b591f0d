"""A request's packet as one PDF: cover with contents, sections, signature, then the enclosed papers page by page.

Every page is Letter and carries the request's number and "Page x of y", those of enclosures too: they are set smaller
within a frame of ours, as scans have no room for a footer. Source: typst sets, pypdf puts the enclosures in.
"""

import io
from collections.abc import Sequence
from dataclasses import asdict

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from otium.terms.packet_paper import PacketPaper, PaperEnclosure
from otium.wires.paper import jpeg, setting

PDF, JPEG = "application/pdf", "image/jpeg"
# Points. Where the page of an enclosure goes: between our head with its line and our foot.
LEFT, BOTTOM, WIDTH, HEIGHT = 28.0, 58.0, 556.0, 656.0


class EnclosureUnreadableError(ValueError):
    """An enclosed file that cannot be opened as PDF or JPEG. `place` counts from 0; holds nothing of the file."""

    def __init__(self, place: int) -> None:
        super().__init__(f"enclosure {place + 1} cannot be opened")
        self.place = place


def packet(content: PacketPaper) -> bytes:
    """Raises CannotSetError, EnclosureUnreadableError."""
    sheets = [_sheets(place, enclosure) for place, enclosure in enumerate(content.enclosures)]
    data = asdict(content)
    data["enclosures"] = [
        {"title": enclosure.title, "pages": len(pages)}
        for enclosure, pages in zip(content.enclosures, sheets, strict=True)
    ]
    made = setting.pdf("packet", "packet", data, is_tagged=not sheets)
    return _filled(made, [page for pages in sheets for page in pages]) if sheets else made


def pages_of(enclosure: PaperEnclosure) -> int:
    """How many pages the file has. Raises EnclosureUnreadableError."""
    return len(_sheets(0, enclosure))


def _sheets(place: int, enclosure: PaperEnclosure) -> Sequence[PageObject]:
    try:
        content = enclosure.content
        if enclosure.media_type == JPEG:
            content = jpeg.as_pdf(content)
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EnclosureUnreadableError(place)
        pages = list(PdfWriter(clone_from=reader).pages)
    except (PyPdfError, jpeg.NotJpegError, ValueError, TypeError, KeyError, OSError, RecursionError):
        raise EnclosureUnreadableError(place) from None  # its words may hold the data
    if not pages:
        raise EnclosureUnreadableError(place)
    return pages


def _filled(made: bytes, sheets: Sequence[PageObject]) -> bytes:
    """`made` ends with as many pages as there are sheets; each is laid into its frame."""
    writer = PdfWriter(clone_from=io.BytesIO(made))
    first = len(writer.pages) - len(sheets)
    for place, sheet in enumerate(sheets):
        _lay(writer.pages[first + place], sheet)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _lay(page: PageObject, sheet: PageObject) -> None:
    sheet.transfer_rotation_to_content()
    box = sheet.cropbox
    scale = min(WIDTH / float(box.width), HEIGHT / float(box.height), 1.0)
    left = LEFT + (WIDTH - float(box.width) * scale) / 2
    top = BOTTOM + HEIGHT - float(box.height) * scale
    move = Transformation().translate(-float(box.left), -float(box.bottom)).scale(scale).translate(left, top)
    page.merge_transformed_page(sheet, move, over=False)
