"""What we answer to an X12 file we received: a TA1 for each interchange, a 999 for each group.

A 999 speaks of syntax and of the guide. That an 835 does not add up, or a 278 does not say which part it grants, is
no matter for it: those findings go to a person, who asks the payer.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from otium.terms.acknowledgement import AckStatus, ElementError, GroupAck, InterchangeAck, SegmentError, SetAck
from otium.terms.x12 import Finding, Severity
from otium.wires.x12 import ta1, values
from otium.wires.x12.model import Group, Interchange, Transaction, X12File, decoded

# Finding codes to X12's. Source: elements 620 (IK304), 621 (IK403), 718 (IK502), 716 (AK905), I18 (TA105).
_SEGMENT_CODES = {
    "empty-segment": "1", "unknown-segment": "1", "misplaced-segment": "2", "missing-segment": "3",
    "repeated-segment": "5", "unknown-level": "8", "hl-parent": "8", "hl-child": "8", "hl-number-reused": "8",
    "binary-length": "8", "misplaced-loop": "2", "out-of-order": "7", "hl-number": "8", "line-number": "8",
}  # fmt: skip
_ELEMENT_CODES = {
    "missing": "1", "not-a-number": "6", "unknown-code": "7", "not-a-date": "8", "not-a-time": "9", "npi": "I12",
    "unknown-level": "7", "hl-parent": "I12", "hl-child": "I12", "hl-number-reused": "I12", "binary-length": "I12",
    "too-short": "4", "too-long": "5", "not-used": "I10", "hl-number": "I12", "line-number": "I12",
}  # fmt: skip
_SET_NOTES = {
    "unknown-transaction": "1", "no-se": "2", "control-number-differs": "3", "wrong-count": "4",
    "control-number-reused": "23", "guide-unknown": "I6",
}  # fmt: skip
_SEGMENTS_IN_ERROR = "5"
_REFUSED = frozenset("1234")  # IK502 after which a transaction cannot stand
_GROUP_NOTES = {"no-ge": "3", "control-number-differs": "4", "wrong-count": "5"}
_INTERCHANGE_NOTES = {
    "no-iea": "023",
    "control-number-differs": "001",
    "wrong-count": "021",
    "control-number-reused": "025",
}
_CUT_SHORT = "023"
_ACKNOWLEDGES = "FA"  # GS01 of 997 and 999: an answer is not answered


class Answer(NamedTuple):
    """What we say of one interchange; `t999.write` and `ta1.write` write it. Positions are those of the file read."""

    interchange: InterchangeAck | None  # None where its ISA gives no control number to name
    groups: tuple[GroupAck, ...]


def acknowledge(file: X12File, findings: Iterable[Finding]) -> tuple[Answer, ...]:
    """One answer for each interchange, from the findings that reading the same file gave."""
    by_transaction: dict[int | None, list[Finding]] = {}
    for finding in findings:
        by_transaction.setdefault(finding.transaction, []).append(finding)
    answers: list[Answer] = []
    first = 1
    for number, interchange in enumerate(file.interchanges, 1):
        around = [each for each in by_transaction.get(None, ()) if each.interchange == number]
        groups: list[GroupAck] = []
        for group in interchange.groups:
            if group.header is not None and group.header.element(1).strip() != _ACKNOWLEDGES:
                groups.append(_group(group, first, by_transaction, around))
            first += len(group.transactions)
        answers.append(Answer(_interchange(interchange, around), tuple(groups)))
    return tuple(answers)


def _interchange(interchange: Interchange, around: Sequence[Finding]) -> InterchangeAck | None:
    header = interchange.header
    control = header.element(13).strip() if header else ""
    if header is None or not control:
        return None
    places = {header.position, interchange.trailer.position if interchange.trailer else 0}
    notes = _noted(_INTERCHANGE_NOTES, around, places)
    note = _CUT_SHORT if _CUT_SHORT in notes else (*notes, ta1.NO_ERROR)[0]
    status = {ta1.NO_ERROR: AckStatus.ACCEPTED, _CUT_SHORT: AckStatus.REJECTED}.get(
        note, AckStatus.ACCEPTED_WITH_ERRORS
    )
    sent_on = values.day(f"20{header.element(9).strip()}")
    return InterchangeAck(control, sent_on, header.element(10).strip(), status, status.value, note, header.position)


def _group(
    group: Group, first: int, by_transaction: Mapping[int | None, Sequence[Finding]], around: Sequence[Finding]
) -> GroupAck:
    header, trailer = group.header, group.trailer
    elements = [header.element(number).strip() for number in (1, 6, 8)] if header else ["", "", ""]
    sets = tuple(
        _set(transaction, by_transaction.get(number, ()))
        for number, transaction in enumerate(group.transactions, first)
    )
    places = {each.position for each in (header, trailer) if each}
    notes = tuple(_noted(_GROUP_NOTES, around, places))
    accepted = sum(each.status is not AckStatus.REJECTED for each in sets)
    status = _group_status(sets, accepted, has_notes=bool(notes))
    stated = values.whole(trailer.element(1).strip(), 1, []) if trailer else None
    included = len(sets) if stated is None else stated
    kind, control, guide = elements
    position = header.position if header else 0
    return GroupAck(
        kind, control, guide or None, sets, status, status.value, included, len(sets), accepted, notes[:5], position
    )


def _group_status(sets: Sequence[SetAck], accepted: int, *, has_notes: bool) -> AckStatus:
    if not accepted:
        return AckStatus.REJECTED
    if accepted < len(sets):
        return AckStatus.PARTLY_ACCEPTED
    is_clean = all(each.status is AckStatus.ACCEPTED for each in sets) and not has_notes
    return AckStatus.ACCEPTED if is_clean else AckStatus.ACCEPTED_WITH_ERRORS


def _set(transaction: Transaction, findings: Sequence[Finding]) -> SetAck:
    ends = {transaction.first_position, transaction.trailer.position if transaction.trailer else 0}
    notes = list(_noted(_SET_NOTES, findings, ends))
    inside = [each for each in findings if each.segment is not None and not _is_noted(each, ends)]
    wrong = [each for each in inside if each.code in _SEGMENT_CODES or each.code in _ELEMENT_CODES]
    errors = _errors(transaction, wrong)
    notes += [_SEGMENTS_IN_ERROR] if errors else []
    is_refused = not _REFUSED.isdisjoint(notes) or any(each.severity is Severity.ERROR for each in wrong)
    status = AckStatus.REJECTED if is_refused else AckStatus.ACCEPTED_WITH_ERRORS if notes else AckStatus.ACCEPTED
    code, control, guide = map(decoded, transaction.names)
    return SetAck(
        code, control, guide or None, status, status.value, tuple(notes[:5]), errors, transaction.first_position
    )


def _errors(transaction: Transaction, findings: Sequence[Finding]) -> tuple[SegmentError, ...]:
    """By segment, in its order. What stands twice is said once."""
    if not findings:
        return ()
    separator, first = transaction.delimiters.element.decode(), transaction.first_position
    texts = transaction.texts()
    errors: list[SegmentError] = []
    placed = sorted(findings, key=lambda each: (each.segment or 0, each.missing or "", each.element or 0))
    for (segment, missing), found in groupby(placed, lambda each: (each.segment or 0, each.missing)):
        each, position = list(found), segment - first + 1
        tag = missing or (texts[position - 1].partition(separator)[0] if 0 < position <= len(texts) else "")
        elements = dict.fromkeys((one.element, _ELEMENT_CODES[one.code]) for one in each if _has_element(one))
        code = "8" if elements else _SEGMENT_CODES.get(each[0].code, "8")
        bad = tuple(ElementError(number, None, None, None, error, None, (), segment) for number, error in elements)
        errors.append(SegmentError(tag or "?", position, None, code, (), bad, segment))
    return tuple(errors)


def _has_element(finding: Finding) -> bool:
    return finding.element is not None and finding.code in _ELEMENT_CODES


def _is_noted(finding: Finding, places: set[int]) -> bool:
    return finding.code in _SET_NOTES and finding.segment in places


def _noted(codes: Mapping[str, str], findings: Iterable[Finding], places: set[int]) -> list[str]:
    """X12's codes for findings that stand at these places, each once."""
    found = (codes[each.code] for each in findings if each.code in codes and each.segment in places)
    return list(dict.fromkeys(found))
