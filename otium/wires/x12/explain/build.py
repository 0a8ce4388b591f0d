"""Bytes to an explanation: the first lines of a file in words, and how much more there is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from otium.terms.x12 import Finding
from otium.wires.x12.binary import TAGS as BINARY
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.explain import labels, words
from otium.wires.x12.explain.advice import advice
from otium.wires.x12.explain.loops import nested
from otium.wires.x12.explain.money import Purse
from otium.wires.x12.explain.tree import Count, Explanation, Line, More, Part, Told, Value
from otium.wires.x12.model import Group, Interchange, Segment, Transaction, X12File, decoded
from otium.wires.x12.read import interchange_findings, read_transactions
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.values import Separators

MOST_LINES = 3_000
MOST_FURTHER = 200  # findings behind the last line that are listed
MOST_RAW = 400
MOST_TEXT = 20_000
_PADDING = b"\r\n\t \x00\x1a"  # at the end of a file it makes a segment of nothing
_LEVEL = 3  # HL03
_PARTIES = (6, 8)  # ISA06 and ISA08


def explain(data: bytes, *, most: int = MOST_LINES) -> Explanation:
    """Any bytes are accepted. Of a large file only the transactions that begin within `most` lines are read."""
    file = read_interchanges(data)
    if not file.interchanges:
        return _foreign(data, file)
    telling = _Telling(file, most)
    parts = tuple(
        part for number, each in enumerate(file.interchanges, 1) for part in telling.interchange(number, each)
    )
    segments = sum(_size(each) for each in file.interchanges)
    return Explanation(_what(file, parts), len(data), segments, parts, telling.loose(), telling.more(segments))


def _foreign(data: bytes, file: X12File) -> Explanation:
    told = tuple(Told(each, advice(each)) for each in file.findings)
    text = data[:MOST_TEXT].decode("utf-8", "replace")
    is_readable = sum(not c.isprintable() and c not in "\r\n\t" for c in text) * 20 <= len(text)
    return Explanation(file.findings[0].message, len(data), 0, (), told, None, text if is_readable else "")


class _Telling:
    """One file while it is told: how many lines are left, and what was found where."""

    def __init__(self, file: X12File, most: int) -> None:
        self._left, self._most = most, most
        self._read = read_transactions(file)
        self._told: dict[int | None, list[Told]] = {}
        self._last = 0
        self._unread = 0
        self._keep(file.findings)

    def interchange(self, number: int, interchange: Interchange) -> Iterator[Part]:
        """Nothing where no line is left for it."""
        if not self._left:
            self._unread += sum(len(group.transactions) for group in interchange.groups)
            return
        self._keep(interchange_findings(number, interchange))
        isa = interchange.header
        about = "without its opening segment"
        if isa is not None:
            about = " to ".join(value.said for value in _values(isa) if value.element in _PARTIES)
        parts = tuple(part for each in interchange.parts for part in self._outside(each))
        yield Part("interchange", str(number), "Envelope", about, parts)

    def loose(self) -> tuple[Told, ...]:
        return tuple(self._told.get(None, ()))

    def more(self, segments: int) -> More | None:
        """None where everything was told."""
        told = self._most - self._left
        if segments <= told:
            return None
        further = [each for at, found in self._told.items() if at is not None and at > self._last for each in found]
        return More(segments - told, self._unread, tuple(further[:MOST_FURTHER]), len(further))

    def _outside(self, part: Group | Segment) -> Iterator[Part | Line]:
        if isinstance(part, Segment):
            yield from self._lines([part])
            return
        if not self._left:
            self._unread += len(part.transactions)
            return
        about = words.heading("GS", _values(part.header)) if part.header else ""
        parts: list[Part | Line] = []
        for each in part.parts:
            parts += self._lines([each]) if isinstance(each, Segment) else self._transaction(each)
        yield Part("group", "", "Group", about, tuple(parts))

    def _transaction(self, transaction: Transaction) -> Iterator[Part]:
        if not self._left:
            self._unread += 1
            return
        read, findings = next(self._read)
        self._keep(findings)
        outline = labels.outlines().get(read.kind or "", labels.UNKNOWN)
        purse, counts = _counted(transaction, read.kind, outline)
        lines = list(self._lines(transaction.segments()))
        parts = nested(lines, outline)
        unsaid = transaction.count - len(lines)
        title = outline.title if read.kind else labels.UNKNOWN.title
        about = f"number {read.control}" if read.control else "without a number"
        yield Part("transaction", read.kind or "", title, about, parts, counts, purse.sums(), purse.balances(), unsaid)

    def _lines(self, segments: Iterable[Segment]) -> Iterator[Line]:
        for segment in segments:
            if not self._left:
                return
            self._left -= 1
            self._last = segment.position
            tag = decoded(segment.tag.strip(_PADDING))
            told = tuple(self._told.get(segment.position, ()))
            yield Line(segment.position, tag, words.name_of(tag), _values(segment), _raw(segment), told)

    def _keep(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self._told.setdefault(finding.segment, []).append(Told(finding, advice(finding)))


def _values(segment: Segment) -> tuple[Value, ...]:
    elements = [decoded(each) for each in segment.elements[:-1]]
    last = segment.elements[-1]
    elements.append(f"{len(last):,} bytes" if segment.tag in BINARY and len(elements) > 1 else decoded(last))
    return words.values(elements[0], [each.strip() for each in elements], _separators(segment.delimiters))


def _raw(segment: Segment) -> str:
    text = decoded(segment.text[: MOST_RAW + 1])
    return f"{text[:MOST_RAW]} …" if len(text) > MOST_RAW else text


@lru_cache(maxsize=64)
def _separators(delimiters: Delimiters) -> Separators:
    element, repetition, component = delimiters.element, delimiters.repetition, delimiters.component
    return Separators(element.decode(), repetition.decode(), component.decode())


def _counted(transaction: Transaction, kind: str | None, outline: labels.Outline) -> tuple[Purse, tuple[Count, ...]]:
    """The money and the counts of the whole transaction, whatever of it is told."""
    purse, counts = Purse(kind), Counter[str]()
    wanted = {key.partition("*")[0] for key in outline.counts} | purse.tags
    separator = transaction.delimiters.element.decode()
    for text in transaction.texts():
        tag = text.partition(separator)[0]
        if tag in wanted:
            elements = text.split(separator)
            purse.see(elements)
            first = elements[_LEVEL if tag == "HL" else 1 :][:1]
            for key in (tag, f"{tag}*{first[0]}" if first else tag):
                counts[key] += key in outline.counts
    told = Counter[tuple[str, str]]()
    for key, names in outline.counts.items():
        told[names] += counts[key]
    return purse, tuple(Count(count, one if count == 1 else many) for (one, many), count in told.items() if count)


def _what(file: X12File, parts: Sequence[Part]) -> str:
    """Kinds of messages, from whom to whom, when: of the first envelope."""
    titles = Counter(each.name for part in parts for each in _transactions(part))
    said = [title if count == 1 else f"{count} × {title}" for title, count in titles.items()]
    others = sum(1 for _ in file.transactions) - titles.total()
    if others:
        said.append(f"{others:,} more")
    if not said and any(line.tag == "TA1" for part in parts for line in part.lines()):
        said.append("Answer to an envelope (TA1)")
    isa = file.interchanges[0].header
    if isa is not None:
        found = {value.element: value.said for value in _values(isa)}
        said.append(f"from {found.get(6, 'nobody')} to {found.get(8, 'nobody')}, {found.get(9, 'no day')}")
    if len(file.interchanges) > 1:
        said.append(f"{len(file.interchanges)} envelopes")
    return ", ".join(said or ["An envelope without a message"])


def _transactions(part: Part) -> Iterator[Part]:
    if part.level == "transaction":
        yield part
        return
    for each in part.parts:
        if isinstance(each, Part):
            yield from _transactions(each)


def _size(part: Interchange | Group) -> int:
    """How many segments it holds, empty ones too."""
    return sum(
        1 if isinstance(each, Segment) else each.count if isinstance(each, Transaction) else _size(each)
        for each in part.parts
    )
