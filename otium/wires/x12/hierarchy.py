"""The HL loops that are open while a transaction is read, outermost first."""

from collections.abc import Callable, Mapping
from typing import Protocol

from otium.terms.eligibility_answer import BenefitLine
from otium.terms.identifiers import npi_is_valid
from otium.terms.x12 import DateSpan, Party, Person, Reference, Reject, Severity, Trace
from otium.wires.x12.segments.shared import Demography, Insured, Level, Refusal
from otium.wires.x12.walk import Action, Report


class OpenLoop:
    """What has been read of one HL loop so far. Tuples, because most stay empty or hold one."""

    __slots__ = (
        "dates", "demography", "depth", "has_child", "is_answered", "is_changed", "level", "lines", "loop", "party",
        "references", "rejects", "relationship", "segment", "traces",
    )  # fmt: skip

    def __init__(self, level: Level, loop: str, segment: int) -> None:
        self.level, self.loop, self.segment = level, loop, segment
        self.depth = 0
        self.has_child = self.is_answered = False
        self.party: Party | None = None
        self.demography: Demography | None = None
        self.relationship: str | None = None
        self.is_changed: bool | None = None
        self.traces: tuple[Trace, ...] = ()
        self.dates: tuple[DateSpan, ...] = ()
        self.references: tuple[Reference, ...] = ()
        self.rejects: tuple[Reject, ...] = ()
        self.lines: list[BenefitLine] = []

    @property
    def person(self) -> Person | None:
        """None where the loop names nobody."""
        if self.party is None:
            return None
        birth_on, sex = self.demography or (None, None)
        return Person(self.party, birth_on, sex, self.relationship)


class Reading(Protocol):
    """What a reader keeps while it walks: the HL loop it stands in, and its findings."""

    here: OpenLoop
    report: Report


class Hierarchy:
    """Opens and closes loops in the guide's order.

    A loop that names another parent than it stands under is a finding, as is a number used twice and a wrong HL04.
    """

    __slots__ = ("_close", "_depths", "_ids", "_report", "open")

    def __init__(self, depths: Mapping[str, int], report: Report, close: Callable[[OpenLoop], None]) -> None:
        self.open: list[OpenLoop] = []
        self._depths, self._report, self._close = depths, report, close
        self._ids: set[str] = set()

    def enter(self, loop: OpenLoop) -> None:
        opened, loop.depth = self.open, self._depths[loop.loop]
        while opened and opened[-1].depth >= loop.depth:
            self._leave_innermost()
        above = opened[-1] if opened else None
        if above is not None:
            above.has_child = True
        if loop.level.parent != (above.level.id if above else ""):
            message = "HL02 names another parent than the loop it stands under; read by its place."
            self._report.add(Severity.WARNING, "hl-parent", message, segment=loop.segment, element=2)
        if loop.level.id in self._ids:
            message = "HL01 was used by an earlier loop of this transaction; read by its place."
            self._report.add(Severity.WARNING, "hl-number-reused", message, segment=loop.segment, element=1)
        self._ids.add(loop.level.id)
        opened.append(loop)

    def leave(self) -> None:
        """Closes every loop, innermost first."""
        while self.open:
            self._leave_innermost()

    def _leave_innermost(self) -> None:
        loop = self.open.pop()
        if loop.level.child == ("0" if loop.has_child else "1"):
            said = "none" if loop.has_child else "some"
            message = f"HL04 says {said} stand under this loop, which is not so; read as it is."
            self._report.add(Severity.WARNING, "hl-child", message, segment=loop.segment, element=4)
        self._close(loop)

    def find(self, name: str) -> OpenLoop | None:
        for loop in self.open:
            if loop.loop == name:
                return loop
        return None


def _party(reading: Reading, party: Party, segment: int, loop: str) -> None:
    reading.here.party = party
    check_npi(party, reading.report, segment=segment)


def check_npi(party: Party, report: Report, *, segment: int) -> None:
    if party.npi is not None and not npi_is_valid(party.npi):
        message = "NM109 is no NPI: its check digit is wrong; kept as sent."
        report.add(Severity.WARNING, "npi", message, segment=segment, element=9)


def _demography(reading: Reading, demography: Demography, segment: int, loop: str) -> None:
    if reading.here.demography is not None:
        message = "DMG stands here again; the first one is taken."
        reading.report.add(Severity.WARNING, "repeated-segment", message, segment=segment)
        return
    reading.here.demography = demography


def _insured(reading: Reading, insured: Insured, segment: int, loop: str) -> None:
    reading.here.relationship, reading.here.is_changed = insured


def _trace(reading: Reading, trace: Trace, segment: int, loop: str) -> None:
    reading.here.traces += (trace,)


def _date(reading: Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.here.dates += (span,)


def _reference(reading: Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        reading.here.references += (reference,)


def reject(reading: Reading, refusal: Refusal, segment: int, loop: str) -> None:
    reading.here.rejects += (Reject(*refusal, loop, segment),)


def trace_once(seen: set[str], trace: Trace, report: Report, *, segment: int) -> None:
    """Where questions are asked, each has a number of its own. `seen` holds those of the transaction so far."""
    if trace.number in seen:
        message = "TRN02 is the trace of an earlier question too; their answers cannot be told apart."
        report.add(Severity.ERROR, "trace-reused", message, segment=segment, element=2)
    seen.add(trace.number)


def missing_segment(report: Report, tag: str, loop: str, *, segment: int, severity: Severity = Severity.ERROR) -> None:
    """`segment` is where the loop begins that should hold it."""
    report.add(severity, "missing-segment", f"{tag} is missing in loop {loop}.", segment=segment)


# What stands in an HL loop or its NM1 loop and describes it, in every guide.
LOOP_ACTIONS: dict[str, Action] = {
    "AAA": reject,
    "DMG": _demography,
    "DTP": _date,
    "INS": _insured,
    "NM1": _party,
    "REF": _reference,
    "TRN": _trace,
}
