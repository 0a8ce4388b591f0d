"""What an explanation is made of: plain values, in file order."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from otium.terms.x12 import Finding


class Value(NamedTuple):
    """One element that says something. `meaning` is what `text` stands for, "" where the text speaks for itself."""

    element: int
    name: str
    text: str
    meaning: str

    @property
    def said(self) -> str:
        return self.meaning or self.text


class Told(NamedTuple):
    """A finding with what a person can do about it; "" where nothing can be said in general."""

    finding: Finding
    advice: str


class Line(NamedTuple):
    """One segment. `raw` is its text, cut where it is very long."""

    position: int
    tag: str
    name: str
    values: tuple[Value, ...]
    raw: str
    told: tuple[Told, ...] = ()


class Count(NamedTuple):
    """How many of something a transaction holds."""

    number: int
    name: str


class Sum(NamedTuple):
    """Money of one kind added up: of so many amounts. None: `unread` of them are no numbers."""

    name: str
    amount: Decimal | None
    amounts: int
    unread: int


class Balance(NamedTuple):
    """Two amounts that must be the same; `words` says which. None where one of them is unknown."""

    words: str
    one: Decimal
    other: Decimal

    @property
    def difference(self) -> Decimal:
        return self.one - self.other


@dataclass(frozen=True, slots=True)
class Part:
    """An interchange, group, transaction or loop. `id` is the loop's in the guide, or the transaction's kind.

    `counts` and `money` stand at transactions only; `unsaid` is how many of its segments are not in `parts`.
    """

    level: str  # interchange, group, transaction, loop
    id: str
    name: str
    about: str
    parts: "tuple[Part | Line, ...]"
    counts: tuple[Count, ...] = ()
    sums: tuple[Sum, ...] = ()
    balances: tuple[Balance, ...] = ()
    unsaid: int = 0

    def lines(self) -> Iterator[Line]:
        """In file order, of all its loops."""
        for each in self.parts:
            if isinstance(each, Part):
                yield from each.lines()
            else:
                yield each


class More(NamedTuple):
    """What is in the file and not in the explanation."""

    segments: int
    transactions: int
    told: tuple[Told, ...]  # of what was read of it; the first of them
    findings: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A file. `told` are findings that name no segment; `text` stands in for the parts of what is no X12."""

    what: str  # in a sentence
    size: int  # bytes
    segments: int
    parts: tuple[Part, ...]
    told: tuple[Told, ...]
    more: More | None
    text: str = ""

    def all_told(self) -> Iterator[Told]:
        """Every finding that is in it: of the file, of its lines, and those listed of what is behind them."""
        yield from self.told
        for part in self.parts:
            for line in part.lines():
                yield from line.told
        if self.more:
            yield from self.more.told
