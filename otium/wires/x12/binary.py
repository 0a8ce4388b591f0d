"""BIN and BDS segments carry any bytes, so they are read by the length they declare, not by terminator."""

import re

from otium.wires.x12.delimiters import Delimiters

TAGS = (b"BIN", b"BDS")
_DIGITS = 15  # of BIN01 and BDS02, as the standard limits them


def content_end(data: bytes, start: int, delimiters: Delimiters) -> int | None:
    """Offset just after the content of a BIN (length, content) or BDS (filter, length, content) at `start`.

    None where another segment stands there or where the declared length does not end at a terminator:
    the segment then ends like any other, and `scan` reports it.
    """
    tag, separator = data[start : start + 3], re.escape(delimiters.element)
    if tag not in TAGS or data[start + 3 : start + 4] != delimiters.element:
        return None
    coding = rb"[^" + separator + rb"]{0,10}" + separator if tag == b"BDS" else b""
    length = re.compile(coding + rb"(\d{1,%d})" % _DIGITS + separator).match(data, start + 4)
    end = length.end() + int(length[1]) if length else len(data)
    return end if data[end : end + 1] == delimiters.terminator else None
