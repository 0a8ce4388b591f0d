"""What the envelopes say against what is there: counts, control numbers, missing ends, stray and cut segments."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from otium.terms.x12 import Finding, Severity
from otium.wires.x12 import binary
from otium.wires.x12.delimiters import ISA_SEPARATORS
from otium.wires.x12.model import Group, Interchange, Segment, Transaction, starts_at

_PADDING = b"\r\n\t \x00\x1a"  # what mainframes and DOS tools leave at a file's end
_COUNT_DIGITS = 6  # longer ones are not counts, and might be an id: never shown
_ISA_BYTES = 106

# GS01 by ST01, for the transactions a practice meets. Source: X12 element 479.
GROUP_CODES = {
    b"270": b"HS", b"271": b"HB", b"275": b"PI", b"276": b"HR", b"277": b"HN", b"278": b"HI", b"820": b"RA",
    b"824": b"AG", b"834": b"BE", b"835": b"HP", b"837": b"HC", b"997": b"FA", b"999": b"FA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A header and its trailer: what they are called and which elements must agree."""

    header: str
    trailer: str
    header_control: int
    counted: str
    trailer_count: int = 1
    trailer_control: int = 2


_INTERCHANGE = _Envelope("ISA", "IEA", 13, "groups")
_GROUP = _Envelope("GS", "GE", 6, "transactions")
_TRANSACTION = _Envelope("ST", "SE", 2, "segments")


def envelope_findings(interchanges: Sequence[Interchange]) -> Iterator[Finding]:
    """Findings of every interchange, in file order. `transaction` counts through the whole file."""
    seen: Counter[bytes] = Counter()
    first = 1
    for number, interchange in enumerate(interchanges, 1):
        for finding in (*_interchange_findings(interchange, seen), *_group_findings(interchange, first)):
            yield replace(finding, interchange=number)
        first += sum(len(group.transactions) for group in interchange.groups)
    for finding in _end_findings(interchanges):
        yield replace(finding, interchange=len(interchanges))


def _interchange_findings(interchange: Interchange, seen: Counter[bytes]) -> Iterator[Finding]:
    header, groups = interchange.header, interchange.groups
    yield from _pair_findings(_INTERCHANGE, header, interchange.trailer, len(groups), at=starts_at(interchange.parts))
    yield from _strays(interchange)
    if header is None:
        return
    if len(header.elements) <= ISA_SEPARATORS:
        message = "ISA is cut short; what follows is read with the delimiters of the interchange before it."
        yield _error("isa-unreadable", message, header.position)
        return
    length, control = len(header.text) + 1, header.elements[13]
    if length != _ISA_BYTES:
        yield _warning(
            "isa-length", f"ISA is {length} bytes long, not {_ISA_BYTES}; read all the same.", header.position
        )
    seen[control] += 1
    if seen[control] > 1:
        message = "ISA13 was used by an earlier interchange of this file; both are read."
        yield _warning("control-number-reused", message, header.position, 13)


def _group_findings(interchange: Interchange, first: int) -> Iterator[Finding]:
    for group in interchange.groups:
        transactions = group.transactions
        yield from _pair_findings(_GROUP, group.header, group.trailer, len(transactions), at=starts_at(group.parts))
        yield from _strays(group)
        announced = [*(group.header.elements if group.header else ()), *[b""] * 9]
        seen: set[bytes] = set()
        for number, transaction in enumerate(transactions, first):
            for finding in _transaction_findings(transaction, announced[1], announced[8], seen):
                yield replace(finding, transaction=number)
        first += len(transactions)


def _transaction_findings(
    transaction: Transaction, group_code: bytes, group_guide: bytes, seen: set[bytes]
) -> list[Finding]:
    found: list[Finding] = []
    code, control, guide = transaction.names
    at, trailer, element = transaction.first_position, transaction.trailer, transaction.delimiters.element
    if trailer is None or trailer.text != element.join((b"SE", b"%d" % transaction.count, control)):
        found += _pair_findings(_TRANSACTION, transaction.header, trailer, transaction.count, at=at)
    if transaction.has_binary:
        found += _binary_findings(transaction)
    if control in seen:
        found.append(_warning("control-number-reused", "ST02 was used by an earlier transaction of this group.", at, 2))
    seen.add(control)
    if group_code and GROUP_CODES.get(code, group_code) != group_code:
        found.append(_warning("group-code", "GS01 does not announce this kind of transaction (ST01).", at, 1))
    if guide and group_guide and guide != group_guide:
        found.append(_warning("guide-differs", "ST03 names another guide than GS08.", at, 3))
    return found


def _pair_findings(
    envelope: _Envelope, header: Segment | None, trailer: Segment | None, count: int, *, at: int
) -> Iterator[Finding]:
    """A header and its trailer against each other and against what they enclose."""
    if header is None:
        yield _warning(f"no-{envelope.header.lower()}", f"{envelope.header} is missing; read all the same.", at)
    if trailer is None:
        if header is not None:
            message = f"{envelope.trailer} is missing: the file may have been cut."
            yield Finding(Severity.ERROR, f"no-{envelope.trailer.lower()}", message, at)
        return
    declared = trailer.element(envelope.trailer_count)
    if not (declared.isascii() and declared.isdigit() and len(declared) <= _COUNT_DIGITS and int(declared) == count):
        said = declared if declared.isascii() and declared.isdigit() and len(declared) <= _COUNT_DIGITS else "no number"
        message = f"{envelope.trailer}01 says {said}, there are {count} {envelope.counted}."
        yield _error("wrong-count", message, trailer.position, envelope.trailer_count)
    if header is not None and not _same_number(
        header.element(envelope.header_control), trailer.element(envelope.trailer_control)
    ):
        message = f"{envelope.trailer}02 differs from {envelope.header}{envelope.header_control:02}."
        yield _error("control-number-differs", message, trailer.position, envelope.trailer_control)


def _same_number(one: str, other: str) -> bool:
    """Leading zeros do not count: partners drop them on one side."""
    return one == other or (one.lstrip("0") == other.lstrip("0") != "")


def _strays(around: Interchange | Group) -> Iterator[Finding]:
    """Segments that stand where only envelopes may; also a trailer that closes nothing."""
    for part in around.parts:
        if not isinstance(part, Segment) or part in (around.header, around.trailer):
            continue
        if part.tag != b"TA1" and part.raw.strip(_PADDING):
            yield _error(
                "stray-segment", "A segment stands outside any transaction; it is kept and not read.", part.position
            )


def _binary_findings(transaction: Transaction) -> Iterator[Finding]:
    for segment in transaction.segments():
        is_binary = segment.tag in binary.TAGS
        if is_binary and binary.content_end(transaction.data, segment.offset, segment.delimiters) is None:
            message = "The declared length of the binary content does not end at a terminator; read up to the next one."
            yield _error("binary-length", message, segment.position, 1 if segment.tag == b"BIN" else 2)


def _end_findings(interchanges: Sequence[Interchange]) -> Iterator[Finding]:
    """Whether the last segment is whole."""
    last = _last_segment(interchanges[-1]) if interchanges else None
    if last is None or last.raw.rstrip(last.delimiters.blanks).endswith(last.delimiters.terminator):
        return
    if not last.raw.strip(_PADDING):
        yield Finding(Severity.NOTE, "trailing-bytes", "Padding bytes follow the last segment.", last.position)
    elif last.tag == b"IEA" and len(last.elements) == 3:
        yield _warning("no-final-terminator", "The last segment has no terminator; it looks whole.", last.position)
    else:
        yield _error("cut-in-segment", "The file ends in the middle of this segment.", last.position)


def _last_segment(interchange: Interchange) -> Segment | None:
    last = interchange.parts[-1]
    if isinstance(last, Group):
        tail = last.parts[-1]
        if isinstance(tail, Segment):
            return tail
        return deque(tail.segments(), maxlen=1).pop()
    return last


def _error(code: str, message: str, segment: int, element: int | None = None) -> Finding:
    return Finding(Severity.ERROR, code, message, segment, element)


def _warning(code: str, message: str, segment: int, element: int | None = None) -> Finding:
    return Finding(Severity.WARNING, code, message, segment, element)
