"""An X12 file as it lies in its bytes. Nothing is decoded here; joining the raw bytes gives the file back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, count, repeat

from otium.terms.x12 import Finding
from otium.wires.x12 import binary
from otium.wires.x12.delimiters import Delimiters

_WINDOW = 1 << 16  # bytes
_SPLITS = {b"BIN": 2, b"BDS": 3}  # their last element may hold any byte


class Segment(tuple[bytes, int, int, Delimiters]):
    """`raw` holds the terminator and the blanks after it; `position` counts from 1 in the file.

    Not a NamedTuple, whose `__new__` would take longer than cutting the segment does.
    """

    __slots__ = ()

    @property
    def raw(self) -> bytes:
        return self[0]

    @property
    def offset(self) -> int:
        return self[1]

    @property
    def position(self) -> int:
        return self[2]

    @property
    def delimiters(self) -> Delimiters:
        return self[3]

    @property
    def text(self) -> bytes:
        """Without terminator and blanks; a binary segment keeps every byte of its content."""
        blanks, terminator = self.delimiters.blanks, self.delimiters.terminator
        return self.raw.rstrip(blanks).removesuffix(terminator)

    @property
    def elements(self) -> list[bytes]:
        """The tag and its elements: `elements[1]` is the first. A binary segment has its content last."""
        return self.text.split(self.delimiters.element, _SPLITS.get(self.raw[:3], -1))

    @property
    def tag(self) -> bytes:
        return self.text.partition(self.delimiters.element)[0]

    def element(self, number: int) -> str:
        """Element as text, "" where the segment is shorter. UTF-8, else latin-1."""
        elements = self.elements
        return decoded(elements[number]) if number < len(elements) else ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """ST to SE. Keeps where it lies, not its segments, so that a large file stays small in memory."""

    data: bytes
    start: int
    end: int
    header: Segment  # ST
    names: tuple[bytes, bytes, bytes]  # ST01 code, ST02 control number, ST03 guide; b"" where missing
    trailer: Segment | None  # SE, None where it is missing
    count: int  # segments, ST and SE included
    has_binary: bool

    @property
    def raw(self) -> bytes:
        return self.data[self.start : self.end]

    @property
    def first_position(self) -> int:
        return self.header.position

    @property
    def delimiters(self) -> Delimiters:
        return self.header.delimiters

    def segments(self) -> Iterator[Segment]:
        return cut(self.data, self.start, self.end, position=self.first_position, delimiters=self.delimiters)

    def texts(self) -> list[str]:
        """Every segment as text without terminator, in order."""
        return list(chain.from_iterable(self.windows()))

    def windows(self) -> Iterator[list[str]]:
        """The same, some thousands at a time: the fast road of the typed readers, in flat memory.

        Binary content is no text: it is left out here, and is the last of `Segment.elements`.
        """
        if self.has_binary:
            yield [_without_content(segment) for segment in self.segments()]
            return
        for start, stop in _windows(self.data, self.start, self.end, self.delimiters):
            yield _texts(self.data[start:stop], self.delimiters)


@dataclass(frozen=True, slots=True)
class Group:
    """GS to GE. `parts` is everything in it, in order; stray segments stand between transactions."""

    parts: tuple["Transaction | Segment", ...]
    header: Segment | None
    trailer: Segment | None

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        return tuple(part for part in self.parts if isinstance(part, Transaction))


@dataclass(frozen=True, slots=True)
class Interchange:
    """ISA to IEA, and what stands after it before the next ISA."""

    parts: tuple["Group | Segment", ...]
    header: Segment | None
    trailer: Segment | None

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(part for part in self.parts if isinstance(part, Group))


@dataclass(frozen=True, slots=True)
class X12File:
    """`preamble` is what stands before the first segment: a byte order mark, blank lines, or a foreign file."""

    preamble: bytes
    interchanges: tuple[Interchange, ...]
    findings: tuple[Finding, ...]

    @property
    def transactions(self) -> Iterator[Transaction]:
        for interchange in self.interchanges:
            for group in interchange.groups:
                yield from group.transactions


def _without_content(segment: Segment) -> str:
    if segment.raw[:3] not in _SPLITS:
        return decoded(segment.text)
    return decoded(segment.delimiters.element.join(segment.elements[: _SPLITS[segment.raw[:3]]]))


def starts_at(parts: Sequence[Group | Transaction | Segment]) -> int:
    """Position of the first segment in these parts."""
    part = parts[0]
    if isinstance(part, Group):
        return starts_at(part.parts)
    return part.position if isinstance(part, Segment) else part.first_position


def cut(data: bytes, start: int, end: int, *, position: int, delimiters: Delimiters) -> Iterator[Segment]:
    """Segments between two offsets; every byte belongs to exactly one of them."""
    if any(data.find(tag, start, end) >= 0 for tag in binary.TAGS):
        yield from _cut_by_length(data, start, end, position=position, delimiters=delimiters)
        return
    find = _segments(delimiters).findall
    for first, stop in _windows(data, start, end, delimiters):
        raws = find(data, first, stop)
        offsets = accumulate(map(len, raws), initial=first)
        yield from map(Segment, zip(raws, offsets, count(position), repeat(delimiters), strict=False))
        position += len(raws)


def _cut_by_length(data: bytes, start: int, end: int, *, position: int, delimiters: Delimiters) -> Iterator[Segment]:
    """The slow road, for what may hold binary segments."""
    while start < end:
        stop = min(segment_end(data, start, delimiters), end)
        yield Segment((data[start:stop], start, position, delimiters))
        start, position = stop, position + 1


@lru_cache(maxsize=64)
def _segments(delimiters: Delimiters) -> re.Pattern[bytes]:
    """Finds a segment with its terminator and blanks, and one at the end that has no terminator."""
    terminator, blanks = re.escape(delimiters.terminator), re.escape(delimiters.blanks)
    return re.compile(b"[^" + terminator + b"]*" + terminator + b"[" + blanks + b"]*|[^" + terminator + b"]+")


def _windows(data: bytes, start: int, end: int, delimiters: Delimiters) -> Iterator[tuple[int, int]]:
    """Offsets of pieces of a few dozen kilobytes that end where a segment does."""
    while start < end:
        stop = data.find(delimiters.terminator, start + _WINDOW, end) + 1 or end
        while stop < end and data[stop] in delimiters.blanks:
            stop += 1
        yield start, stop
        start = stop


def _texts(raw: bytes, delimiters: Delimiters) -> list[str]:
    text, terminator, blanks = decoded(raw), delimiters.terminator.decode(), delimiters.blanks.decode()
    pieces = text.split(terminator)
    if "\n" in text or "\r" in text or "\t" in text or f"{terminator} " in text:
        pieces = [piece.lstrip(blanks) for piece in pieces]
    last = pieces.pop().rstrip(blanks)
    if last:
        pieces.append(last)
    return pieces


def segment_end(data: bytes, start: int, delimiters: Delimiters) -> int:
    """Where the segment at `start` ends, with its terminator and the blanks after it."""
    end, blanks = terminator_at(data, start, delimiters) + 1, delimiters.blanks
    while end < len(data) and data[end] in blanks:
        end += 1
    return min(end, len(data))


def terminator_at(data: bytes, start: int, delimiters: Delimiters) -> int:
    """Offset of the terminator of the segment at `start`; the length of the data where it has none."""
    found = data.find(delimiters.terminator, binary.content_end(data, start, delimiters) or start)
    return len(data) if found < 0 else found


def decoded(raw: bytes) -> str:
    """UTF-8 where it is, else latin-1, which never fails: partners send both."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
