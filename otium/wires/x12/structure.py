"""Holds a transaction to its guide's table: loops, segments, their number and order, codes and lengths."""

from collections import Counter
from collections.abc import Iterator

from otium.terms.x12 import Severity
from otium.wires.x12.guide_table import ElementRule, GuideTable, LoopRule, SegmentRule
from otium.wires.x12.walk import START, Report

_ROOT = LoopRule(START, True, 1, (), ())


class _OpenLoop:
    """A loop while it is read: what has stood in it."""

    __slots__ = ("child_order", "level", "loops", "order", "rows", "rule", "segment")

    def __init__(self, rule: LoopRule, segment: int) -> None:
        self.rule, self.segment = rule, segment
        self.rows: Counter[int] = Counter()
        self.loops: Counter[str] = Counter()
        self.order = self.child_order = 0
        self.level: tuple[str, str] | None = None  # HL01 and HL04


class Structure:
    """Checks one transaction. `see` takes its segments in order, with the loop the walker puts them in."""

    def __init__(self, table: GuideTable, report: Report, first: int) -> None:
        self._table, self._report = table, report
        self._open = [_OpenLoop(_ROOT, first)]
        self._levels = 0

    def see(self, loop: str, elements: tuple[str, ...], segment: int, component: str) -> None:
        """`elements` begin with the tag; `component` is the component separator."""
        rule = self._table.loops[loop]
        found = self._row(rule, elements)
        if found is None:
            message = f"{elements[0]}01 holds a code that loop {loop} does not take."
            self._error("unknown-code", message, segment, 1)
            return
        number, row = found
        if number == 0:
            self._begin(rule, segment)
        here = self._open[-1]
        here.rows[number] += 1
        if row.most and here.rows[number] > row.most:
            message = f"{row.tag} stands more often in loop {loop} than the guide allows."
            self._error("repeated-segment", message, segment)
        if row.order < here.order:
            message = f"{row.tag} stands behind a segment that follows it in the guide."
            self._error("out-of-order", message, segment)
        here.order = max(here.order, row.order)
        if row.tag == "HL":
            self._level(here, elements, segment)
        for name, code, words, at in _faults(row, elements, component):
            self._report.add(_severity(code), code, f"{name} {words}.", segment=segment, element=at)

    def end(self) -> None:
        while self._open:
            self._close(self._open.pop())

    def _row(self, rule: LoopRule, elements: tuple[str, ...]) -> tuple[int, SegmentRule] | None:
        """The row of the loop that is meant; None where no row has the code."""
        rows = rule.by_tag[elements[0]]
        return next(((number, row) for number, row in rows if row.tag == "HL" or row.takes(elements[1])), None)

    def _begin(self, rule: LoopRule, segment: int) -> None:
        parents = rule.parents or (START,)
        while len(self._open) > 1 and self._open[-1].rule.name not in parents:
            self._close(self._open.pop())
        around = self._open[-1]
        around.loops[rule.name] += 1
        if around.rule.name not in parents:
            self._error("misplaced-loop", f"Loop {rule.name} does not stand in its parent loop.", segment)
        elif rule.most and around.loops[rule.name] > rule.most:
            message = f"Loop {rule.name} stands more often than the guide allows."
            self._error("repeated-segment", message, segment)
        elif rule.opener.tag == "NM1":
            order = self._table.orders[rule.name]
            if order < around.child_order:
                message = f"Loop {rule.name} stands behind a loop that follows it in the guide."
                self._error("out-of-order", message, segment)
            around.child_order = max(order, around.child_order)
        self._open.append(_OpenLoop(rule, segment))

    def _level(self, here: _OpenLoop, elements: tuple[str, ...], segment: int) -> None:
        self._levels += 1
        if elements[1] != str(self._levels):
            self._error("hl-number", f"HL01 is not the {self._levels}. level's number.", segment, 1)
        around = next((each.level for each in reversed(self._open[:-1]) if each.level), None)
        if elements[2] != (around[0] if around else ""):
            self._error("hl-parent", "HL02 names another parent than the loop it stands under.", segment, 2)
        here.level = (elements[1], elements[4])

    def _close(self, loop: _OpenLoop) -> None:
        name = loop.rule.name
        for number, row in enumerate(loop.rule.rows):
            if row.is_required and not loop.rows[number]:
                self._report.lacks(row.tag, f"{_named(row)} is missing from loop {name}.", segment=loop.segment)
        children = self._table.children[name] if name != START else self._tops()
        for child in children:
            if child.is_required and not loop.loops[child.name]:
                message = f"Loop {child.name} is missing from loop {name}."
                self._report.lacks(child.opener.tag, message, segment=loop.segment)
        if loop.level:
            below = any(child.opener.tag == "HL" and loop.loops[child.name] for child in children)
            if (loop.level[1] == "1") != below:
                message = f"HL04 says {'' if loop.level[1] == '1' else 'no '}level follows below, which is not so."
                self._error("hl-child", message, loop.segment, 4)

    def _tops(self) -> tuple[LoopRule, ...]:
        return tuple(rule for rule in self._table.loops.values() if not rule.parents)

    def _error(self, code: str, message: str, segment: int, element: int | None = None) -> None:
        self._report.add(Severity.ERROR, code, message, segment=segment, element=element)


def _named(row: SegmentRule) -> str:
    """DTP*472 where its first element has one code."""
    codes = row.elements[0].codes if row.elements else frozenset()
    return f"{row.tag}*{next(iter(codes))}" if len(codes) == 1 else row.tag


def _severity(code: str) -> Severity:
    return Severity.WARNING if code == "not-used" else Severity.ERROR


def _faults(row: SegmentRule, elements: tuple[str, ...], component: str) -> Iterator[tuple[str, str, str, int]]:
    """What is wrong in a segment: the element's name, a code, words, the element's number."""
    for at, rule in enumerate(row.elements, 1):
        text, name = elements[at] if at < len(elements) else "", f"{row.tag}{at:02}"
        if rule.parts and text:
            parts = text.split(component)
            for nth, part in enumerate(rule.parts, 1):
                fault = _fault(part, parts[nth - 1] if nth <= len(parts) else "")
                if fault:
                    yield (f"{name}-{nth}", *fault, at)
        elif fault := _fault(rule, text):
            yield (name, *fault, at)


def _fault(rule: ElementRule, text: str) -> tuple[str, str] | None:
    if not text:
        return ("missing", "is missing") if rule.use == "!" else None
    if rule.use == "-":
        return "not-used", "is not used in this guide"
    if rule.codes and text not in rule.codes:
        return "unknown-code", "holds a code this guide does not take here"
    if len(text) < rule.least:
        return "too-short", f"is shorter than {rule.least} characters"
    if rule.most and len(text) > rule.most:
        return "too-long", f"is longer than {rule.most} characters"
    return None
