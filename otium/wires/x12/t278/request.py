"""A 278 request to what is asked: one AuthRequest for each patient event."""

from typing import Protocol

from otium.terms.auth_decision import ServiceLine
from otium.terms.auth_request import AuthRequest, Requested, RequestedService, RequestType, ReviewAsked, ReviewProvider
from otium.terms.claim_parties import Address
from otium.terms.x12 import (
    Attachment,
    Contact,
    Delivery,
    Diagnosis,
    Finding,
    Party,
    Reference,
    Severity,
)
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_278 import LEVELS, REQUEST, REQUEST_SHAPE
from otium.wires.x12.hierarchy import LOOP_ACTIONS, Hierarchy, OpenLoop, check_npi, missing_segment
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments.claims import City
from otium.wires.x12.segments.shared import Heading, Level, Serviced
from otium.wires.x12.walk import START, Action, Report, Walker

_DEPTHS = {loop: depth for depth, loop in enumerate(LEVELS)}
_ASKED_AT = frozenset({"2000E", "2000F"})
_ON_REQUEST = "AA"  # PWK02: the paper is held, nothing is sent, so nothing is matched
_FOLLOWS = frozenset(RequestType) - {RequestType.INITIAL}  # these speak of an earlier request
_ACCIDENT = "439"


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all requests with the same delimiters."""
    return Walker(guide=REQUEST, actions=_ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[AuthRequest, ...], tuple[Finding, ...]]:
    """The requests in file order, and what is not as the guide says."""
    report = Report(interchange=interchange, transaction=number)
    reading = _Reading(report)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    reading.loops.leave()
    REQUEST_SHAPE.compare(transaction, report)
    if not reading.requests:
        message = "This 278 asks for nothing: no patient event (HL03 EV)."
        report.add(Severity.ERROR, "no-request", message, segment=transaction.first_position)
    return tuple(reading.requests), report.findings


class _OpenProvider:
    """An NM1 loop while it is read."""

    __slots__ = ("city", "contacts", "lines", "party", "references", "taxonomy")

    def __init__(self, party: Party) -> None:
        self.party = party
        self.taxonomy: str | None = None
        self.references: tuple[Reference, ...] = ()
        self.contacts: tuple[Contact, ...] = ()
        self.lines: tuple[str, ...] = ()
        self.city: City | None = None

    @property
    def provider(self) -> ReviewProvider:
        city = self.city
        address = Address(self.lines, city.name or "", city.state, city.postal_code, city.country) if city else None
        return ReviewProvider(self.party, self.taxonomy, self.references, self.contacts, address)


class _OpenRequest(OpenLoop):
    """An HL loop while it is read."""

    __slots__ = ("asked", "attachments", "deliveries", "diagnoses", "messages", "named", "serviced", "services")

    def __init__(self, level: Level, loop: str, segment: int) -> None:
        super().__init__(level, loop, segment)
        self.asked: ReviewAsked | None = None
        self.diagnoses: tuple[Diagnosis, ...] = ()
        self.deliveries: tuple[Delivery, ...] = ()
        self.attachments: tuple[Attachment, ...] = ()
        self.messages: tuple[str, ...] = ()
        self.named: list[_OpenProvider] = []
        self.serviced: tuple[ServiceLine, ...] = ()
        self.services: tuple[RequestedService, ...] = ()

    @property
    def requested(self) -> Requested:
        return Requested(
            self.traces,
            self.asked,
            self.references,
            self.dates,
            self.diagnoses,
            self.deliveries,
            self.attachments,
            self.messages,
            tuple(each.provider for each in self.named),
            self.segment,
        )


class _Reading:
    """One 278 request while it is read."""

    __slots__ = ("heading", "here", "loops", "report", "requests")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.requests: list[AuthRequest] = []
        self.loops = Hierarchy(_DEPTHS, report, self._close)
        self.heading: Heading | None = None
        self.here = _OpenRequest(Level("", "", ""), START, 1)

    def _close(self, loop: OpenLoop) -> None:
        if not isinstance(loop, _OpenRequest):
            return
        if loop.loop == "2000F":
            self._close_service(loop)
        elif loop.loop == "2000E":
            _check_event(loop, self.report)
            self.requests.append(_request(self._level, loop, self.heading))

    def _close_service(self, loop: _OpenRequest) -> None:
        event = self._level("2000E")
        if not (loop.serviced or loop.deliveries):
            message = "This service names neither a procedure nor a quantity."
            self.report.add(Severity.ERROR, "empty-service", message, segment=loop.segment)
        if event is not None:
            event.services += (RequestedService(loop.requested, loop.serviced),)
        else:
            message = "This service stands under no patient event; kept and not read."
            self.report.add(Severity.ERROR, "no-event", message, segment=loop.segment)

    def _level(self, name: str) -> _OpenRequest | None:
        found = self.loops.find(name)
        return found if isinstance(found, _OpenRequest) else None


class _Level(Protocol):
    def __call__(self, name: str) -> _OpenRequest | None: ...


def _request(level: _Level, event: _OpenRequest, heading: Heading | None) -> AuthRequest:
    payer, requester = level("2000A"), level("2000B")
    subscriber, dependent = level("2000C"), level("2000D")
    patient = dependent or subscriber
    return AuthRequest(
        payer=payer.party if payer else None,
        requester=requester.named[0].provider if requester and requester.named else None,
        subscriber=subscriber.person if subscriber else None,
        dependent=dependent.person if dependent else None,
        person_references=patient.references if patient else (),
        event=event.requested,
        services=event.services,
        reference=heading.reference if heading else None,
        asked_on=heading.on if heading else None,
        asked_time=heading.time if heading else None,
    )


def _check_event(event: _OpenRequest, report: Report) -> None:
    """What a payer must know beside the segments that every request has."""
    asked = event.asked
    if asked is None:
        return
    if asked.type in _FOLLOWS and not event.references:
        missing_segment(report, "REF", "2000E", segment=event.segment)
    if asked.causes and not any(each.qualifier == _ACCIDENT for each in event.dates):
        missing_segment(report, "DTP", "2000E", segment=event.segment)


def _begin(reading: _Reading, level: Level, segment: int, loop: str) -> None:
    reading.here = _OpenRequest(level, loop, segment)
    reading.loops.enter(reading.here)


def _heading(reading: _Reading, heading: Heading, segment: int, loop: str) -> None:
    reading.heading = heading


def _asked(reading: _Reading, asked: ReviewAsked, segment: int, loop: str) -> None:
    reading.here.asked = asked


def _diagnoses(reading: _Reading, diagnoses: tuple[Diagnosis, ...], segment: int, loop: str) -> None:
    reading.here.diagnoses += diagnoses


def _delivery(reading: _Reading, delivery: Delivery, segment: int, loop: str) -> None:
    reading.here.deliveries += (delivery,)
    pairs = ((1, delivery.unit, delivery.quantity), (5, delivery.period, delivery.period_count))
    for element, unit, count in pairs:
        if (unit is None) is not (count is None) and (element == 1 or unit is None):
            message = f"HSD{element:02} and HSD{element + 1:02} go together; one is missing."
            reading.report.add(Severity.WARNING, "missing", message, segment=segment, element=element)


def _attachment(reading: _Reading, attachment: Attachment, segment: int, loop: str) -> None:
    reading.here.attachments += (attachment,)
    if (attachment.control_number is None) is not (attachment.transmission == _ON_REQUEST):
        message = "PWK06 is missing, or stands beside AA, which sends nothing; no attachment can be matched by it."
        reading.report.add(Severity.WARNING, "attachment-number", message, segment=segment, element=6)


def _message(reading: _Reading, message: str, segment: int, loop: str) -> None:
    reading.here.messages += (message,)


def _serviced(reading: _Reading, serviced: Serviced, segment: int, loop: str) -> None:
    reading.here.serviced += (ServiceLine(*serviced[:4], segment),)


def _named(reading: _Reading, party: Party, segment: int, loop: str) -> None:
    reading.here.named.append(_OpenProvider(party))
    check_npi(party, reading.report, segment=segment)


def _taxonomy(reading: _Reading, taxonomy: str | None, segment: int, loop: str) -> None:
    reading.here.named[-1].taxonomy = taxonomy


def _contact(reading: _Reading, contact: Contact, segment: int, loop: str) -> None:
    reading.here.named[-1].contacts += (contact,)


def _lines(reading: _Reading, lines: tuple[str, ...], segment: int, loop: str) -> None:
    reading.here.named[-1].lines = lines


def _city(reading: _Reading, city: City, segment: int, loop: str) -> None:
    reading.here.named[-1].city = city


def _their_reference(reading: _Reading, reference: Reference | None, segment: int, loop: str) -> None:
    if reference:
        reading.here.named[-1].references += (reference,)


_PERSON = {key: LOOP_ACTIONS[key] for key in ("DMG", "INS", "NM1", "REF")}
_PROVIDER: dict[str, Action] = {
    "NM1": _named, "PRV": _taxonomy, "PER": _contact, "N3": _lines, "N4": _city, "REF": _their_reference,
}  # fmt: skip
_REQUESTED: dict[str, Action] = {
    "DTP": LOOP_ACTIONS["DTP"], "HI": _diagnoses, "HSD": _delivery, "MSG": _message, "PWK": _attachment,
    "REF": LOOP_ACTIONS["REF"], "SV1": _serviced, "SV2": _serviced, "SV3": _serviced, "TRN": LOOP_ACTIONS["TRN"],
    "UM": _asked,
}  # fmt: skip
_ACTIONS: dict[str, dict[str, Action]] = {
    START: {"BHT": _heading},
    **{loop: {f"HL*{level}": _begin, **(_REQUESTED if loop in _ASKED_AT else {})} for loop, level in LEVELS.items()},
    "2010A": {"NM1": LOOP_ACTIONS["NM1"]},
    **dict.fromkeys(("2010C", "2010D"), _PERSON),
    **dict.fromkeys(("2010B", "2010E", "2010F"), _PROVIDER),
}
