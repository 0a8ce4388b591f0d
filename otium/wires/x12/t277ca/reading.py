"""A 277CA: what became of one batch of claims before adjudication, level by level."""

from datetime import date
from decimal import Decimal

from otium.terms.acknowledgement import AckTotals, BatchAck, ClaimAck, ProviderAck, ServiceAck, outcome
from otium.terms.claim_status import ClaimStatus
from otium.terms.x12 import Amount, DateSpan, Finding, Quantity, Reference, Severity, Trace
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_277ca import GUIDE, SHAPE
from otium.wires.x12.hierarchy import LOOP_ACTIONS, Hierarchy, OpenLoop
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.shared import Heading, Level
from otium.wires.x12.segments.status import StatedService, Status
from otium.wires.x12.t277ca import totals
from otium.wires.x12.walk import START, Action, Report, Walker

_LEVELS = {"2000A": "20", "2000B": "21", "2000C": "19", "2000D": "PT"}
_DEPTHS = {loop: depth for depth, loop in enumerate(_LEVELS)}
_NO_TOTALS = AckTotals(None, None, None, None)
_NO_SERVICE = StatedService(None, None, None, None, None, None, None)


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 277CAs with the same delimiters."""
    return Walker(guide=GUIDE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[BatchAck, ...], tuple[Finding, ...]]:
    """One BatchAck for each receiver (2000B; the guide has one), and what is not as the guide says."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(report)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    reading.loops.leave()
    SHAPE.compare(transaction, report)
    if not reading.batches:
        message = "This 277CA answers no batch: no information receiver (HL03 21)."
        report.add(Severity.ERROR, "no-batch", message, segment=transaction.first_position)
    return tuple(reading.batches), report.findings


class _Stated:
    """What is said at one level, of one claim or of one service, while it is read."""

    __slots__ = ("amounts", "dates", "quantities", "references", "segment", "service", "services", "statuses", "trace")

    def __init__(self, segment: int, *, trace: str | None = None, service: StatedService | None = None) -> None:
        self.segment, self.trace, self.service = segment, trace, service
        self.statuses: tuple[ClaimStatus, ...] = ()
        self.references: tuple[Reference, ...] = ()
        self.dates: tuple[DateSpan, ...] = ()
        self.amounts: totals.Stated = {}
        self.quantities: totals.Stated = {}
        self.services: list[_Stated] = []

    @property
    def totals(self) -> AckTotals:
        counts, amounts = self.quantities, self.amounts
        return AckTotals(
            _whole(totals.stated(counts, totals.ACCEPTED)),
            _whole(totals.stated(counts, totals.REJECTED)),
            totals.stated(amounts, totals.ACCEPTED),
            totals.stated(amounts, totals.REJECTED),
        )

    def reference(self, qualifier: str) -> str | None:
        return next((each.value for each in self.references if each.qualifier == qualifier), None)

    def date(self, qualifier: str) -> date | None:
        return next((each.start_on for each in self.dates if each.qualifier == qualifier), None)


class _OpenLevel(OpenLoop):
    """An HL loop while it is read, with what was closed below it."""

    __slots__ = ("claims", "now", "providers", "stated")

    def __init__(self, level: Level, loop: str, segment: int) -> None:
        super().__init__(level, loop, segment)
        self.now = self.stated = _Stated(segment)  # `now` is what the next segment says something of
        self.claims: list[ClaimAck] = []
        self.providers: list[ProviderAck] = []


class _Reading:
    """One 277CA while it is read."""

    __slots__ = ("batches", "heading", "here", "loops", "open_claims", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.loops = Hierarchy(_DEPTHS, report, self._close)
        self.heading: Heading | None = None
        self.here = _OpenLevel(Level("", "", ""), START, 1)
        self.open_claims: list[_Stated] = []  # of the patient whose loop is open
        self.batches: list[BatchAck] = []

    def _close(self, loop: OpenLoop) -> None:
        if not isinstance(loop, _OpenLevel):
            return
        provider, receiver = self._level("2000C"), self._level("2000B")
        if loop.loop == "2000D":
            claims = [_claim(loop, each) for each in self.open_claims]
            self.open_claims = []
            if provider is not None:
                provider.claims += claims
            elif receiver is not None:
                receiver.providers.append(ProviderAck(None, None, (), None, _NO_TOTALS, tuple(claims), loop.segment))
        elif loop.loop == "2000C" and receiver is not None:
            receiver.providers.append(_provider(loop))
            self._check(loop, loop.claims)
        elif loop.loop == "2000B":
            is_whole = all(provider.claims for provider in loop.providers)
            self._check(loop, [claim for provider in loop.providers for claim in provider.claims] if is_whole else [])
            self.batches.append(_batch(self._level("2000A"), loop, self.heading))

    def _check(self, loop: _OpenLevel, claims: list[ClaimAck]) -> None:
        totals.check(loop.stated.quantities, loop.stated.amounts, claims, self.report)

    def _level(self, name: str) -> "_OpenLevel | None":
        found = self.loops.find(name)
        return found if isinstance(found, _OpenLevel) else None


def _claim(patient: OpenLoop, stated: _Stated) -> ClaimAck:
    return ClaimAck(
        patient.party,
        stated.trace or "",
        stated.statuses,
        stated.reference("1K"),
        stated.reference("D9"),
        stated.reference("BLT"),
        stated.dates,
        tuple(map(_service, stated.services)),
        stated.segment,
    )


def _service(stated: _Stated) -> ServiceAck:
    service = stated.service or _NO_SERVICE
    return ServiceAck(
        service.procedure,
        service.charge,
        service.revenue_code,
        service.quantity,
        stated.statuses,
        stated.reference("FJ"),
        stated.dates,
        stated.segment,
    )


def _provider(loop: _OpenLevel) -> ProviderAck:
    stated = loop.stated
    secondary = stated.references[0] if stated.references else None
    return ProviderAck(
        loop.party, stated.trace, stated.statuses, secondary, stated.totals, tuple(loop.claims), loop.segment
    )


def _batch(source: _OpenLevel | None, receiver: _OpenLevel, heading: Heading | None) -> BatchAck:
    above = source or _OpenLevel(Level("", "", ""), START, receiver.segment)
    heading = heading or Heading("", None, None, None, None)
    return BatchAck(
        source=above.party,
        source_trace=above.stated.trace,
        received_on=above.stated.date("050"),
        processed_on=above.stated.date("009"),
        receiver=receiver.party,
        batch=receiver.stated.trace,
        statuses=receiver.stated.statuses,
        totals=receiver.stated.totals,
        providers=tuple(receiver.providers),
        reference=heading.reference,
        made_on=heading.on,
        made_time=heading.time,
        segment=above.segment,
    )


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == int(value) else None


def _begin(reading: _Reading, level: Level, segment: int, loop: str) -> None:
    reading.here = _OpenLevel(level, loop, segment)
    reading.loops.enter(reading.here)


def _heading(reading: _Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading


def _traced(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    reading.here.stated.trace = trace.number


def _claimed(reading: _Reading, trace: Trace, segment: int, loop: str) -> None:
    reading.here.now = _Stated(segment, trace=trace.number)
    reading.open_claims.append(reading.here.now)


def _serviced(reading: _Reading, service: StatedService, segment: int, loop: str) -> None:
    if reading.open_claims:
        reading.here.now = _Stated(segment, service=service)
        reading.open_claims[-1].services.append(reading.here.now)


def _status(reading: _Reading, status: Status, segment: int, loop: str) -> None:
    found = ClaimStatus(*status, segment)
    reading.here.now.statuses += (found,)
    if outcome((found,)) is None:
        message = "STC01 names no acknowledgement this reader knows, or STC03 says the opposite; kept, decides nothing."
        reading.report.add(Severity.ERROR, "outcome-unknown", message, segment=segment, element=1)


def _date(reading: _Reading, span: DateSpan | None, segment: int, loop: str) -> None:
    if span:
        reading.here.now.dates += (span,)


def _reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        reading.here.now.references += (reference,)


def _amount(reading: _Reading, amount: Amount, segment: int, loop: str) -> None:
    reading.here.now.amounts[amount.qualifier] = (amount.amount, segment)


def _quantity(reading: _Reading, quantity: Quantity, segment: int, loop: str) -> None:
    reading.here.now.quantities[quantity.qualifier] = (quantity.quantity, segment)


_STATED: dict[str, Action] = {
    "AMT": _amount, "DTP": _date, "QTY": _quantity, "REF": _reference, "STC": _status, "TRN": _traced,
}  # fmt: skip
_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BHT": _heading},
    **{loop: {f"HL*{level}": _begin} for loop, level in _LEVELS.items()},
    **{loop: {"NM1": LOOP_ACTIONS["NM1"]} for loop in ("2100A", "2100B", "2100C", "2100D")},
    **dict.fromkeys(("2200A", "2200B", "2200C"), _STATED),
    "2200D": {**_STATED, "TRN": _claimed},
    "2220D": {**_STATED, "SVC": _serviced},
}
