"""A TA1: what became of one interchange. It stands between ISA and the first group, in no transaction.

Source: X12 005010 appendix C.
"""

from otium.terms.acknowledgement import AckStatus, InterchangeAck
from otium.terms.x12 import Finding, Severity
from otium.wires.x12 import values
from otium.wires.x12.model import Segment, decoded
from otium.wires.x12.segments.acknowledgements import ack_status
from otium.wires.x12.values import Problem
from otium.wires.x12.walk import Report
from otium.wires.x12.writing import ELEMENT, Incomplete

NO_ERROR = "000"
_NOTES = frozenset(f"{number:03}" for number in range(32))  # source: X12 element I18
_STATUSES = frozenset({AckStatus.ACCEPTED, AckStatus.ACCEPTED_WITH_ERRORS, AckStatus.REJECTED})


def read(segment: Segment, *, interchange: int = 1) -> tuple[InterchangeAck, tuple[Finding, ...]]:
    """What the segment says, and what is wrong with it."""
    e = [decoded(element).strip() for element in segment.elements] + [""] * 6
    problems: list[Problem] = []
    sent_on = values.day(f"20{e[2]}") if len(e[2]) == 6 else None
    status = ack_status(e[4], 4, problems)
    if status is not None and status not in _STATUSES:
        status = None
        problems.append(Problem(4, "unknown-code"))
    ack = InterchangeAck(e[1], sent_on, e[3] or None, status, e[4], e[5], segment.position)
    report = Report(interchange=interchange, transaction=None)
    report.problems("TA1", [*problems, *_problems(ack, e[2])], segment=segment.position)
    _check(ack, report)
    return ack, report.findings


def _problems(ack: InterchangeAck, stated: str) -> list[Problem]:
    found: list[Problem] = []
    if not (ack.control.isascii() and ack.control.isdigit() and len(ack.control) == 9):
        found.append(Problem(1, "not-a-control-number" if ack.control else "missing"))
    if ack.sent_on is None:
        found.append(Problem(2, "not-a-date" if stated else "missing"))
    if values.minute(ack.sent_time or "") is None:
        found.append(Problem(3, "not-a-time" if ack.sent_time else "missing"))
    if ack.note not in _NOTES:
        found.append(Problem(5, "unknown-code" if ack.note else "missing"))
    return found


def _check(ack: InterchangeAck, report: Report) -> None:
    """An accepted interchange has no error, a rejected one has: else nobody knows which holds."""
    is_clean = ack.note == NO_ERROR
    if ack.note in _NOTES and ack.status is not None and (ack.status is AckStatus.ACCEPTED) is not is_clean:
        message = "TA105 names an error and TA104 accepts, or the other way round; ask the partner."
        report.add(Severity.ERROR, "verdicts-differ", message, segment=ack.segment, element=5)


def write(ack: InterchangeAck) -> bytes:
    """The segment without terminator, for `writing.wrap`. Raises Incomplete, also for what contradicts itself."""
    stated = f"{ack.sent_on:%y%m%d}" if ack.sent_on else ""
    for problem in _problems(ack, stated):
        raise _refusal(ack, f"TA1{problem.element:02}", "it is missing or unfit")
    if ack.status not in _STATUSES:
        raise _refusal(ack, "TA104", "it is neither accepted, accepted with errors, nor rejected")
    if (ack.status is AckStatus.ACCEPTED) is not (ack.note == NO_ERROR):
        raise _refusal(ack, "TA105", "it contradicts TA104")
    return ELEMENT.join(("TA1", ack.control, stated, (ack.sent_time or "")[:4], ack.status.value, ack.note)).encode()


def _refusal(ack: InterchangeAck, element: str, why: str) -> Incomplete:
    return Incomplete(loop="envelope", element=element, record=f"the answer to interchange {ack.control}", why=why)
