"""The door to X12: bytes in, terms and findings out, each transaction by its own reader."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from otium.terms.acknowledgement import InterchangeAck
from otium.terms.x12 import Finding, Severity
from otium.wires.x12 import kinds, t270, t271, t275, t276, t277, t277ca, t278, t835, t837p, t999, ta1, values
from otium.wires.x12.delimiters import ISA_SEPARATORS, Delimiters
from otium.wires.x12.model import Group, Interchange, Segment, Transaction, X12File, decoded, starts_at
from otium.wires.x12.result import ReadInterchange, ReadResult, ReadTransaction
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.walk import Report, Walker


class Reader(Protocol):
    """A transaction's own file (t271, t278): a walker for some delimiters, and the reading with it."""

    def walker(self, delimiters: Delimiters) -> Walker:
        """One may serve all transactions of the kind with the same delimiters."""

    def read(
        self, transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
    ) -> tuple[tuple[object, ...], tuple[Finding, ...]]:
        """Terms in file order, and what is not as the guide says. `number` is the transaction's in the file."""


# By kind: 270 gives EligibilityInquiry, 271 EligibilityAnswer, 275 AdditionalInformation, 276 ClaimStatusInquiry,
# 277 ClaimStatusAnswer, 277CA BatchAck, 278 AuthRequest or AuthDecision, 835 Remittance, 837P ClaimBatch,
# 999 GroupAck.
READERS: Mapping[str, Reader] = {
    "270": t270,
    "271": t271,
    "275": t275,
    "276": t276,
    "277": t277,
    "277CA": t277ca,
    "278 request": t278.request,
    "278 response": t278.response,
    "835": t835,
    "837P": t837p,
    "999": t999,
}


def read(data: bytes) -> ReadResult:
    """Everything the bytes say. Any bytes are accepted: what cannot be read is a finding."""
    file = read_interchanges(data)
    findings = [*file.findings]
    transactions: dict[int, list[ReadTransaction]] = {}
    for transaction, found in read_transactions(file):
        transactions.setdefault(transaction.interchange, []).append(transaction)
        findings += found
    interchanges: list[ReadInterchange] = []
    for number, each in enumerate(file.interchanges, 1):
        findings += interchange_findings(number, each)
        interchanges.append(_interchange(number, each, tuple(transactions.get(number, ()))))
    return ReadResult(tuple(interchanges), tuple(sorted(findings, key=lambda finding: finding.segment or 0)))


def check(data: bytes) -> tuple[Finding, ...]:
    """What is wrong in the bytes, in file order."""
    return read(data).findings


def read_transactions(file: X12File) -> Iterator[tuple[ReadTransaction, tuple[Finding, ...]]]:
    """Each transaction with its own findings, one at a time, so that memory stays flat."""
    number, reader = 0, _Reader()
    for interchange, each in enumerate(file.interchanges, 1):
        for group in each.groups:
            guide = group.header.element(8).strip() if group.header else ""
            for transaction in group.transactions:
                number += 1
                yield reader.read(transaction, guide, interchange, number)


def interchange_findings(number: int, interchange: Interchange) -> tuple[Finding, ...]:
    """What is wrong in an interchange outside its transactions: in its TA1s, or that nothing is in it."""
    acknowledgements, wrong = _acknowledgements(number, interchange)
    if acknowledgements or any(group.transactions for group in interchange.groups):
        return tuple(wrong)
    message = "The interchange holds no transaction and acknowledges none; nothing was read."
    position = starts_at(interchange.parts)
    return (*wrong, Finding(Severity.ERROR, "no-transaction", message, position, interchange=number))


class _Reader:
    """Reads the transactions of one file; those with the same delimiters share what a walker remembers."""

    def __init__(self) -> None:
        self._walkers: dict[tuple[str, Delimiters], Walker] = {}

    def read(
        self, transaction: Transaction, guide: str, interchange: int, number: int
    ) -> tuple[ReadTransaction, tuple[Finding, ...]]:
        code, control, own_guide = map(decoded, transaction.names)
        guide = guide or own_guide
        kind = kinds.kind(code, guide)
        if kind == "278":
            kind = t278.form(transaction)
        terms: tuple[object, ...] = ()
        if kind is not None and kind in READERS:
            by = self._walker(kind, transaction.delimiters)
            terms, findings = READERS[kind].read(transaction, by=by, interchange=interchange, number=number)
            if guide not in kinds.GUIDES[kind]:
                findings = (*findings, _other_guide(kind, transaction.first_position, interchange, number))
        else:
            findings = tuple(_tag_findings(transaction, kind, interchange=interchange, number=number))
        segment, count = transaction.first_position, transaction.count
        return ReadTransaction(kind, interchange, number, control, guide, segment, count, terms), findings

    def _walker(self, kind: str, delimiters: Delimiters) -> Walker:
        walker = self._walkers.get((kind, delimiters))
        if walker is None:
            walker = self._walkers[kind, delimiters] = READERS[kind].walker(delimiters)
        return walker


def _tag_findings(transaction: Transaction, kind: str | None, *, interchange: int, number: int) -> Iterator[Finding]:
    """What can be said of a transaction without its guide: whether we know it, and its tags."""
    report = Report(interchange=interchange, transaction=number)
    if kind is None:
        message = "ST01 names a transaction this layer does not know; kept and not read."
        report.add(Severity.ERROR, "unknown-transaction", message, segment=transaction.first_position, element=1)
    separator = transaction.delimiters.element.decode()
    for position, text in enumerate(transaction.texts(), transaction.first_position):
        tag = text.partition(separator)[0]
        if not tag:
            message = "A terminator stands with nothing before it."
            report.add(Severity.WARNING, "empty-segment", message, segment=position)
        elif tag not in kinds.TAGS:
            message = "A segment with a tag X12 005010 does not have; kept and not read."
            report.add(Severity.WARNING, "unknown-segment", message, segment=position)
    yield from report.findings


def _other_guide(kind: str, segment: int, interchange: int, number: int) -> Finding:
    message = f"GS08 names another guide than {kinds.GUIDES[kind][0]}; read as if it were that one."
    return Finding(Severity.WARNING, "guide-unknown", message, segment, 3, interchange, number)


def _acknowledgements(number: int, interchange: Interchange) -> tuple[tuple[InterchangeAck, ...], list[Finding]]:
    """Its TA1s; they stand before the first group, and are read wherever they stand outside transactions."""
    groups = (part.parts if isinstance(part, Group) else (part,) for part in interchange.parts)
    segments = (part for parts in groups for part in parts if isinstance(part, Segment) and part.tag == b"TA1")
    read = [ta1.read(segment, interchange=number) for segment in segments]
    return tuple(ack for ack, _ in read), [finding for _, findings in read for finding in findings]


def _interchange(number: int, interchange: Interchange, transactions: tuple[ReadTransaction, ...]) -> ReadInterchange:
    isa = [element.strip() for element in map(decoded, interchange.header.elements)] if interchange.header else []
    texts = [element or None for element in (*isa, *[""] * ISA_SEPARATORS)][: ISA_SEPARATORS + 1]
    return ReadInterchange(
        number=number,
        control=texts[13],
        sender_qualifier=texts[5],
        sender=texts[6],
        receiver_qualifier=texts[7],
        receiver=texts[8],
        sent_on=values.day(f"20{texts[9]}"),
        is_test={"T": True, "P": False}.get(texts[15] or ""),
        acknowledgements=_acknowledgements(number, interchange)[0],
        transactions=transactions,
    )
