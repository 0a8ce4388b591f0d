"""How often a guide's segments stand in its loops, and in which order: what is missing, repeated, out of order.

The counts are data beside the guide. What single elements hold is in the guide itself (`walk.Loop`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from otium.terms.x12 import Severity
from otium.wires.x12.model import Transaction
from otium.wires.x12.walk import START, Guide, Report

_MANY = 10**9


class Count(NamedTuple):
    """How often a segment stands in one scope."""

    least: int
    most: int


ONE, MAYBE, SOME = Count(1, 1), Count(0, 1), Count(1, _MANY)


class Scope(NamedTuple):
    """Loops whose segments are counted together: an HL loop with the loop of its name, say."""

    opens: str  # the key that begins one: HL*20, AK2, ST
    loops: str
    counts: Mapping[str, Count]  # by tag, or by tag and first element: DTP*472
    order: str = ""  # tags as the guide has them follow each other; empty: not looked at


class Shape:
    """A guide's scopes, outermost first."""

    def __init__(self, guide: Guide, *scopes: Scope) -> None:
        anywhere = guide[START].opens
        self._leads: dict[str | None, dict[str, str]] = {None: dict(anywhere)}  # None: a level that is skipped
        for loop, (members, opens, _) in guide.items():
            self._leads[loop] = dict.fromkeys(members.split(), loop) | dict(anywhere) | dict(opens)
        self.ranks = {scope.opens: {tag: at for at, tag in enumerate(scope.order.split())} for scope in scopes}
        self.scopes = {loop: (depth, scope) for depth, scope in enumerate(scopes) for loop in scope.loops.split()}
        keys = (
            *(key for _, opens, _ in guide.values() for key in opens),
            *(key for each in scopes for key in (*each.counts, *each.order.split())),
        )
        self._tags = {key.partition("*")[0] for key in keys} | {scope.opens.partition("*")[0] for scope in scopes}

    def compare(self, transaction: Transaction, report: Report) -> None:
        """Adds a finding for every segment that is missing from a scope or stands there too often."""
        counting = _Counting(self, report)
        for loop, key, first, position in self._placed(transaction):
            counting.add(loop, key, first, position)
        counting.end()

    def _placed(self, transaction: Transaction) -> Iterator[tuple[str, str, str, int]]:
        """The segments that open loops or are counted: loop, key, first element, position. Others change nothing."""
        separator, tags = transaction.delimiters.element.decode(), self._tags
        loop: str | None = START
        for position, text in enumerate(chain.from_iterable(transaction.windows()), transaction.first_position):
            tag, _, rest = text.partition(separator)
            if tag not in tags:
                continue
            elements = rest.split(separator, 3)
            key = f"HL*{elements[2].strip()}" if tag == "HL" and len(elements) > 2 else tag
            target = self._leads[loop].get(key)
            if target or key.startswith("HL*"):
                loop = target
            if target:
                yield target, key, elements[0].strip(), position


class _Counting:
    """Scopes that are open, innermost last, with what was counted in each."""

    def __init__(self, shape: Shape, report: Report) -> None:
        self._shape, self._report = shape, report
        self._open: dict[int, tuple[Scope, int, Counter[str]]] = {}  # by depth
        self._ranks: dict[int, int] = {}  # by depth: how far in the order it has come

    def add(self, loop: str, key: str, first: str, position: int) -> None:
        if loop not in self._shape.scopes:
            return
        depth, scope = self._shape.scopes[loop]
        if key == scope.opens or depth not in self._open:
            self._close(depth)
            self._open[depth] = (scope, position, Counter())
            self._ranks[depth] = 0
        self._rank(depth, self._shape.ranks[scope.opens].get(key), key, position)
        counted = self._open[depth][2]
        for name in (key, f"{key}*{first}"):
            if name in scope.counts:
                counted[name] += 1
                if counted[name] == scope.counts[name].most + 1:
                    message = f"{name} stands here more often than the guide allows; all are read."
                    self._report.add(Severity.WARNING, "repeated-segment", message, segment=position)

    def _rank(self, depth: int, rank: int | None, key: str, position: int) -> None:
        """`rank` is the segment's place in the scope's order, None where it has none."""
        if rank is None:
            return
        if rank < self._ranks[depth]:
            message = f"{key} stands behind a segment that follows it in the guide; read all the same."
            self._report.add(Severity.WARNING, "out-of-order", message, segment=position)
        else:
            self._ranks[depth] = rank

    def end(self) -> None:
        self._close(0)

    def _close(self, depth: int) -> None:
        """Ends all scopes as deep or deeper. What they lack is reported where they begin."""
        for each in sorted(self._open, reverse=True):
            if each >= depth:
                scope, position, counted = self._open.pop(each)
                for name, count in scope.counts.items():
                    if counted[name] < count.least:
                        message = f"{name} is missing in the loop that begins here."
                        self._report.lacks(name.partition("*")[0], message, segment=position)
