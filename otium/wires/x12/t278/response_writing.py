"""A payer's decision, to the body of a 278 response."""

from otium.terms.auth_decision import AuthDecision, Decided, ServiceDecision
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Person, Reject
from otium.wires.x12 import emit
from otium.wires.x12.t278 import writing
from otium.wires.x12.t278.writing import CODE, GUIDE, Tree
from otium.wires.x12.writing import Body, Writer, day, repeated

_YES_NO = {True: "Y", False: "N"}


def write(decision: AuthDecision, *, profile: TradingProfile) -> Body:
    """One patient event, or a refusal above it. Raises Incomplete, naming the record by the answer's number."""
    writer = Writer(record=f"decision {decision.reference}", profile=profile)
    if decision.answered_on is None:
        raise writer.refusal("BHT04", "it is missing")
    number, time = writer.need(decision.reference, "BHT03", most=50), writer.need(decision.answered_time, "BHT05")
    kind = writer.may(decision.response_type, "BHT06", most=2)
    writer.add("BHT", "0007", "11", number, day(decision.answered_on), time, kind)
    has_event = decision.event is not None
    if not has_event and (decision.services or not decision.rejects):
        raise writer.refusal("HL", "there is neither a patient event nor a refusal above it")
    decided = [*([decision.event] if decision.event else []), *(each.decided for each in decision.services)]
    tree = Tree(writer)
    tree.down("2000A", "20", has_child=decision.requester is not None)
    _level(writer, decision, "2010A")
    emit.named(writer, "2010A", decision.payer, "X3")
    _rejects(writer, decision.rejects, "2010A")
    if decision.requester is not None:
        tree.down("2000B", "21", has_child=decision.subscriber is not None)
        _level(writer, decision, "2010B")
        emit.named(writer, "2010B", decision.requester, "1P", "FA")
        _rejects(writer, decision.rejects, "2010B")
    _patient(writer, tree, decision)
    if decision.event is not None:
        _event(writer, tree, decision.event, decision.services)
    emit.no_reject_lost(writer, [*decision.rejects, *(each for level in decided for each in level.rejects)])
    return writer.body(CODE, GUIDE)


def _level(writer: Writer, decision: AuthDecision, name_loop: str) -> None:
    """Refusals of the HL loop itself stand before its name."""
    _rejects(writer, decision.rejects, name_loop.replace("2010", "2000"))


def _patient(writer: Writer, tree: Tree, decision: AuthDecision) -> None:
    for loop, code, stated, entity in (
        ("2010C", "22", decision.subscriber, "IL"), ("2010D", "23", decision.dependent, "QC"),
    ):  # fmt: skip
        if stated is None:
            if entity == "IL" and decision.event is not None:
                raise writer.refusal("NM1", "the subscriber is missing")
            continue
        is_subscriber = entity == "IL"
        has_child = decision.event is not None or (is_subscriber and decision.dependent is not None)
        tree.down(loop.replace("2010", "2000"), code, has_child=has_child)
        _level(writer, decision, loop)
        _person(writer, loop, stated, entity=entity)
        _rejects(writer, decision.rejects, loop)
        writing.described(writer, stated, is_subscriber=is_subscriber)


def _person(writer: Writer, loop: str, stated: Person, *, entity: str) -> None:
    kept = stated.party.entity
    writing.person(writer, loop, stated, entity=entity if entity == "IL" else kept)


def _event(writer: Writer, tree: Tree, event: Decided, services: tuple[ServiceDecision, ...]) -> None:
    level = tree.down("2000E", "EV", has_child=bool(services))
    _decided(writer, event, lines=None)
    for service in services:
        tree.open("2000F", "SS", under=level, has_child=False)
        _decided(writer, service.decided, lines=service)


def _decided(writer: Writer, decided: Decided, *, lines: ServiceDecision | None) -> None:
    """Everything of one level, in the guide's order."""
    for trace in decided.traces:
        emit.trace(writer, trace, code="2" if trace.is_ours else "1")
    _rejects(writer, decided.rejects, writer.loop)
    if lines is None or decided.request_category is not None:
        where = writing.place(writer, decided.place, decided.place_qualifier)
        writing.review(writer, decided.request_category, decided.request_type, decided.service_type, where)
    for review in decided.reviews:
        reasons = repeated(writer.need(reason, "HCR03", most=30) for reason in review.reasons)
        action, number = writer.need(review.action_code, "HCR01", most=2), writer.may(review.number, "HCR02", most=50)
        writer.add("HCR", action, number, reasons)
    for reference in decided.references:
        emit.reference(writer, reference)
    for span in decided.dates:
        emit.date_span(writer, span)
    writing.diagnoses(writer, decided.diagnoses)
    for line in lines.lines if lines else ():
        writing.line(writer, line)
    writing.deliveries(writer, decided.deliveries)
    for message in decided.messages:
        writing.message(writer, message)
    for provider in decided.providers:
        emit.party(writer, provider)


def _rejects(writer: Writer, rejects: tuple[Reject, ...], loop: str) -> None:
    for each in rejects:
        if each.loop == loop:
            valid = "" if each.is_request_valid is None else _YES_NO[each.is_request_valid]
            code, follow_up = writer.need(each.code, "AAA03", most=2), writer.may(each.follow_up_code, "AAA04", most=1)
            writer.add("AAA", valid, "", code, follow_up)
