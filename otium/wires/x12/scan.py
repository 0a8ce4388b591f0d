"""Bytes to interchanges, groups and transactions in one pass over the control segments.

What lies between ST and SE is not touched, only counted, so a scan costs little more than finding terminators.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from otium.wires.x12 import binary, foreign, nest
from otium.wires.x12.checks import envelope_findings
from otium.wires.x12.delimiters import Delimiters, from_isa, guessed
from otium.wires.x12.model import Segment, Transaction, X12File, cut, segment_end, terminator_at

_BOM = b"\xef\xbb\xbf"
_END = b""  # the tag of what comes after the last segment
_LONG = (b"ISA", b"BIN", b"BDS")  # these may hold terminators, or have delimiters of their own
_HEADER = re.compile(rb"(ISA|GS|ST)[^A-Za-z0-9\s]")


def read_interchanges(data: bytes) -> X12File:
    """The structure of the file and what is wrong with it. Any bytes are accepted; none are lost."""
    start = _first_segment(data)
    if start is None:
        return X12File(data, (), (foreign.finding(data),))
    delimiters = from_isa(data, start) or guessed(data, start)
    if delimiters is None:
        return X12File(data, (), (foreign.no_delimiters(),))
    interchanges = nest.interchanges(_items(data, start, delimiters))
    findings = (*foreign.preamble_findings(data[:start]), *envelope_findings(interchanges))
    return X12File(data[:start], interchanges, findings)


def _first_segment(data: bytes) -> int | None:
    """Offset of the first ISA, GS or ST; a whole ISA is also found behind other text."""
    body = len(_BOM) if data.startswith(_BOM) else 0
    while body < len(data) and data[body] in b"\r\n\t ":
        body += 1
    if _HEADER.match(data, body):
        return body
    return next((found.start() for found in re.finditer(b"ISA", data) if from_isa(data, found.start())), None)


class _Control(NamedTuple):
    """A segment that opens or closes something, or carries binary content; no segment at the end of the data."""

    tag: bytes
    segment: Segment | None
    start: int
    end: int
    position: int


def _marks(delimiters: Delimiters) -> re.Pattern[bytes]:
    """Finds a control segment behind a terminator: 1 the segment, 2 its tag, 3 its terminator and blanks."""
    element, terminator = re.escape(delimiters.element), re.escape(delimiters.terminator)
    blanks = b"[" + re.escape(delimiters.blanks) + b"]*"
    tag = rb"(ISA(?=[^A-Za-z0-9\s])|(?:GS|GE|ST|SE|IEA|BIN|BDS)(?=" + element + b"))"
    return re.compile(
        terminator + blanks + b"(" + tag + b"[^" + terminator + b"]*)(?=(" + terminator + blanks + rb")|\Z)"
    )


def _controls(data: bytes, start: int, delimiters: Delimiters) -> Iterator[_Control]:
    """Control segments in order, and one without tag at the end of the data."""
    first, marks, position = _HEADER.match(data, start), _marks(delimiters), 1
    tag, end = first[1] if first else _END, segment_end(data, start, delimiters)
    stop = terminator_at(data, start, delimiters)
    while tag:
        yield _Control(tag, Segment((data[start:end], start, position, delimiters)), start, end, position)
        mark = marks.search(data, stop)
        position += data.count(delimiters.terminator, stop, mark.start(1) if mark else len(data))
        if mark is None:
            break
        tag, start, stop, end = mark[2], mark.start(1), mark.end(1), mark.end(3)
        if tag in _LONG or end < 0:
            delimiters = (from_isa(data, start) if tag == b"ISA" else None) or delimiters
            marks = _marks(delimiters)
            stop, end = terminator_at(data, start, delimiters), segment_end(data, start, delimiters)
    last = data.rfind(delimiters.terminator, stop)
    is_cut = stop == len(data) or bool(data[last + 1 :].strip(delimiters.blanks))
    yield _Control(_END, None, len(data), len(data), position + is_cut)


def _items(data: bytes, start: int, delimiters: Delimiters) -> Iterator[Segment | Transaction]:
    """The file as a flat row: transactions whole, everything outside them segment by segment."""
    header: Segment | None = None
    cursor, after, has_binary = start, 1, False
    for tag, segment, begins, ends, position in _controls(data, start, delimiters):
        if tag in binary.TAGS:
            has_binary = True
            continue
        trailer = segment if tag == b"SE" else None
        if header is None:
            if cursor < begins:
                yield from cut(data, cursor, begins, position=after, delimiters=delimiters)
        else:
            end, count = (ends, position + 1) if trailer else (begins, position)
            _, code, control, guide, *_ = (*header.elements, b"", b"", b"")
            names, count = (code, control, guide), count - header.position
            yield Transaction(data, header.offset, end, header, names, trailer, count, has_binary)
        is_closed = header is not None and trailer is not None
        header = segment if tag == b"ST" else None
        if segment and header is None and not is_closed:
            yield segment
        cursor, after, has_binary = ends, position + 1, False
        delimiters = segment.delimiters if segment else delimiters
