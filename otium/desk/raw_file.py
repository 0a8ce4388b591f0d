"""A received file as it came: its bytes, and its segments with what was found at each."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from otium.desk import blobs
from otium.records.models import Blob, InboundFile, Practice
from otium.terms.x12 import Finding
from otium.wires.x12.model import Group, Segment, Transaction, X12File
from otium.wires.x12.scan import read_interchanges

MOST_SEGMENTS = 3_000
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment: its tag, its text without the tag, and the findings that name its position."""

    position: int
    tag: str
    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """`pieces` are the first segments (`is_cut`: there are more); `text` stands in for them in a file that is no X12.

    `findings` are those that name no segment.
    """

    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]
    is_cut: bool
    text: str = ""


def load(file: InboundFile) -> bytes:
    """The bytes as they arrived. Raises blobs.BlobDamaged."""
    practice = Practice.objects.get(pk=file.practice_id)
    return blobs.load(practice, Blob.objects.get(pk=file.blob_id))


def explained(data: bytes) -> Explained:
    """Any bytes are accepted."""
    found = read_interchanges(data)
    at: dict[int, list[Finding]] = {}
    for finding in found.findings:
        if finding.segment is not None:
            at.setdefault(finding.segment, []).append(finding)
    segments = list(islice(_segments(found), MOST_SEGMENTS + 1))
    pieces = tuple(_piece(segment, at) for segment in segments[:MOST_SEGMENTS])
    loose = tuple(f for f in found.findings if f.segment is None)
    text = "" if pieces else data[:MOST_TEXT].decode("utf-8", "replace")
    return Explained(pieces, loose, len(segments) > MOST_SEGMENTS, text)


def _piece(segment: Segment, at: dict[int, list[Finding]]) -> Piece:
    whole = segment.text.decode("utf-8", "replace")
    tag = segment.tag.decode("utf-8", "replace")
    return Piece(segment.position, tag, whole.removeprefix(tag), tuple(at.get(segment.position, ())))


def _segments(found: X12File) -> Iterator[Segment]:
    for interchange in found.interchanges:
        for part in interchange.parts:
            yield from _of_group(part) if isinstance(part, Group) else [part]


def _of_group(group: Group) -> Iterator[Segment]:
    for part in group.parts:
        yield from part.segments() if isinstance(part, Transaction) else [part]
