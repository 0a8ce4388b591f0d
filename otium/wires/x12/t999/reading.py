"""A 999: what became of one functional group, transaction by transaction."""

from otium.terms.acknowledgement import AckStatus, Context, ElementError, GroupAck, SegmentError, SetAck
from otium.terms.x12 import Finding, Severity
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_999 import GUIDE, SHAPE
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.acknowledgements import Answered, Around, BadElement, BadSegment, Judged
from otium.wires.x12.walk import START, Action, Report, Walker

_PASSED = frozenset({AckStatus.ACCEPTED, AckStatus.ACCEPTED_WITH_ERRORS})
_NOBODY = Answered("", "", None)
_UNJUDGED = Judged(None, "", None, None, None, ())


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 999s with the same delimiters."""
    return Walker(guide=GUIDE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[GroupAck, ...], tuple[Finding, ...]]:
    """The one GroupAck, and what is not as the guide says. Without AK1 there is none."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading()
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    SHAPE.compare(transaction, report)
    if reading.group is None:
        return (), report.findings
    group = reading.ack(reading.group)
    _check(group, reading.judged_at, report)
    return (group,), report.findings


class _OpenElement:
    """An IK4 while its contexts are read."""

    __slots__ = ("bad", "contexts", "segment")

    def __init__(self, bad: BadElement, segment: int) -> None:
        self.bad, self.segment = bad, segment
        self.contexts: list[Context] = []

    @property
    def error(self) -> ElementError:
        element, component, repetition, reference, code, value = self.bad
        contexts = tuple(self.contexts)
        return ElementError(element, component, repetition, reference, code, value, contexts, self.segment)


class _OpenSegment:
    """An IK3 while what follows it is read."""

    __slots__ = ("bad", "contexts", "elements", "segment")

    def __init__(self, bad: BadSegment, segment: int) -> None:
        self.bad, self.segment = bad, segment
        self.contexts: list[Context] = []
        self.elements: list[_OpenElement] = []

    @property
    def error(self) -> SegmentError:
        tag, position, loop, code = self.bad
        elements = tuple(each.error for each in self.elements)
        return SegmentError(tag, position, loop, code, tuple(self.contexts), elements, self.segment)


class _OpenSet:
    """An AK2 while what follows it is read."""

    __slots__ = ("answered", "errors", "judged", "segment")

    def __init__(self, answered: Answered, segment: int) -> None:
        self.answered, self.segment = answered, segment
        self.judged = _UNJUDGED
        self.errors: list[_OpenSegment] = []

    @property
    def ack(self) -> SetAck:
        status, code, _, _, _, notes = self.judged
        errors = tuple(each.error for each in self.errors)
        return SetAck(*self.answered, status, code, notes, errors, self.segment)


class _Reading:
    """One 999 while it is read."""

    __slots__ = ("group", "judged", "judged_at", "last", "segment", "sets")

    def __init__(self) -> None:
        self.group: Answered | None = None
        self.segment = self.judged_at = 0
        self.judged = _UNJUDGED
        self.sets: list[_OpenSet] = []
        self.last: _OpenSegment | _OpenElement | None = None  # what the next CTX belongs to

    def ack(self, group: Answered) -> GroupAck:
        kind, control, guide = group
        status, code, included, received, accepted, notes = self.judged
        sets = tuple(each.ack for each in self.sets)
        return GroupAck(kind, control, guide, sets, status, code, included, received, accepted, notes, self.segment)


def _check(group: GroupAck, judged_at: int, report: Report) -> None:
    """The group's verdict and counts against those of its transactions, where it lists them all."""
    passed = sum(each.status in _PASSED for each in group.sets)
    refused = sum(each.status is not None for each in group.sets) - passed
    if group.status in _PASSED and refused:
        message = "AK901 accepts the group, but a transaction of it is rejected; read each."
        report.add(Severity.ERROR, "verdicts-differ", message, segment=judged_at, element=1)
    if group.received is None or group.accepted is None:
        return
    if group.accepted > group.received or (len(group.sets) == group.received and group.accepted != passed):
        message = f"AK904 says {group.accepted} accepted of {group.received}, its transactions say {passed}."
        report.add(Severity.ERROR, "count-differs", message, segment=judged_at, element=4)


def _group(reading: _Reading, answered: Answered, segment: int, loop: str) -> None:
    reading.group, reading.segment = answered, segment


def _set(reading: _Reading, answered: Answered, segment: int, loop: str) -> None:
    reading.sets.append(_OpenSet(answered, segment))


def _bad_segment(reading: _Reading, bad: BadSegment, segment: int, loop: str) -> None:
    opened = reading.last = _OpenSegment(bad, segment)
    reading.sets[-1].errors.append(opened)


def _bad_element(reading: _Reading, bad: BadElement, segment: int, loop: str) -> None:
    opened = reading.last = _OpenElement(bad, segment)
    reading.sets[-1].errors[-1].elements.append(opened)


def _context(reading: _Reading, around: Around, segment: int, loop: str) -> None:
    if reading.last is not None:
        reading.last.contexts.append(Context(*around, segment))


def _set_judged(reading: _Reading, judged: Judged, segment: int, loop: str) -> None:
    reading.sets[-1].judged = judged


def _group_judged(reading: _Reading, judged: Judged, segment: int, loop: str) -> None:
    reading.judged, reading.judged_at = judged, segment


_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"AK1": _group, "AK9": _group_judged},
    "2000": {"AK2": _set, "IK5": _set_judged},
    "2100": {"IK3": _bad_segment, "CTX": _context},
    "2110": {"IK4": _bad_element, "CTX": _context},
}
