"""Reads the levels and the claims in them; what a claim becomes is for the transaction's own reader to say."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from otium.terms.claim_status import ClaimStatus, StatusLine
from otium.terms.x12 import Amount, Contact, DateSpan, Finding, Party, Person, Reference, Severity, Trace
from otium.wires.x12.hierarchy import LOOP_ACTIONS, Hierarchy, OpenLoop
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.shared import Heading, Level
from otium.wires.x12.segments.status import StatedService, Status
from otium.wires.x12.shape import Shape
from otium.wires.x12.walk import START, Action, Report, Walker

LEVELS = {"2000A": 20, "2000B": 21, "2000C": 19, "2000D": 22, "2000E": 23}
_DEPTHS = {loop: depth for depth, loop in enumerate(LEVELS)}
_PERSONS = frozenset({"2000D", "2000E"})
_LINE_NUMBER = "FJ"
_CLAIM_CHARGE = "T3"
_COMPOSITES = (1, 10, 11)  # elements of an STC that hold a code
Term = TypeVar("Term")


class _OpenLine:
    """A service line while it is read."""

    __slots__ = ("dates", "line_number", "segment", "stated", "statuses")

    def __init__(self, stated: StatedService, segment: int) -> None:
        self.stated, self.segment = stated, segment
        self.line_number: str | None = None
        self.dates: tuple[DateSpan, ...] = ()
        self.statuses: tuple[ClaimStatus, ...] = ()

    @property
    def line(self) -> StatusLine:
        stated = self.stated
        return StatusLine(
            stated.procedure, stated.charge, stated.paid, stated.revenue_code, stated.quantity,
            self.line_number, self.dates, self.statuses, self.segment,
        )  # fmt: skip


class OpenClaim:
    """A claim while it is read: a TRN and what follows it."""

    __slots__ = ("charge", "dates", "open_lines", "references", "segment", "statuses", "trace")

    def __init__(self, trace: Trace, segment: int) -> None:
        self.trace, self.segment = trace, segment
        self.charge: Amount | None = None
        self.dates: tuple[DateSpan, ...] = ()
        self.references: tuple[Reference, ...] = ()
        self.statuses: tuple[ClaimStatus, ...] = ()
        self.open_lines: list[_OpenLine] = []

    @property
    def lines(self) -> tuple[StatusLine, ...]:
        return tuple(each.line for each in self.open_lines)

    @property
    def innermost(self) -> "OpenClaim | _OpenLine":
        return self.open_lines[-1] if self.open_lines else self


class _OpenPlace(OpenLoop):
    """An HL loop while it is read, with the claims that stand in it."""

    __slots__ = ("claims", "contacts")

    def __init__(self, level: Level, loop: str, segment: int) -> None:
        super().__init__(level, loop, segment)
        self.claims: list[OpenClaim] = []
        self.contacts: tuple[Contact, ...] = ()


class Path(NamedTuple):
    """Who stands above a claim."""

    payer: Party | None
    receiver: Party | None
    provider: Party | None
    subscriber: Person | None
    dependent: Person | None
    contacts: tuple[Contact, ...]
    heading: Heading


Make = Callable[[Path, OpenClaim], Term]
_NO_HEADING = Heading("", None, None, None, None)


class _Reading:
    """One transaction while it is read."""

    __slots__ = ("claims", "heading", "here", "loops", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.claims: list[tuple[Path, OpenClaim]] = []
        self.loops = Hierarchy(_DEPTHS, report, self._close)
        self.heading = _NO_HEADING
        self.here = _OpenPlace(Level("", "", ""), START, 1)  # takes what stands before the first HL

    def _close(self, loop: OpenLoop) -> None:
        if not isinstance(loop, _OpenPlace):
            return
        path = _path([*self.loops.open, loop], self.heading)
        self.claims += [(path, claim) for claim in loop.claims]
        if not loop.claims and not loop.has_child and loop.loop in _PERSONS:
            message = "This person's loop holds no claim (TRN)."
            self.report.add(Severity.ERROR, "empty-answer", message, segment=loop.segment)


def read(
    transaction: Transaction, *, by: Walker, shape: Shape, make: Make[Term], report: Report
) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    """The claims in file order, each as `make` gives it, and what is not as the guide says."""
    reading = _Reading(report)
    by.walk(transaction, reading=reading, report=report)
    reading.loops.leave()
    shape.compare(transaction, report)
    if not reading.claims:
        message = "This transaction speaks of no claim."
        report.add(Severity.ERROR, "no-claim", message, segment=transaction.first_position)
    in_order = sorted(reading.claims, key=lambda each: each[1].segment)
    return tuple(make(path, claim) for path, claim in in_order), report.findings


def _path(loops: list[OpenLoop], heading: Heading) -> Path:
    at = {each.loop: each for each in loops}
    payer, receiver, provider = (at.get(loop) for loop in ("2000A", "2000B", "2000C"))
    subscriber, dependent = at.get("2000D"), at.get("2000E")
    return Path(
        payer.party if payer else None,
        receiver.party if receiver else None,
        provider.party if provider else None,
        subscriber.person if subscriber else None,
        dependent.person if dependent else None,
        payer.contacts if isinstance(payer, _OpenPlace) else (),
        heading,
    )


def _begin(reading: _Reading, level: Level, segment: int, loop: str) -> None:
    reading.here = _OpenPlace(level, loop, segment)
    reading.loops.enter(reading.here)


def _heading(reading: _Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading


def _contact(reading: _Reading, contact: Contact, segment: int, loop: str) -> None:
    reading.here.contacts += (contact,)


def _claim(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    reading.here.claims.append(OpenClaim(trace, segment))


def _line(reading: _Reading, stated: StatedService, segment: int, loop: str) -> None:
    reading.here.claims[-1].open_lines.append(_OpenLine(stated, segment))


def _date(reading: _Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.here.claims[-1].innermost.dates += (span,)


def _reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference and reference.qualifier == _LINE_NUMBER and reading.here.claims[-1].open_lines:
        reading.here.claims[-1].open_lines[-1].line_number = reference.value
    elif reference:
        reading.here.claims[-1].references += (reference,)


def _charge(reading: _Reading, amount: Amount, segment: int, loop: str) -> None:
    if amount.qualifier == _CLAIM_CHARGE:
        reading.here.claims[-1].charge = amount


def _status(reading: _Reading, status: Status, segment: int, loop: str) -> None:
    reading.here.claims[-1].innermost.statuses += (ClaimStatus(*status, segment),)
    for element, code in zip(_COMPOSITES, status.codes, strict=False):
        if code.kind is None:
            message = f"STC{element:02} holds a category this reader does not know; kept as sent."
            reading.report.add(Severity.WARNING, "unknown-code", message, segment=segment, element=element)


_NAMED: dict[str, Action] = {"NM1": LOOP_ACTIONS["NM1"], "DMG": LOOP_ACTIONS["DMG"], "PER": _contact}
_SAID: dict[str, Action] = {
    "AMT": _charge, "DTP": _date, "REF": _reference, "STC": _status, "SVC": _line, "TRN": _claim,
}  # fmt: skip
_NAME_LOOPS = ("2100A", "2100B", "2100C", "2100D", "2100E")
_CLAIM_LOOPS = ("2200B", "2200C", "2200D", "2200E", "2210D", "2210E", "2220D", "2220E")
ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BHT": _heading},
    **{loop: {**_NAMED, f"HL*{level}": _begin} for loop, level in LEVELS.items()},
    **dict.fromkeys(_NAME_LOOPS, _NAMED),
    **dict.fromkeys(_CLAIM_LOOPS, _SAID),
}
