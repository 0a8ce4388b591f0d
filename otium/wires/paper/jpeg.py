"""A photograph as a page of a PDF, its bytes as they are. Source: ISO 10918-1 B.2 (frame header), ISO 32000-1 7.4.8."""

import struct

from otium.wires.paper import pdf_file

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SPACES = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
_LETTER = (612, 792)


class NotJpegError(ValueError):
    """Bytes that are no JPEG with a size."""


def as_pdf(data: bytes) -> bytes:
    """One Letter page with the picture as large as it fits. Raises NotJpegError."""
    width, height, parts = _size(data)
    scale = min(_LETTER[0] / width, _LETTER[1] / height)
    wide, high = width * scale, height * scale
    drawn = b"q %.2f 0 0 %.2f %.2f %.2f cm /I Do Q" % (wide, high, (_LETTER[0] - wide) / 2, (_LETTER[1] - high) / 2)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 "
        b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, _SPACES[parts], len(data), data)
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        image,
    )
    return pdf_file.written(objects)


def _size(data: bytes) -> tuple[int, int, int]:
    """Width, height, number of colours."""
    if data[:2] != b"\xff\xd8":
        raise NotJpegError("no start of image")
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            raise NotJpegError("no marker where one belongs")
        marker = data[place + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8:
            place += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            _, height, width, parts = struct.unpack(">BHHB", data[place + 4 : place + 10])
            if not width or not height or parts not in _SPACES:
                raise NotJpegError("a picture without size or colours")
            return width, height, parts
        place += 2 + int(struct.unpack(">H", data[place + 2 : place + 4])[0])
    raise NotJpegError("no frame")
