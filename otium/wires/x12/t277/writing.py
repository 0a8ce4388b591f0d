"""Claim status answers to the body of a 277: all that `read` takes from one, in the guide's order."""

from collections.abc import Sequence

from otium.terms.claim_status import ClaimStatus, ClaimStatusAnswer, StatusLine
from otium.terms.trading import TradingProfile
from otium.wires.x12 import emit
from otium.wires.x12.claim_levels import writing
from otium.wires.x12.emit_status import claim_status
from otium.wires.x12.writing import Body, Writer

CODE, GUIDE = "277", "005010X212"
_TRACED = {True: "2", False: "1"}


def write(answer: ClaimStatusAnswer, *, profile: TradingProfile) -> Body:
    """One claim. Raises Incomplete, which names the record by the trace number."""
    return write_batch((answer,), profile=profile)


def write_batch(answers: Sequence[ClaimStatusAnswer], *, profile: TradingProfile) -> Body:
    """Several answers of one payer in one transaction; they agree in payer, receiver, BHT03 and moment.

    Raises Incomplete, which names the record by the trace number; ValueError for none.
    """
    if not answers:
        raise ValueError("a 277 answers for at least one claim")
    first = answers[0]
    writer = Writer(record=_record(first), profile=profile)
    agreed = {(a.payer, a.contacts, a.receiver, a.reference, a.answered_on, a.answered_time) for a in answers}
    if len(agreed) > 1:
        raise writer.refusal("BHT", "the answers do not share payer, receiver, number and moment")
    writing.heading(writer, ("08", "DG"), first.reference, first.answered_on, first.answered_time)
    writing.LevelWriter(writer, record=_record, beside=_contacts, below=_claim).write(answers)
    return writer.body(CODE, GUIDE)


def _record(answer: ClaimStatusAnswer) -> str:
    return f"answer to {answer.trace.number}" if answer.trace else "an answer without trace"


def _contacts(writer: Writer, loop: str, answer: ClaimStatusAnswer) -> None:
    if loop == "2100A":
        emit.contacts(writer, answer.contacts)


def _claim(writer: Writer, level: str, answer: ClaimStatusAnswer) -> None:
    if level == "A" or (answer.patient is None and (answer.references or answer.dates or answer.lines)):
        raise writer.refusal("NM1", "numbers, days and lines need a person, a status a receiver")
    trace = answer.trace
    if trace is None or trace.is_ours is None:
        raise writer.refusal("TRN" if trace is None else "TRN01", "it is missing")
    writer.add("TRN", _TRACED[trace.is_ours], writer.need(trace.number, "TRN02", most=50))
    _statuses(writer, answer.statuses)
    for reference in answer.references:
        emit.reference(writer, reference)
    for span in answer.dates:
        emit.date_span(writer, span)
    for line in answer.lines:
        _line(writer, level, line)


def _line(writer: Writer, level: str, line: StatusLine) -> None:
    writer.enter(f"2220{level}")
    if line.paid is None:
        raise writer.refusal("SVC03", "it is missing")
    writing.stated(writer, line)
    _statuses(writer, line.statuses)
    if line.line_number:
        writer.add("REF", "FJ", writer.need(line.line_number, "REF02", most=50))
    writing.served(writer, line)


def _statuses(writer: Writer, statuses: Sequence[ClaimStatus]) -> None:
    if not statuses:
        raise writer.refusal("STC", "it is missing")
    for status in statuses:
        if status.effective_on is None:
            raise writer.refusal("STC02", "it is missing")
        claim_status(writer, status)
