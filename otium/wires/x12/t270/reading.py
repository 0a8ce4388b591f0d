"""A 270 to eligibility inquiries: one for each dependent, and one for each subscriber who is asked about."""

from otium.terms.eligibility_inquiry import EligibilityInquiry
from otium.terms.x12 import ORIGINATOR_LENGTH, Finding, Party, Procedure, Severity, Trace
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_270 import GUIDE, SHAPE
from otium.wires.x12.hierarchy import LOOP_ACTIONS, Hierarchy, OpenLoop, missing_segment, trace_once
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.inquiries import ServiceAsked
from otium.wires.x12.segments.shared import Heading, Level
from otium.wires.x12.walk import START, Action, Report, Walker

_LEVELS = {"2000A": 20, "2000B": 21, "2000C": 22, "2000D": 23}
_DEPTHS = {loop: depth for depth, loop in enumerate(_LEVELS)}
_PERSONS = frozenset({"2000C", "2000D"})


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 270s with the same delimiters."""
    return Walker(guide=GUIDE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[EligibilityInquiry, ...], tuple[Finding, ...]]:
    """The inquiries in file order, and what is not as the guide says. `number` is the transaction's in the file."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(report)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    reading.loops.leave()
    SHAPE.compare(transaction, report)
    if not reading.inquiries:
        message = "This 270 asks about nobody."
        report.add(Severity.ERROR, "no-inquiry", message, segment=transaction.first_position)
    return tuple(reading.inquiries), report.findings


class _OpenQuestion(OpenLoop):
    """An HL loop while it is read, with what is asked about its person."""

    __slots__ = ("named_at", "procedures", "service_types")

    def __init__(self, level: Level, loop: str, segment: int) -> None:
        super().__init__(level, loop, segment)
        self.named_at = segment
        self.service_types: tuple[str, ...] = ()
        self.procedures: tuple[Procedure, ...] = ()

    @property
    def is_asked(self) -> bool:
        return bool(self.service_types or self.procedures)


class _Reading:
    """One 270 while it is read."""

    __slots__ = ("heading", "here", "inquiries", "loops", "report", "traced")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.inquiries: list[EligibilityInquiry] = []
        self.loops = Hierarchy(_DEPTHS, report, self._close)
        self.heading: Heading | None = None
        self.traced: set[str] = set()
        self.here = _OpenQuestion(Level("", "", ""), START, 1)  # takes what stands before the first HL

    def _close(self, loop: OpenLoop) -> None:
        """Asks for a loop that has a question, and for the innermost person in any case."""
        if not isinstance(loop, _OpenQuestion) or loop.loop not in _PERSONS:
            return
        if loop.is_asked or not loop.has_child:
            path = {each.loop: each for each in (*self.loops.open, loop)}
            self._check(loop)
            self.inquiries.append(_inquiry(path, loop, self.heading))

    def _check(self, loop: _OpenQuestion) -> None:
        """What a payer needs to find the person and to answer."""
        if not loop.is_asked:
            missing_segment(self.report, "EQ", loop.loop.replace("2000", "2110"), segment=loop.segment)
        if not loop.traces:
            missing_segment(self.report, "TRN", loop.loop, segment=loop.segment)
        if loop.party is None:
            return
        for element, value in ((3, loop.party.name), (4, loop.party.given)):
            if value is None:
                message = f"NM1{element:02} is missing: the person who is asked about has no whole name."
                self.report.add(Severity.WARNING, "missing", message, segment=loop.named_at, element=element)
        if loop.demography is None:
            missing_segment(self.report, "DMG", loop.loop.replace("2000", "2100"), segment=loop.segment)


def _inquiry(path: dict[str, OpenLoop], loop: _OpenQuestion, heading: Heading | None) -> EligibilityInquiry:
    payer, provider = path.get("2000A"), path.get("2000B")
    subscriber, dependent = path.get("2000C"), path.get("2000D")
    return EligibilityInquiry(
        payer=payer.party if payer else None,
        provider=provider.party if provider else None,
        subscriber=subscriber.person if subscriber else None,
        dependent=dependent.person if dependent else None,
        traces=loop.traces,
        service_types=loop.service_types,
        dates=loop.dates,
        references=loop.references,
        provider_references=provider.references if provider else (),
        procedures=loop.procedures,
        reference=heading.reference if heading else None,
        asked_on=heading.on if heading else None,
        asked_time=heading.time if heading else None,
        segment=loop.segment,
    )


def _begin(reading: _Reading, level: Level, segment: int, loop: str) -> None:
    reading.here = _OpenQuestion(level, loop, segment)
    reading.loops.enter(reading.here)


def _heading(reading: _Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading


def _party(reading: _Reading, party: Party, segment: int, loop: str) -> None:
    reading.here.named_at = segment
    LOOP_ACTIONS["NM1"](reading, party, segment, loop)


def _trace(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    """Where the requester speaks, its own number is TRN01 = 1."""
    if trace.originator and len(trace.originator) != ORIGINATOR_LENGTH:
        message = f"TRN03 is not {ORIGINATOR_LENGTH} characters long."
        reading.report.add(Severity.WARNING, "wrong-length", message, segment=segment, element=3)
    if not reading.here.traces:
        trace_once(reading.traced, trace, reading.report, segment=segment)
    reading.here.traces += (trace._replace(is_ours=True),)


def _asked(reading: _Reading, asked: ServiceAsked, segment: int, loop: str) -> None:
    reading.here.service_types += asked.service_types
    if asked.procedure:
        reading.here.procedures += (asked.procedure,)


_SPOKEN: dict[str, Action] = {**LOOP_ACTIONS, "NM1": _party, "TRN": _trace}
_ASKED: dict[str, Action] = {"EQ": _asked, "DTP": LOOP_ACTIONS["DTP"], "REF": LOOP_ACTIONS["REF"]}
_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BHT": _heading},
    **{loop: {**_SPOKEN, f"HL*{level}": _begin} for loop, level in _LEVELS.items()},
    **dict.fromkeys(("2100A", "2100B", "2100C", "2100D"), _SPOKEN),
    **dict.fromkeys(("2110C", "2110D"), _ASKED),
}
