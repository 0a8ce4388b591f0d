"""How often a guide's segments stand in its loops: what is missing, what is repeated.

The counts are data beside the guide. What single elements hold is in the guide itself (`walk.Loop`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from otium.terms.x12 import Severity
from otium.wires.x12.model import Transaction
from otium.wires.x12.walk import START, Guide, Loop, Report

_MANY = 10**9


class Count(NamedTuple):
    """How often a segment stands in one scope."""

    least: int
    most: int


ONE, MAYBE, SOME = Count(1, 1), Count(0, 1), Count(1, _MANY)


class Scope(NamedTuple):
    """Loops whose segments are counted together: an HL loop with the loop of its name, say."""

    opens: str  # the key that begins one: HL*20, AK2; "" for the transaction itself
    loops: str
    counts: Mapping[str, Count]  # by tag, or by tag and first element: DTP*472


Shape = Sequence[Scope]  # outermost first


def compare(transaction: Transaction, *, guide: Guide, shape: Shape, report: Report) -> None:
    """Adds a finding for every segment that is missing from a scope or stands there too often."""
    counting = _Counting(shape, report)
    for loop, key, first, position in _placed(transaction, guide):
        counting.add(loop, key, first, position)
    counting.end()


def _placed(transaction: Transaction, guide: Guide) -> Iterator[tuple[str, str, str, int]]:
    """Each segment that has a place in the guide: its loop, key, first element and position."""
    separator, anywhere = transaction.delimiters.element.decode(), guide[START].opens
    loop: str | None = START
    for position, text in enumerate(chain.from_iterable(transaction.windows()), transaction.first_position):
        elements = [element.strip() for element in text.split(separator)]
        key = f"HL*{elements[3]}" if elements[0] == "HL" and len(elements) > 3 else elements[0]
        members, opens, _ = guide[loop] if loop else Loop("", anywhere)
        target = opens.get(key) or anywhere.get(key) or (loop if key in members.split() else None)
        if target or key.startswith("HL*"):
            loop = target  # None: a level the guide does not have is skipped whole
        if target:
            yield target, key, elements[1] if len(elements) > 1 else "", position


class _Counting:
    """Scopes that are open, innermost last, with what was counted in each."""

    def __init__(self, shape: Shape, report: Report) -> None:
        self._scopes = {loop: scope for scope in shape for loop in scope.loops.split()}
        self._depths = {id(scope): depth for depth, scope in enumerate(shape)}
        self._open: list[tuple[Scope, int, Counter[str]]] = []
        self._report = report

    def add(self, loop: str, key: str, first: str, position: int) -> None:
        scope = self._scopes.get(loop)
        if scope is None:
            return
        if key == scope.opens or not any(scope is each for each, _, _ in self._open):
            self._close(self._depths[id(scope)])
            self._open.append((scope, position, Counter()))
        counted = next(counter for each, _, counter in self._open if each is scope)
        for name in (key, f"{key}*{first}"):
            counted[name] += 1
            if name in scope.counts and counted[name] == scope.counts[name].most + 1:
                message = f"{name} stands here more often than the guide allows; all are read."
                self._report.add(Severity.WARNING, "repeated-segment", message, segment=position)

    def end(self) -> None:
        self._close(0)

    def _close(self, depth: int) -> None:
        """Ends all scopes as deep or deeper. What they lack is reported where they begin."""
        while self._open and self._depths[id(self._open[-1][0])] >= depth:
            scope, position, counted = self._open.pop()
            for name, count in scope.counts.items():
                if counted[name] < count.least:
                    message = f"{name} is missing in the loop that begins here."
                    self._report.lacks(name.partition("*")[0], message, segment=position)
