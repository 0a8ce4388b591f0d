"""Eligibility inquiries to the body of a 270: one patient, or many of one payer."""

from collections.abc import Sequence
from itertools import groupby

from otium.terms.eligibility_inquiry import EligibilityInquiry
from otium.terms.trading import TradingProfile
from otium.terms.x12 import Person
from otium.wires.x12 import emit
from otium.wires.x12.segments.inquiries import SERVICE_TYPES
from otium.wires.x12.writing import Body, Writer, day, repeated

CODE, GUIDE = "270", "005010X279A1"
_RELATIONSHIPS = {"01", "19", "34"}  # INS02: spouse, child, other adult
_DAYS = {"291", "102"}


def write(inquiry: EligibilityInquiry, *, profile: TradingProfile) -> Body:
    """One patient, as real time wants it. Raises Incomplete, which names the record by our trace number."""
    return write_batch((inquiry,), profile=profile)


def write_batch(inquiries: Sequence[EligibilityInquiry], *, profile: TradingProfile) -> Body:
    """Several patients of one payer in one transaction, in their order; dependents that follow share a subscriber.

    They agree in payer, BHT03 and moment. Raises Incomplete, which names the record by our trace number; ValueError
    for none, or more than the partner takes at once (`profile.most_patients_asked`).
    """
    if not 1 <= len(inquiries) <= profile.most_patients_asked:
        raise ValueError(f"a 270 for this partner asks about 1 to {profile.most_patients_asked} patients")
    writer = Writer(record=_record(inquiries[0]), profile=profile)
    levels = emit.Levels(writer)
    _heading(writer, inquiries)
    source = levels.open("2000A", "20", has_child=True)
    emit.named(writer, "2100A", inquiries[0].payer, "PR", "2B", "36", "GP", "P5")
    for _, asked in groupby(inquiries, lambda each: (each.provider, each.provider_references)):
        _provider(writer, levels, source, list(asked))
    return writer.body(CODE, GUIDE)


def _record(inquiry: EligibilityInquiry) -> str:
    return f"inquiry {inquiry.traces[0].number}" if inquiry.traces else "an inquiry without trace"


def _heading(writer: Writer, inquiries: Sequence[EligibilityInquiry]) -> None:
    first = inquiries[0]
    if len({(each.payer, each.reference, each.asked_on, each.asked_time) for each in inquiries}) > 1:
        raise writer.refusal("BHT", "the inquiries do not share payer, reference and moment")
    emit.no_trace_twice(writer, [each.traces[0] for each in inquiries if each.traces])
    if first.asked_on is None:
        raise writer.refusal("BHT04", "it is missing")
    moment = writer.digits(first.asked_time, "BHT05", length=4)
    writer.add("BHT", "0022", "13", writer.need(first.reference, "BHT03", most=50), day(first.asked_on), moment)


def _provider(writer: Writer, levels: emit.Levels, source: int, inquiries: Sequence[EligibilityInquiry]) -> None:
    receiver = levels.open("2000B", "21", under=source, has_child=True)
    emit.named(writer, "2100B", inquiries[0].provider, "1P", "FA")
    for each in inquiries[0].provider_references:
        emit.reference(writer, each)
    for _, asked in groupby(enumerate(inquiries), lambda each: _family(*each)):
        _subscriber(writer, levels, receiver, [inquiry for _, inquiry in asked])


def _family(place: int, inquiry: EligibilityInquiry) -> tuple[int | None, Person | None]:
    """Equal for dependents that stand under one subscriber; a subscriber who is the patient stands alone."""
    return (place if inquiry.dependent is None else None, inquiry.subscriber)


def _subscriber(writer: Writer, levels: emit.Levels, receiver: int, inquiries: Sequence[EligibilityInquiry]) -> None:
    first = inquiries[0]
    writer.record = _record(first)
    level = levels.open("2000C", "22", under=receiver, has_child=first.dependent is not None)
    if first.dependent is None:
        _patient(writer, "C", first)
        return
    writer.enter("2100C")
    subscriber = first.subscriber
    if subscriber is None or not subscriber.member_id:
        raise writer.refusal("NM109", "the subscriber's member id is missing")
    emit.party(writer, subscriber.party)
    emit.demography(writer, subscriber)
    for inquiry in inquiries:
        writer.record = _record(inquiry)
        levels.open("2000D", "23", under=level, has_child=False)
        _patient(writer, "D", inquiry)


def _patient(writer: Writer, level: str, inquiry: EligibilityInquiry) -> None:
    """TRN, name and questions of the person asked about; `level` is C subscriber or D dependent."""
    patient = inquiry.patient
    if patient is None or not inquiry.traces:
        raise writer.refusal("TRN" if patient else "NM1", "it is missing")
    for each in inquiry.traces:
        writer.need(each.originator, "TRN03")
        emit.trace(writer, each, code="1")
    writer.enter(f"2100{level}")
    _particulars(writer, level, patient)
    emit.party(writer, patient.party)
    for reference in inquiry.references:
        emit.reference(writer, reference)
    emit.demography(writer, patient)
    if level == "D" and patient.relationship:
        writer.add("INS", "N", patient.relationship)
    for span in inquiry.dates:
        if span.qualifier not in _DAYS:
            raise writer.refusal("DTP01", "it is not 291 or 102")
        emit.date_span(writer, span)
    _questions(writer, f"2110{level}", inquiry)


def _particulars(writer: Writer, level: str, patient: Person) -> None:
    """What a payer finds a person by. Source: X12 005010X279A1, the search options it must support."""
    writer.need(patient.party.name, "NM103")
    writer.need(patient.party.given, "NM104")
    if patient.party.entity != ("IL" if level == "C" else "03"):
        raise writer.refusal("NM101", "it is not IL for a subscriber, 03 for a dependent")
    if patient.birth_on is None:
        raise writer.refusal("DMG02", "the birth date is missing")
    if patient.sex not in {None, "F", "M"}:
        raise writer.refusal("DMG03", "it is not F or M; leave it out where it is neither")
    if level == "D" and patient.relationship not in {None, *_RELATIONSHIPS}:
        raise writer.refusal("INS02", "it is not 01, 19 or 34")


def _questions(writer: Writer, loop: str, inquiry: EligibilityInquiry) -> None:
    writer.enter(loop)
    types = inquiry.service_types
    if not types and not inquiry.procedures:
        raise writer.refusal("EQ", "no service type is asked about")
    if not SERVICE_TYPES.issuperset(types) or len(set(types)) < len(types):
        raise writer.refusal("EQ01", "a service type is unknown or stands twice")
    if types and writer.profile.service_types_together:
        writer.add("EQ", repeated(types))
    else:
        for each in types:
            writer.add("EQ", each)
    for procedure in inquiry.procedures:
        writer.add("EQ", "", emit.procedure(writer, procedure, "EQ02"))
