"""The 271 as each payer would answer (005010X279A1): active coverage, benefits, limits, rejects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partners.payers import MEDICARE, Payer
from partners.world import Answer, Clinic, Coverage, Extra, Guardian, Other, Person
from partners.x12 import ELEMENT, REPEAT, day, segment, text

GUIDE = "005010X279A1"
OT = "AD"
ALL_THERAPIES = REPEAT.join((OT, "PT", "AF"))


def body(clinic: Clinic, person: Person, coverage: Coverage, answer: Answer, trace: str) -> list[str]:
    """BHT to the last benefit, without ST and SE."""
    known = Known(person, coverage, answer, Trace(trace))
    return answers(coverage.payer, clinic, [known], reference=trace, at=f"{day(answer.answered_on)}*0615")


@dataclass(frozen=True, slots=True)
class Trace:
    """TRN02 and TRN03 of the question, or the payer's own."""

    number: str
    originator: str = "9OLDCLEARG"


@dataclass(frozen=True, slots=True)
class Known:
    person: Person
    coverage: Coverage
    answer: Answer
    trace: Trace


@dataclass(frozen=True, slots=True)
class Rejected:
    """Somebody whom the payer does not know, told back as asked. `reason` is AAA03; `follow_up` AAA04."""

    last: str
    first: str
    member_id: str
    born_on: date | None
    trace: Trace
    reason: str
    follow_up: str = "C"


def answers(payer: Payer, clinic: Clinic, people: Sequence[Known | Rejected], *, reference: str, at: str) -> list[str]:
    """One transaction for everybody asked about; `reference` is BHT03, `at` BHT04 and BHT05 with the star between."""
    lines = [
        f"{segment('BHT', '0022', '11', reference)}{ELEMENT}{at}",
        segment("HL", "1", "", "20", "1"),
        segment("NM1", "PR", "2", text(payer.name), "", "", "", "", "PI", payer.payer_id),
        segment("HL", "2", "1", "21", "1"),
        segment("NM1", "1P", "2", text(clinic.name), "", "", "", "", "XX", clinic.npi),
    ]
    for one in people:
        lines += _person(one, first=sum(line.startswith("HL") for line in lines) + 1)
    return lines


def unavailable(payer: Payer, *, reference: str, at: str, reason: str = "42") -> list[str]:
    """The payer cannot answer now: AAA at the source's level, and nobody named below it."""
    return [
        f"{segment('BHT', '0022', '11', reference)}{ELEMENT}{at}",
        segment("HL", "1", "", "20", "0"),
        segment("AAA", "Y", "", reason, "R"),
        segment("NM1", "PR", "2", text(payer.name), "", "", "", "", "PI", payer.payer_id),
    ]


def _person(one: Known | Rejected, *, first: int) -> list[str]:
    if isinstance(one, Rejected):
        return _unknown(one, first)
    is_dependent = one.coverage.guardian_is_subscriber
    people = _dependent(one, first) if is_dependent else _subscriber(one, first)
    return [*people, *_outcome(one.coverage.payer, one.answer)]


def _unknown(one: Rejected, first: int) -> list[str]:
    birth = [segment("DMG", "D8", day(one.born_on))] if one.born_on else []
    return [
        segment("HL", str(first), "2", "22", "0"),
        _trace(one.trace),
        _subscriber_name(one.last, one.first, "", one.member_id),
        segment("AAA", "N", "", one.reason, one.follow_up),
        *birth,
    ]


def _subscriber(one: Known, first: int) -> list[str]:
    person = one.person
    return [
        segment("HL", str(first), "2", "22", "0"),
        _trace(one.trace),
        _subscriber_name(person.last, person.first, person.middle, one.coverage.policy_number),
        *_address(person),
        segment("DMG", "D8", day(person.born_on), person.sex),
    ]


def _dependent(one: Known, first: int) -> list[str]:
    person, guardian = one.person, _guardian(one.person)
    return [
        segment("HL", str(first), "2", "22", "1"),
        _subscriber_name(guardian.last, guardian.first, "", one.coverage.policy_number),
        segment("HL", str(first + 1), str(first), "23", "0"),
        _trace(one.trace),
        segment("NM1", "03", "1", text(person.last), text(person.first), text(person.middle)),
        *_address(person),
        segment("DMG", "D8", day(person.born_on), person.sex),
        segment("INS", "N", "19"),
    ]


def _guardian(person: Person) -> Guardian:
    if person.guardian is None:
        raise ValueError("a dependent needs a guardian who is the subscriber")
    return person.guardian


def _trace(trace: Trace) -> str:
    return segment("TRN", "2", trace.number, trace.originator)


def _subscriber_name(last: str, first: str, middle: str, member_id: str) -> str:
    return segment("NM1", "IL", "1", text(last), text(first), text(middle), "", "", "MI", member_id)


def _address(person: Person) -> list[str]:
    return [segment("N3", text(person.address1)), segment("N4", text(person.city), person.state, person.zip)]


def _outcome(payer: Payer, answer: Answer) -> Iterator[str]:
    if answer.reject:
        yield segment("AAA", "N", "", answer.reject, "C")
        return
    if answer.begins_on:
        yield segment("DTP", "346", "D8", day(answer.begins_on))
    if answer.ends_on:
        yield segment("DTP", "347", "D8", day(answer.ends_on))
    if not answer.is_active:
        yield segment("EB", "6", "", "30", payer.insurance_type, payer.plan_name)
        return
    yield segment("EB", "1", "", "30", payer.insurance_type, payer.plan_name)
    flags = (answer.authorization or "", "W" if payer.payer_type == MEDICARE else "Y")
    yield segment("EB", "1", "IND", OT, payer.insurance_type, payer.plan_name, "", "", "", "", "", *flags)
    yield from _money(answer)
    yield from _limits(answer)
    yield from _therapy_dollars(answer)
    yield from _extra(answer.extra)


def _extra(extra: Extra) -> Iterator[str]:
    """Other payers in loop 2120, QMB as Medicare tells it, spend-down of the month, and a limit told twice."""
    for count in extra.left:
        yield _visits(OT, "29", "VS", count)
    if extra.is_qmb:
        yield segment("EB", "1", "IND", "30", "QM")
        yield segment("MSG", "QUALIFIED MEDICARE BENEFICIARY: COLLECT NO COST SHARE")
    if extra.spend_down is not None:
        yield segment("EB", "Y", "IND", "30", "", "", "34", f"{extra.spend_down:f}")
    for other in extra.others:
        yield segment("EB", other.code, "IND", "30", other.insurance_type)
        yield from (segment("LS", "2120"), _other_payer(other), segment("LE", "2120"))


def _other_payer(other: Other) -> str:
    return segment("NM1", "PR", "2", text(other.name), "", "", "", "", "PI", other.payer_id)


def _money(answer: Answer) -> Iterator[str]:
    if answer.copay is not None:
        yield _benefit("B", OT, period="27", dollars=answer.copay)
    if answer.deductible is not None:
        yield _benefit("C", "30", period="23", dollars=answer.deductible)
    if answer.deductible_left is not None:
        yield _benefit("C", "30", period="29", dollars=answer.deductible_left)


def _benefit(code: str, service: str, *, period: str, dollars: Decimal) -> str:
    return segment("EB", code, "IND", service, "", "", period, f"{dollars.normalize():f}", "", "", "", "", "Y")


def _limits(answer: Answer) -> Iterator[str]:
    service = ALL_THERAPIES if answer.is_pooled else OT
    if answer.limit is not None:
        yield _visits(service, "23", "VS", answer.limit)
        if answer.is_pooled:
            yield segment("MSG", "COMBINED OT PT ST VISITS")
    if answer.remaining is not None:
        yield _visits(service, "29", "VS", answer.remaining)
    if answer.used is not None:
        yield _visits(service, "24", "99", answer.used)


def _visits(service: str, period: str, qualifier: str, count: int) -> str:
    return segment("EB", "F", "IND", service, "", "", period, "", "", qualifier, str(count))


def _therapy_dollars(answer: Answer) -> Iterator[str]:
    if answer.therapy_dollars_used is None:
        return
    yield segment("EB", "D", "IND", OT, "MB", "", "24", f"{answer.therapy_dollars_used:f}")
    yield segment("MSG", "OCCUPATIONAL THERAPY AMOUNT USED THIS CALENDAR YEAR")
