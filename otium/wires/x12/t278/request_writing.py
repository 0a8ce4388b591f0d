"""What is asked of a payer, to the body of a 278 request."""

from collections.abc import Sequence

from otium.terms.auth_request import AuthRequest, Requested, RequestedService, RequestType, ReviewAsked, ReviewProvider
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Reference
from otium.wires.x12 import emit
from otium.wires.x12.t278 import writing
from otium.wires.x12.t278.writing import CODE, GUIDE, Tree
from otium.wires.x12.t837p.write_parties import add_address, add_taxonomy
from otium.wires.x12.writing import Body, Writer, composite, day

_ACCIDENT, _PROPOSED, _SERVICE_DAYS = "439", "AAH", "472"
_AUTO = "AA"
_NUMBERS = frozenset({"BB", "NT"})
_DAYS_OF_EVENT = frozenset({"431", _ACCIDENT, "484", _PROPOSED})
_SINGLE_DAYS = frozenset({"431", _ACCIDENT, "484"})
_DAYS_OF_SERVICE = frozenset({_SERVICE_DAYS})
_ROLES = {"SJ": "PE", "71": "AT", "72": "OP", "DN": "RF", "DK": "OR", "1P": "PE", "FA": "PE"}  # PRV01 by NM101
# Nothing is asked for anew by these, so neither diagnosis, days nor quantity need stand in them.
_BARE = frozenset({RequestType.CANCEL, RequestType.APPEAL_IMMEDIATE, RequestType.APPEAL_STANDARD})


def write(request: AuthRequest, *, profile: TradingProfile) -> Body:
    """One patient event. Raises Incomplete, which names the record by our trace number."""
    writer = Writer(record=f"request {request.trace}" if request.trace else "a request without trace", profile=profile)
    if request.asked_on is None:
        raise writer.refusal("BHT04", "it is missing")
    moment = writer.digits(request.asked_time, "BHT05", length=4)
    number = writer.need(request.reference, "BHT03", most=50)
    writer.add("BHT", "0007", "13", number, day(request.asked_on), moment)
    tree = Tree(writer)
    tree.down("2000A", "20", has_child=True)
    emit.named(writer, "2010A", request.payer, "X3")
    tree.down("2000B", "21", has_child=True)
    _requester(writer, request.requester)
    _patient(writer, tree, request)
    event = tree.down("2000E", "EV", has_child=bool(request.services))
    _event(writer, request)
    for service in request.services:
        tree.open("2000F", "SS", under=event, has_child=False)
        _service(writer, service)
    return writer.body(CODE, GUIDE)


def _requester(writer: Writer, requester: ReviewProvider | None) -> None:
    emit.named(writer, "2010B", requester.party if requester else None, "1P", "FA")
    if requester is not None:
        _details(writer, requester)


def _details(writer: Writer, named: ReviewProvider) -> None:
    """What follows a provider's NM1, in the guide's order."""
    for each in named.references:
        emit.reference(writer, each)
    if named.address is not None:
        add_address(writer, named.address)
    emit.contacts(writer, named.contacts)
    if named.taxonomy is not None:
        add_taxonomy(writer, _ROLES.get(named.party.entity, "PE"), named.taxonomy)


def _patient(writer: Writer, tree: Tree, request: AuthRequest) -> None:
    """The subscriber, and the dependent where they are the patient; the patient's numbers stand with the patient."""
    tree.down("2000C", "22", has_child=True)
    writing.person(writer, "2010C", request.subscriber, entity="IL")
    if request.subscriber is not None:
        references = () if request.dependent else request.person_references
        _described(writer, references)
        writing.described(writer, request.subscriber, is_subscriber=True)
    if request.dependent is not None:
        tree.down("2000D", "23", has_child=True)
        writing.person(writer, "2010D", request.dependent, entity="QC")
        if not request.dependent.relationship:
            raise writer.refusal("INS02", "it is missing")
        _described(writer, request.person_references)
        writing.described(writer, request.dependent, is_subscriber=False)


def _described(writer: Writer, references: tuple[Reference, ...]) -> None:
    for each in references:
        emit.reference(writer, each)


def _event(writer: Writer, request: AuthRequest) -> None:
    event = request.event
    if not event.traces:
        raise writer.refusal("TRN", "it is missing: the answer could not be matched")
    asked = event.asked
    if asked is None:
        raise writer.refusal("UM", "it is missing")
    _check(writer, request, asked)
    _requested(writer, event, is_event=True)


def _check(writer: Writer, request: AuthRequest, asked: ReviewAsked) -> None:
    """What a payer would send the request back for."""
    event = request.event
    if asked.type is None:
        raise writer.refusal("UM02", "it is not a kind of request the guide knows")
    if asked.service_type is None and not request.services:
        raise writer.refusal("UM03", "it is missing, and no service says what is asked")
    if asked.release is None:
        raise writer.refusal("UM09", "it is missing")
    if asked.causes and event.date(_ACCIDENT) is None:
        raise writer.refusal("DTP", "the day of the accident (439) is missing")
    if _AUTO in asked.causes and asked.cause_state is None:
        raise writer.refusal("UM05-4", "the state of an auto accident is missing")
    if asked.type is not RequestType.INITIAL and not event.references:
        raise writer.refusal("REF", "the number of the earlier authorization or request is missing")
    if asked.type not in _BARE:
        _check_asked(writer, request)


def _check_asked(writer: Writer, request: AuthRequest) -> None:
    """A request for care says why, when and how much."""
    event, services = request.event, request.services
    if not event.diagnoses:
        raise writer.refusal("HI", "the diagnosis is missing")
    has_days = services and all(each.requested.date(_SERVICE_DAYS) for each in services)
    if event.date(_PROPOSED) is None and not has_days:
        raise writer.refusal("DTP", "the proposed days (AAH, or 472 of each service) are missing")
    if not event.deliveries and not any(_has_quantity(each) for each in services):
        raise writer.refusal("HSD", "neither event nor service says how much is asked")


def _has_quantity(service: RequestedService) -> bool:
    return bool(service.requested.deliveries) or any(line.quantity is not None for line in service.lines)


def _service(writer: Writer, service: RequestedService) -> None:
    if not service.lines and not service.requested.deliveries:
        raise writer.refusal("SV1", "the service names neither a procedure nor a quantity")
    _requested(writer, service.requested, is_event=False, service=service)


def _requested(
    writer: Writer, requested: Requested, *, is_event: bool, service: RequestedService | None = None
) -> None:
    """Everything of one level, in the guide's order."""
    for each in requested.traces:
        if not each.originator:
            raise writer.refusal("TRN03", "it is missing")
        emit.trace(writer, each, code="1")
    if requested.asked is not None:
        _asked(writer, requested.asked)
    _once(writer, "REF01", [each.qualifier for each in requested.references], _NUMBERS)
    for reference in requested.references:
        emit.reference(writer, reference)
    _once(
        writer, "DTP01", [each.qualifier for each in requested.dates], _DAYS_OF_EVENT if is_event else _DAYS_OF_SERVICE
    )
    for span in requested.dates:
        if span.qualifier in _SINGLE_DAYS and span.end_on is not None:
            raise writer.refusal("DTP02", "onset and accident are one day")
        emit.date_span(writer, span)
    writing.diagnoses(writer, requested.diagnoses)
    for line in service.lines if service else ():
        writing.line(writer, line)
    writing.deliveries(writer, requested.deliveries)
    emit.attachments(writer, requested.attachments)
    if len(requested.messages) > 1:
        raise writer.refusal("MSG", "a level has room for one message")
    for message in requested.messages:
        writing.message(writer, message)
    for named in requested.providers:
        writer.enter("2010E" if is_event else "2010F")
        emit.party(writer, named.party)
        _details(writer, named)


def _once(writer: Writer, element: str, qualifiers: Sequence[str], known: frozenset[str]) -> None:
    if len(set(qualifiers)) < len(qualifiers) or not known.issuperset(qualifiers):
        raise writer.refusal(element, f"it is not one of {' '.join(sorted(known))}, or stands twice")


def _asked(writer: Writer, asked: ReviewAsked) -> None:
    """UM."""
    if len(asked.causes) > 3:
        raise writer.refusal("UM05", "there are more than three causes")
    cause_codes = [writer.need(cause, "UM05", most=3) for cause in asked.causes]
    state = writer.may(asked.cause_state, "UM05-4", most=2)
    causes = composite(*cause_codes, *[""] * (3 - len(cause_codes)), state)
    urgency, release = writer.may(asked.urgency_code, "UM06", most=3), writer.may(asked.release, "UM09", most=1)
    where = writing.place(writer, asked.place, asked.place_qualifier)
    writing.review(writer, asked.category, asked.type_code, asked.service_type, where, causes, urgency, "", "", release)
