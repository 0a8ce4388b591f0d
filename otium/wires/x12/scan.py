"""Bytes to interchanges, groups and transactions in one pass over the control segments.

What lies between ST and SE is not touched, only counted, so a scan costs little more than finding terminators.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from otium.wires.x12 import binary, foreign, nest
from otium.wires.x12.checks import envelope_findings
from otium.wires.x12.delimiters import Delimiters, from_isa, guessed
from otium.wires.x12.model import Segment, Transaction, X12File, cut, segment_end, terminator_at

_BOM = b"\xef\xbb\xbf"
_END = b""  # the tag of what comes after the last segment
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
    """A segment that opens or closes something, or carries binary content."""

    tag: bytes
    start: int
    end: int
    position: int
    delimiters: Delimiters


@lru_cache(maxsize=64)
def _marks(delimiters: Delimiters) -> re.Pattern[bytes]:
    element, blanks = re.escape(delimiters.element), re.escape(delimiters.blanks)
    tags = rb"(ISA(?=[^A-Za-z0-9\s])|(?:[GS][EST]|IEA|BIN|BDS)(?=" + element + b"))"
    return re.compile(re.escape(delimiters.terminator) + b"[" + blanks + b"]*" + tags)


def _controls(data: bytes, start: int, delimiters: Delimiters) -> Iterator[_Control]:
    """Control segments in order, and one without tag at the end of the data."""
    position, stop = 1, start
    found = _HEADER.match(data, start)
    while found:
        start, tag = found.start(1), found[1]
        delimiters = (from_isa(data, start) if tag == b"ISA" else None) or delimiters
        stop = terminator_at(data, start, delimiters)
        yield _Control(tag, start, segment_end(data, start, delimiters), position, delimiters)
        found = _marks(delimiters).search(data, stop)
        position += data.count(delimiters.terminator, stop, found.start(1) if found else len(data))
    last = data.rfind(delimiters.terminator, stop)
    is_cut = stop == len(data) or bool(data[last + 1 :].strip(delimiters.blanks))
    yield _Control(_END, len(data), len(data), position + is_cut, delimiters)


def _items(data: bytes, start: int, delimiters: Delimiters) -> Iterator[Segment | Transaction]:
    """The file as a flat row: transactions whole, everything outside them segment by segment."""
    opened: _Control | None = None
    cursor, position, has_binary = start, 1, False
    for control in _controls(data, start, delimiters):
        if control.tag in binary.TAGS:
            has_binary = True
            continue
        if opened is None:
            yield from cut(data, cursor, control.start, position=position, delimiters=delimiters)
        else:
            yield _transaction(data, opened, control, has_binary=has_binary)
        is_trailer = opened is not None and control.tag == b"SE"
        opened = control if control.tag == b"ST" else None
        if control.tag not in (b"ST", _END) and not is_trailer:
            yield Segment(data[control.start : control.end], control.start, control.position, control.delimiters)
        cursor, position, delimiters, has_binary = control.end, control.position + 1, control.delimiters, False


def _transaction(data: bytes, opened: _Control, closing: _Control, *, has_binary: bool) -> Transaction:
    is_closed = closing.tag == b"SE"
    return Transaction(
        data=data,
        start=opened.start,
        end=closing.end if is_closed else closing.start,
        trailer_at=closing.start if is_closed else None,
        first_position=opened.position,
        count=closing.position - opened.position + is_closed,
        delimiters=opened.delimiters,
        has_binary=has_binary,
    )
