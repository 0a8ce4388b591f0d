"""An X12 file back to its bytes."""

from collections.abc import Iterator
from dataclasses import dataclass

from otium.wires.x12.model import Group, Segment, Transaction, X12File
from otium.wires.x12.scan import read_interchanges


def write(file: X12File) -> bytes:
    """The bytes the file was read from: preamble, then every segment's raw bytes in order."""
    return file.preamble + b"".join(segment.raw for segment in _segments(file))


def _segments(file: X12File) -> Iterator[Segment]:
    for interchange in file.interchanges:
        for part in interchange.parts:
            for inner in part.parts if isinstance(part, Group) else (part,):
                if isinstance(inner, Transaction):
                    yield from inner.segments()
                else:
                    yield inner


@dataclass(frozen=True, slots=True)
class Difference:
    """Where reading and writing first differ; lengths in bytes."""

    offset: int
    read_length: int
    written_length: int


def roundtrip(data: bytes) -> Difference | None:
    """None where reading the bytes and writing them gives the same bytes."""
    written = write(read_interchanges(data))
    if written == data:
        return None
    return Difference(_first_difference(data, written), len(data), len(written))


def _first_difference(one: bytes, other: bytes) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))
