"""An explanation as lines of text, for a terminal."""

from collections.abc import Iterator

from otium.terms.x12 import Severity
from otium.wires.x12.explain.tree import Balance, Explanation, Line, Part, Sum, Told
from otium.wires.x12.explain.words import dollars

_STEP = "  "
_MARKS = {Severity.ERROR: "!!", Severity.WARNING: "!", Severity.NOTE: "-"}


def lines(explanation: Explanation) -> Iterator[str]:
    """The file in a sentence, then each loop and segment, indented by its depth; findings under their segment."""
    yield explanation.what
    yield f"{explanation.segments:,} segments, {explanation.size:,} bytes"
    for told in explanation.told:
        yield _told(told)
    for part in explanation.parts:
        yield from _part(part, 0)
    if explanation.more is not None:
        more = explanation.more
        messages = f" and {more.transactions:,} whole messages" if more.transactions else ""
        yield f"... {more.segments:,} more segments{messages}; --most shows more"
        for told in more.told:
            yield f"segment {told.finding.segment}: {_told(told)}"
        if more.findings > len(more.told):
            yield f"... {more.findings - len(more.told):,} more findings"


def sum_in_words(each: Sum) -> str:
    if each.amount is None:
        return f"{each.name} unknown: {each.unread} of {each.amounts} amounts are no numbers"
    return f"{each.name} {dollars(each.amount)}"


def balance_in_words(each: Balance) -> str:
    if not each.difference:
        return f"even: {each.words}"
    return f"NOT EVEN by {dollars(each.difference)}: {each.words} ({dollars(each.one)}, {dollars(each.other)})"


def _part(part: Part, depth: int) -> Iterator[str]:
    yield ""
    id_ = f" ({part.id})" if part.level == "loop" else ""
    counts = (f"{number:,} {name}" for number, name in part.counts)
    about = ", ".join(each for each in (part.about, *counts) if each)
    yield f"{_STEP * depth}{part.name}{id_}{': ' if about else ''}{about}"
    for said in (*map(sum_in_words, part.sums), *map(balance_in_words, part.balances)):
        yield f"{_STEP * depth}  = {said}"
    for each in part.parts:
        yield from _part(each, depth + 1) if isinstance(each, Part) else _line(each, depth + 1)
    if part.unsaid:
        yield f"{_STEP * (depth + 1)}... {part.unsaid:,} more segments of this message"


def _line(line: Line, depth: int) -> Iterator[str]:
    said = "; ".join(f"{value.name} {value.said}" for value in line.values)
    yield f"{_STEP * depth}{line.position:>4} {line.tag:<3} {line.name}{': ' if said else ''}{said}"
    for told in line.told:
        yield f"{_STEP * depth}     {_told(told)}"


def _told(told: Told) -> str:
    finding = told.finding
    element = f" (element {finding.element})" if finding.element else ""
    return f"{_MARKS[finding.severity]} {finding.message}{element} {told.advice}".rstrip()
