"""The claims of a large 835 one by one, in flat memory: each lies there as text and is typed when it is asked.

What concerns a payment as a whole (who pays, provider adjustments, whether the sum is right) is for `read`.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

from otium.terms.remittance import ClaimPayment
from otium.terms.x12 import Adjustment, Finding
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.model import Transaction
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.segments import DECODERS
from otium.wires.x12.segments.payments import StatedClaim
from otium.wires.x12.segments.status import StatedService
from otium.wires.x12.t835.reading import claim_of, walker
from otium.wires.x12.values import Separators
from otium.wires.x12.walk import PADDING, Walker

_BORDERS = frozenset({"CLP", "LX", "PLB", "N1", "SE"})  # what begins or ends a CLP loop
_REMEMBERED = 4096  # segments: payers pay the same for the same code


class Line(NamedTuple):
    """What is money in one SVC loop, or in the claim before its lines."""

    stated: StatedService | None
    adjustments: tuple[Adjustment, ...]


_line = partial(tuple.__new__, Line)  # a third of the time of Line(...), made for every line


class ClaimLoop:
    """One CLP loop. What cannot be read in it is None here; `read` says what and where."""

    __slots__ = ("_walker", "group", "segment", "texts")

    def __init__(self, segment: int, group: str | None, texts: list[str], by: Walker) -> None:
        self.segment, self.group, self.texts, self._walker = segment, group, texts, by

    def stated(self) -> StatedClaim:
        """CLP: our number, theirs, charge, payment, the patient's share."""
        return cast(StatedClaim, _decode(self.texts[0], self._walker.separators))

    def money(self) -> tuple[Line, ...]:
        """The claim's own adjustments first, as a line without service; then each line with its adjustments."""
        separators, lines = self._walker.separators, list[Line]()
        cas, svc = f"CAS{separators.element}", f"SVC{separators.element}"
        stated: StatedService | None = None
        adjustments: tuple[Adjustment, ...] = ()
        for text in self.texts:
            tag = text[:4]
            if tag == cas:
                adjustments += cast(tuple[Adjustment, ...], _remembered(text, separators))
            elif tag == svc:
                lines.append(_line((stated, adjustments)))
                stated, adjustments = cast(StatedService, _remembered(text, separators)), ()
        lines.append(_line((stated, adjustments)))
        return tuple(lines)

    def read(self) -> tuple[ClaimPayment, tuple[Finding, ...]]:
        """Everything the loop says, and what in it is not as the guide says or does not add up."""
        return claim_of(self.texts, first=self.segment, group=self.group, by=self._walker)


def claims(source: bytes | Path) -> Iterator[ClaimLoop]:
    """Every claim of every 835 in a file, in file order. Raises OSError for a path that cannot be read."""
    walkers: dict[Delimiters, Walker] = {}
    for transaction in read_interchanges(source if isinstance(source, bytes) else source.read_bytes()).transactions:
        if transaction.names[0] == b"835":
            delimiters = transaction.delimiters
            by = walkers.get(delimiters) or walkers.setdefault(delimiters, walker(delimiters))
            yield from _loops(transaction, by)


def _loops(transaction: Transaction, by: Walker) -> Iterator[ClaimLoop]:
    separator = by.separators.element
    begins = _BORDERS | {f"{tag}{separator}"[:3] for tag in _BORDERS}
    first, group, opened = transaction.first_position, None, None
    for window in transaction.windows():
        starts = [at for at, text in enumerate(window) if text[:3] in begins and _tag(text, separator) in _BORDERS]
        if opened is not None:  # its loop goes on in this window
            opened.texts += window[: starts[0] if starts else None]
        for at, end in pairwise((*starts, len(window))):
            if opened is not None:
                yield opened
                opened = None
            tag = _tag(window[at], separator)
            if tag == "CLP":
                opened = ClaimLoop(first + at, group, window[at:end], by)
            elif tag == "LX":
                group = (*window[at].split(separator), "")[1].strip()
        first += len(window)
    if opened is not None:
        yield opened


def _tag(text: str, separator: str) -> str:
    return text.partition(separator)[0]


def _decode(text: str, separators: Separators) -> object:
    elements = text.split(separators.element)
    if " " in text:
        elements = [element.strip() for element in elements]
    return DECODERS[elements[0]](elements + PADDING, separators, [])


_remembered = lru_cache(maxsize=_REMEMBERED)(_decode)
