"""An eligibility answer to the body of a 271: all that `read` takes from one, in the guide's order."""

from otium.terms.eligibility_answer import BenefitLine, EligibilityAnswer, StatedBenefit
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Delivery, Party, Person, Reject
from otium.wires.x12 import emit
from otium.wires.x12.segments.shared import BENEFIT_CODES
from otium.wires.x12.writing import Body, Writer, day, repeated

CODE, GUIDE = "271", "005010X279A1"
_YES_NO = {True: "Y", False: "N", None: ""}
_TRACED = {True: "2", False: "1"}
_ENTITIES = {"2100C": ("IL",), "2100D": ("03",), "2100A": ("PR", "2B", "36", "GP", "P5"), "2100B": ("1P", "FA", "80")}


def write(answer: EligibilityAnswer, *, profile: TradingProfile) -> Body:
    """The answer stands at the innermost level it names. Raises Incomplete, which names the record by BHT03."""
    writer = Writer(record=f"answer {answer.reference or 'without number'}", profile=profile)
    if answer.answered_on is None:
        raise writer.refusal("BHT04", "it is missing")
    moment = writer.need(answer.answered_time, "BHT05", most=8)
    writer.add("BHT", "0022", "11", writer.need(answer.reference, "BHT03", most=50), day(answer.answered_on), moment)
    if not answer.benefits and not answer.rejects:
        raise writer.refusal("EB", "the answer holds neither a benefit nor a reject")
    if answer.patient is None and (answer.benefits or answer.traces or answer.dates):
        raise writer.refusal("NM1", "benefits, traces and dates need a person")
    _levels(writer, answer)
    emit.no_reject_lost(writer, answer.rejects)
    return writer.body(CODE, GUIDE)


def _levels(writer: Writer, answer: EligibilityAnswer) -> None:
    levels = emit.Levels(writer)
    named = (answer.payer, answer.provider, answer.subscriber, answer.dependent)
    last = max((at for at, each in enumerate(named) if each is not None), default=0)
    under: int | None = None
    for at, (letter, code, each) in enumerate(zip("ABCD", ("20", "21", "22", "23"), named, strict=True)):
        if at > last:
            break
        under = levels.open(f"2000{letter}", code, under=under, has_child=at < last)
        _level(writer, letter, each, answer, is_answered=at == last)


def _level(
    writer: Writer, letter: str, named: Party | Person | None, answer: EligibilityAnswer, *, is_answered: bool
) -> None:
    if is_answered:
        for trace in answer.traces:
            if trace.is_ours is None:
                raise writer.refusal("TRN01", "it is unknown whose trace this is")
            emit.trace(writer, trace, code=_TRACED[trace.is_ours])
    _rejects(writer, answer, f"2000{letter}")
    loop = f"2100{letter}"
    writer.enter(loop)
    if named is None:
        raise writer.refusal("NM1", "it is missing")
    party = named.party if isinstance(named, Person) else named
    if party.entity not in _ENTITIES[loop]:
        raise writer.refusal("NM101", f"it is not {' or '.join(_ENTITIES[loop])}")
    emit.party(writer, party)
    if is_answered:
        for reference in answer.references:
            emit.reference(writer, reference)
    _rejects(writer, answer, loop)
    if isinstance(named, Person):
        emit.demography(writer, named)
        _insured(
            writer, named, is_subscriber=letter == "C", is_changed=answer.is_identity_changed if is_answered else None
        )
    if is_answered:
        for span in answer.dates:
            emit.date_span(writer, span)
        _benefits(writer, f"2110{letter}", answer)


def _insured(writer: Writer, person: Person, *, is_subscriber: bool, is_changed: bool | None) -> None:
    if person.relationship:
        change = ("001", "25") if is_changed else ()
        writer.add("INS", "Y" if is_subscriber else "N", writer.may(person.relationship, "INS02", most=2), *change)
    elif is_changed:
        raise writer.refusal("INS02", "it is missing, and a changed identity stands beside it")


def _rejects(writer: Writer, answer: EligibilityAnswer, loop: str) -> None:
    for each in answer.rejects:
        if each.loop == loop:
            _reject(writer, each)


def _reject(writer: Writer, reject: Reject) -> None:
    follow_up = writer.may(reject.follow_up_code, "AAA04", most=1)
    writer.add("AAA", _YES_NO[reject.is_request_valid], "", writer.need(reject.code, "AAA03", most=2), follow_up)


def _benefits(writer: Writer, loop: str, answer: EligibilityAnswer) -> None:
    """A reject of a benefit stands behind the line whose place in the file it follows."""
    within = [each for each in answer.rejects if each.loop.startswith("211")]
    if within and not answer.benefits:
        raise writer.refusal("AAA", "it stands in a benefit, and there is none")
    for at, line in enumerate(answer.benefits):
        is_last = at + 1 == len(answer.benefits)
        end = None if is_last else answer.benefits[at + 1].segment
        writer.enter(loop)
        _stated(writer, line.stated)
        mine = [each for each in within if end is None or each.segment < end]
        within = within[len(mine) :]
        _detail(writer, line, mine)


def _stated(writer: Writer, stated: StatedBenefit) -> None:
    if (stated.quantity is None) is bool(stated.quantity_qualifier):
        raise writer.refusal("EB09", "a quantity and its qualifier go together")
    code = writer.need(stated.code, "EB01")
    if code not in BENEFIT_CODES:
        raise writer.refusal("EB01", "it is no benefit code")
    writer.add(
        "EB",
        code,
        writer.may(stated.level, "EB02", most=3),
        repeated(writer.need(each, "EB03", most=2) for each in stated.service_types),
        writer.may(stated.insurance_type, "EB04", most=3),
        writer.free(stated.plan_name, most=50),
        writer.may(stated.period, "EB06", most=2),
        emit.amount(writer, stated.money, "EB07"),
        writer.number(stated.percent, "EB08"),
        writer.may(stated.quantity_qualifier, "EB09", most=2),
        writer.number(stated.quantity, "EB10"),
        _YES_NO[stated.auth_required],
        stated.network.value if stated.network else "",
        emit.procedure(writer, stated.procedure, "EB13") if stated.procedure else "",
    )


def _detail(writer: Writer, line: BenefitLine, rejects: list[Reject]) -> None:
    detail = line.detail
    for delivery in detail.deliveries:
        _delivery(writer, delivery)
    for reference in detail.references:
        emit.reference(writer, reference)
    for span in detail.dates:
        emit.date_span(writer, span)
    for reject in rejects:
        _reject(writer, reject)
    for text in detail.messages:
        emit.message(writer, text)
    for place in detail.places:
        writer.add("III", "ZZ", writer.need(place, "III02", most=30))
    if detail.parties:
        writer.add("LS", "2120")
        for party in detail.parties:
            emit.party(writer, party)
        writer.add("LE", "2120")


def _delivery(writer: Writer, delivery: Delivery) -> None:
    """HSD."""
    if (delivery.quantity is None) is bool(delivery.unit):
        raise writer.refusal("HSD01", "a quantity and its unit go together")
    writer.add(
        "HSD",
        writer.may(delivery.unit, "HSD01", most=2),
        writer.number(delivery.quantity, "HSD02"),
        writer.may(delivery.frequency, "HSD03", most=2),
        "",
        writer.may(delivery.period, "HSD05", most=2),
        writer.number(delivery.period_count, "HSD06"),
        writer.may(delivery.pattern, "HSD07", most=2),
    )
