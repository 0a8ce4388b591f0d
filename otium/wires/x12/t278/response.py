"""A 278 response to authorization decisions: one for each patient event, each service with its own review."""

from functools import partial
from typing import Protocol

from otium.terms.auth_decision import AuthDecision, Decided, Review, ReviewAction, ServiceDecision, ServiceLine
from otium.terms.auth_request import ReviewAsked
from otium.terms.x12 import Delivery, Diagnosis, Finding, Party, Reject, Severity
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_278 import LEVELS, RESPONSE, RESPONSE_SHAPE
from otium.wires.x12.hierarchy import LOOP_ACTIONS, Hierarchy, OpenLoop, check_npi
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.shared import Heading, Level, Reviewed, Serviced
from otium.wires.x12.walk import START, Action, Report, Walker

_DEPTHS = {loop: depth for depth, loop in enumerate(LEVELS)}
_REVIEWED = frozenset({"2000E", "2000F"})
_decided = partial(tuple.__new__, Decided)  # a fifth of the time of Decided(...), and made for every service
_PERSONS = frozenset({"2000C", "2000D"})
_NOT_ASKED = ReviewAsked(None, None, None, None)
_RESPONSE = "11"


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all responses with the same delimiters; it remembers the payer's usual segments."""
    return Walker(guide=RESPONSE, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[AuthDecision, ...], tuple[Finding, ...]]:
    """The decisions in file order, and what is not as the guide says."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(report)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    reading.loops.leave()
    RESPONSE_SHAPE.compare(transaction, report)
    if not reading.decisions:
        message = "This 278 decides nothing: no patient event and no reject."
        report.add(Severity.ERROR, "no-decision", message, segment=transaction.first_position)
    return tuple(reading.decisions), report.findings


class _OpenReview(OpenLoop):
    """A patient event or service while it is read."""

    __slots__ = ("asked", "deliveries", "diagnoses", "messages", "providers", "reviews", "serviced", "services")

    def __init__(self, level: Level, loop: str, segment: int) -> None:
        super().__init__(level, loop, segment)
        self.asked: ReviewAsked = _NOT_ASKED
        self.reviews: tuple[Review, ...] = ()
        self.deliveries: tuple[Delivery, ...] = ()
        self.diagnoses: tuple[Diagnosis, ...] = ()
        self.messages: tuple[str, ...] = ()
        self.providers: tuple[Party, ...] = ()
        self.serviced: tuple[ServiceLine, ...] = ()
        self.services: tuple[ServiceDecision, ...] = ()

    @property
    def decided(self) -> Decided:
        asked = self.asked
        return _decided((
            self.loop, self.segment, self.reviews, self.traces, self.references, self.dates, self.deliveries,
            self.messages, self.providers, self.rejects, asked.category, asked.type_code, asked.service_type,
            asked.place, asked.place_qualifier, self.diagnoses,
        ))  # fmt: skip


class _Reading:
    """One 278 while it is read."""

    __slots__ = ("decisions", "heading", "here", "loops", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.decisions: list[AuthDecision] = []
        self.loops = Hierarchy(_DEPTHS, report, self._close)
        self.heading: Heading | None = None
        self.here: OpenLoop = OpenLoop(Level("", "", ""), START, 1)  # takes what stands before the first HL

    def _close(self, loop: OpenLoop) -> None:
        event = self.loops.find("2000E")
        if isinstance(loop, _OpenReview) and loop.loop == "2000F" and isinstance(event, _OpenReview):
            event.services += (ServiceDecision(loop.decided, loop.serviced),)
        elif not loop.is_answered:
            self._decide(loop)

    def _decide(self, loop: OpenLoop) -> None:
        """A decision where the innermost loop is an event, or a service without one, or is refused."""
        path = {each.loop: each for each in (*self.loops.open, loop)}
        above: tuple[Reject, ...] = ()
        for each in path.values():
            if each is not loop or not isinstance(loop, _OpenReview):
                above += each.rejects
        if isinstance(loop, _OpenReview):
            self._check_review(loop, is_refused=bool(above))
        elif not above:
            if loop.loop in _PERSONS:
                message = "This person's loop holds neither a patient event nor a reject."
                self.report.add(Severity.ERROR, "empty-answer", message, segment=loop.segment)
            return
        self.decisions.append(_decision(path, loop, self.heading, above))
        for each in self.loops.open:
            each.is_answered = True

    def _check_review(self, event: _OpenReview, *, is_refused: bool) -> None:
        """What a payer must have said at the event, so that nobody mistakes silence for an answer."""
        is_said = event.reviews or event.rejects or any(s.decided.reviews or s.decided.rejects for s in event.services)
        if not is_said and not is_refused:
            message = "The event holds no review (HCR), in itself or in its services, and no reject."
            self.report.add(Severity.ERROR, "no-review", message, segment=event.segment)
        is_part = any(review.action is ReviewAction.CERTIFIED_IN_PART for review in event.reviews)
        if is_part and not any(service.decided.reviews for service in event.services):
            message = "HCR01 is A2 (certified in part) but no service says which part; ask the payer."
            self.report.add(Severity.ERROR, "part-unknown", message, segment=event.segment)


def _decision(
    path: dict[str, OpenLoop], loop: OpenLoop, heading: Heading | None, rejects: tuple[Reject, ...]
) -> AuthDecision:
    payer, requester = path.get("2000A"), path.get("2000B")
    subscriber, dependent = path.get("2000C"), path.get("2000D")
    event: Decided | None = None
    services: tuple[ServiceDecision, ...] = ()
    if isinstance(loop, _OpenReview):
        is_event = loop.loop == "2000E"
        event = loop.decided if is_event else None
        services = loop.services if is_event else (ServiceDecision(loop.decided, loop.serviced),)
    return AuthDecision(
        payer.party if payer else None,
        requester.party if requester else None,
        subscriber.person if subscriber else None,
        dependent.person if dependent else None,
        event,
        services,
        rejects,
        heading.reference if heading else None,
        heading.on if heading else None,
        heading.type if heading else None,
        heading.time if heading else None,
    )


def _begin(reading: _Reading, level: Level, segment: int, loop: str) -> None:
    reading.here = _OpenReview(level, loop, segment) if loop in _REVIEWED else OpenLoop(level, loop, segment)
    reading.loops.enter(reading.here)


def _heading(reading: _Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading
    if heading.purpose != _RESPONSE:
        message = "BHT02 is not 11 (response); read all the same."
        reading.report.add(Severity.WARNING, "not-a-response", message, segment=segment, element=2)


class _Reviewing(Protocol):
    """A reading in a loop that `_begin` opens as _OpenReview; the actions below are listed only under those."""

    here: _OpenReview
    report: Report


def _asked(reading: _Reviewing, asked: ReviewAsked, segment: int, loop: str) -> None:
    reading.here.asked = asked


def _review(reading: _Reviewing, reviewed: Reviewed, segment: int, loop: str) -> None:
    reading.here.reviews += (Review(*reviewed, segment),)
    if reviewed.action is None:
        message = "HCR01 is missing or a code this reader does not know; kept as sent, and decides nothing."
        reading.report.add(Severity.ERROR, "unknown-action", message, segment=segment, element=1)
    if len(reading.here.reviews) == 2:
        message = "Two reviews (HCR) at one level; which one holds is for the payer to say."
        reading.report.add(Severity.ERROR, "two-reviews", message, segment=segment)


def _delivery(reading: _Reviewing, delivery: Delivery, segment: int, loop: str) -> None:
    reading.here.deliveries += (delivery,)


def _diagnoses(reading: _Reviewing, diagnoses: tuple[Diagnosis, ...], segment: int, loop: str) -> None:
    reading.here.diagnoses += diagnoses


def _message(reading: _Reviewing, message: str, segment: int, loop: str) -> None:
    reading.here.messages += (message,)


def _provider(reading: _Reviewing, provider: Party, segment: int, loop: str) -> None:
    reading.here.providers += (provider,)
    check_npi(provider, reading.report, segment=segment)


def _serviced(reading: _Reviewing, serviced: Serviced, segment: int, loop: str) -> None:
    reading.here.serviced += (ServiceLine(*serviced[:4], segment),)


_LEVEL_ACTIONS: dict[str, Action] = {
    **LOOP_ACTIONS,
    "HCR": _review,
    "HI": _diagnoses,
    "HSD": _delivery,
    "MSG": _message,
    "SV1": _serviced,
    "SV2": _serviced,
    "SV3": _serviced,
    "UM": _asked,
}
_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BHT": _heading},
    **{loop: {**LOOP_ACTIONS, f"HL*{level}": _begin} for loop, level in LEVELS.items() if loop not in _REVIEWED},
    **{loop: {**_LEVEL_ACTIONS, f"HL*{level}": _begin} for loop, level in LEVELS.items() if loop in _REVIEWED},
    **dict.fromkeys(("2010A", "2010B", "2010C", "2010D"), LOOP_ACTIONS),
    **{loop: {"NM1": _provider, "AAA": LOOP_ACTIONS["AAA"]} for loop in ("2010E", "2010F")},
}
