"""Claim status inquiries to the body of a 276."""

from collections.abc import Sequence

from otium.terms.claim_status import ClaimStatusInquiry, StatusLine
from otium.terms.trading import TradingProfile
from otium.wires.x12 import emit
from otium.wires.x12.claim_levels import writing
from otium.wires.x12.writing import Body, Writer

CODE, GUIDE = "276", "005010X212"
_SERVICE_DAYS = "472"


def write(inquiry: ClaimStatusInquiry, *, profile: TradingProfile) -> Body:
    """One claim. Raises Incomplete, which names the record by our trace number."""
    return write_batch((inquiry,), profile=profile)


def write_batch(inquiries: Sequence[ClaimStatusInquiry], *, profile: TradingProfile) -> Body:
    """Several claims of one payer in one transaction; they agree in payer, receiver, BHT03 and moment.

    Raises Incomplete, which names the record by our trace number; ValueError for none.
    """
    if not inquiries:
        raise ValueError("a 276 asks about at least one claim")
    first = inquiries[0]
    writer = Writer(record=_record(first), profile=profile)
    if len({(each.payer, each.receiver, each.reference, each.asked_on, each.asked_time) for each in inquiries}) > 1:
        raise writer.refusal("BHT", "the inquiries do not share payer, receiver, number and moment")
    emit.no_trace_twice(writer, [each.trace for each in inquiries if each.trace])
    writing.heading(writer, ("13", ""), first.reference, first.asked_on, first.asked_time)
    writing.LevelWriter(writer, record=_record, beside=_birth, below=_claim).write(inquiries)
    return writer.body(CODE, GUIDE)


def _record(inquiry: ClaimStatusInquiry) -> str:
    return f"inquiry {inquiry.trace.number}" if inquiry.trace else "an inquiry without trace"


def _birth(writer: Writer, loop: str, inquiry: ClaimStatusInquiry) -> None:
    """DMG stands before the name, of the patient only. Source: X12 005010X212, 2000D and 2000E."""
    person = {"2000D": inquiry.subscriber, "2000E": inquiry.dependent}.get(loop)
    if person is None or (loop == "2000D" and inquiry.dependent is not None):
        return
    if person.birth_on is None:
        raise writer.refusal("DMG02", "the birth date is missing")
    emit.demography(writer, person)


def _claim(writer: Writer, level: str, inquiry: ClaimStatusInquiry) -> None:
    if inquiry.patient is None:
        raise writer.refusal("NM1", "the subscriber is missing")
    if inquiry.trace is None:
        raise writer.refusal("TRN", "it is missing")
    writer.add("TRN", "1", writer.need(inquiry.trace.number, "TRN02", most=50))
    for reference in inquiry.references:
        emit.reference(writer, reference)
    if inquiry.charge is not None:
        writer.add("AMT", "T3", writer.dollars(inquiry.charge, "AMT02"))
    for span in inquiry.dates:
        if span.qualifier != _SERVICE_DAYS:
            raise writer.refusal("DTP01", "it is not 472")
        emit.date_span(writer, span)
    if not (inquiry.references or inquiry.dates or inquiry.lines):
        raise writer.refusal("DTP", "neither a number nor days say which claim is meant")
    for line in inquiry.lines:
        _line(writer, level, line)


def _line(writer: Writer, level: str, line: StatusLine) -> None:
    writer.enter(f"2210{level}")
    if line.paid is not None or line.statuses:
        raise writer.refusal("SVC03", "an inquiry says nothing of payment or status")
    if line.quantity is None:
        raise writer.refusal("SVC07", "it is missing")
    writing.stated(writer, line)
    if line.line_number:
        writer.add("REF", "FJ", writer.need(line.line_number, "REF02", most=50))
    writing.served(writer, line)
