"""Segments that several writers share, from the terms that several readers give."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from otium.terms.identifiers import npi_is_valid
from otium.terms.x12 import (
    ORIGINATOR_LENGTH,
    Adjustment,
    Attachment,
    Contact,
    DateSpan,
    Party,
    Person,
    Procedure,
    Reference,
    Reject,
    Trace,
)
from otium.wires.x12.writing import Writer, composite, day, days

NPI = "XX"  # NM108
ON_REQUEST = "AA"  # PWK02 of a paper that is held and sent only when asked for
_MOST_NUMBERS, _MOST_ATTACHMENTS, _MOST_ADJUSTMENTS = 3, 10, 6

_HL04 = {True: "1", False: "0", None: ""}


class Levels:
    """The HL segments of one body, numbered as they come."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._last = writer, 0

    def open(self, loop: str, code: str, *, under: int | None = None, has_child: bool | None) -> int:
        """Enters the loop; gives its number, for those that stand under it. Without `has_child` there is no HL04."""
        self._last += 1
        self._writer.enter(loop)
        parent = "" if under is None else str(under)
        self._writer.add("HL", str(self._last), parent, code, _HL04[has_child])
        return self._last


def party(writer: Writer, named: Party) -> None:
    """NM1. Refuses an NPI whose check digit is wrong, and an id without its qualifier."""
    if named.is_person is None:
        raise writer.refusal("NM102", "it is unknown whether this is a person")
    number = writer.may(named.id, "NM109", most=80)
    if bool(number) != bool(named.id_qualifier):
        raise writer.refusal("NM109", "an id and its qualifier go together")
    if named.id_qualifier == NPI and not npi_is_valid(number):
        raise writer.refusal("NM109", "the check digit of the NPI is wrong")
    writer.add(
        "NM1",
        writer.need(named.entity, "NM101", most=3),
        "1" if named.is_person else "2",
        writer.free(named.name, most=60),
        writer.free(named.given, most=35),
        writer.free(named.middle, most=25),
        "",
        writer.free(named.suffix, most=10),
        writer.may(named.id_qualifier, "NM108", most=2),
        number,
    )


def named(writer: Writer, loop: str, stated: Party | None, *entities: str) -> None:
    """Enters the loop and writes the NM1 of somebody who must be there, of one of these entities, with name and id."""
    writer.enter(loop)
    if stated is None:
        raise writer.refusal("NM1", "it is missing")
    if stated.entity not in entities:
        raise writer.refusal("NM101", f"it is not {' or '.join(entities)}")
    writer.name(stated.name, "NM103")
    writer.need(stated.id, "NM109")
    party(writer, stated)


def demography(writer: Writer, person: Person) -> None:
    """DMG, where anything is known."""
    if person.birth_on or person.sex:
        birth = ("D8", day(person.birth_on)) if person.birth_on else ("", "")
        writer.add("DMG", *birth, writer.may(person.sex, "DMG03", most=1))


def trace(writer: Writer, number: Trace, *, code: str) -> None:
    """TRN; `code` is 1 for a number that begins its way here, 2 for one that comes back."""
    originator = writer.may(number.originator, "TRN03")
    if originator and len(originator) != ORIGINATOR_LENGTH:
        raise writer.refusal("TRN03", f"it is not {ORIGINATOR_LENGTH} characters long")
    writer.add("TRN", code, writer.need(number.number, "TRN02", most=50), originator)


def no_reject_lost(writer: Writer, rejects: Sequence[Reject]) -> None:
    """Refuses where a reject names a loop that this body does not have: it would be left out unsaid."""
    if writer.count("AAA") != len(rejects):
        raise writer.refusal("AAA", "a reject names a loop that is not there")


def no_trace_twice(writer: Writer, traces: Sequence[Trace]) -> None:
    """Refuses a batch in which two questions carry one number: their answers could not be told apart."""
    if len({each.number for each in traces}) < len(traces):
        raise writer.refusal("TRN02", "another inquiry of the batch has the same trace")


def reference(writer: Writer, stated: Reference) -> None:
    """REF."""
    writer.add("REF", writer.need(stated.qualifier, "REF01", most=3), writer.need(stated.value, "REF02", most=50))


def date_span(writer: Writer, span: DateSpan) -> None:
    """DTP: a day as D8, days as RD8. Refuses an end before its beginning."""
    qualifier = writer.need(span.qualifier, "DTP01", most=3)
    if span.end_on is None:
        writer.add("DTP", qualifier, "D8", day(span.start_on))
    elif span.end_on < span.start_on:
        raise writer.refusal("DTP03", "it ends before it begins")
    else:
        writer.add("DTP", qualifier, "RD8", days(span.start_on, span.end_on))


def message(writer: Writer, text: str) -> None:
    """MSG. Refuses one of which nothing is left in the partner's character set."""
    writer.add("MSG", writer.need(writer.free(text, most=264), "MSG01"))


def contacts(writer: Writer, stated: Iterable[Contact], *, kinds: frozenset[str] | None = None, least: int = 1) -> None:
    """PER, with up to three numbers each. Refuses fewer than `least`, and a kind of number not taken there."""
    for contact in stated:
        if kinds is not None and not {kind for kind, _ in contact.numbers} <= kinds:
            raise writer.refusal("PER03", f"only {', '.join(sorted(kinds))} stand here")
        if not least <= len(contact.numbers) <= _MOST_NUMBERS:
            raise writer.refusal("PER04", f"a contact has {least} to {_MOST_NUMBERS} numbers")
        numbers: list[str] = []
        for kind, number in contact.numbers:
            numbers += [writer.need(kind, "PER03", most=2), writer.need(number, "PER04", most=256)]
        writer.add("PER", writer.need(contact.function, "PER01", most=2), writer.free(contact.name, most=60), *numbers)


def attachments(writer: Writer, stated: Sequence[Attachment]) -> None:
    """PWK. Refuses a paper that is sent without a number to match it by, and one that is held with one."""
    if len(stated) > _MOST_ATTACHMENTS:
        raise writer.refusal("PWK01", f"at most {_MOST_ATTACHMENTS} papers")
    for each in stated:
        report = writer.need(each.report, "PWK01", most=2)
        transmission = writer.need(each.transmission, "PWK02", most=2)
        if transmission == ON_REQUEST:
            if each.control_number:
                raise writer.refusal("PWK06", "a paper held until it is asked for has no control number")
            writer.add("PWK", report, transmission)
        else:
            number = writer.need(each.control_number, "PWK06", "a paper that is sent needs its control number", most=50)
            writer.add("PWK", report, transmission, "", "", "AC", number)


def adjustments(writer: Writer, stated: Iterable[Adjustment]) -> None:
    """CAS: those of one group that follow each other share a segment, six at most."""
    for group_code, run in groupby(stated, key=lambda each: each.group_code):
        same = list(run)
        for start in range(0, len(same), _MOST_ADJUSTMENTS):
            triplets = [text for each in same[start : start + _MOST_ADJUSTMENTS] for text in _triplet(writer, each)]
            writer.add("CAS", writer.need(group_code, "CAS01", most=2), *triplets)


def _triplet(writer: Writer, each: Adjustment) -> tuple[str, str, str]:
    if each.amount == 0 and each.quantity is None:
        raise writer.refusal("CAS03", "an adjustment of nothing needs a quantity")
    carc, dollars = writer.need(each.carc, "CAS02", most=5), writer.dollars(each.amount, "CAS03")
    return carc, dollars, writer.number(each.quantity, "CAS04")


def amount(writer: Writer, dollars: Decimal | None, element: str) -> str:
    """Dollars to the cent, "" where unknown. Refuses less than a cent."""
    return "" if dollars is None else writer.dollars(dollars, element)


def procedure(writer: Writer, asked: Procedure, element: str) -> str:
    """C003 as one element."""
    if len(asked.modifiers) > 4:
        raise writer.refusal(element, "it has more than four modifiers")
    modifiers = [writer.need(each, element, most=2) for each in asked.modifiers]
    head = (writer.need(asked.qualifier, element, most=2), writer.need(asked.code, element, most=48))
    if not asked.code_end:
        return composite(*head, *modifiers)
    return composite(*head, *modifiers, *[""] * (5 - len(modifiers)), writer.need(asked.code_end, element, most=48))
