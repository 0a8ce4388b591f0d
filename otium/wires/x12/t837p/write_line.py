"""One service line (2400), its people (2420) and what other payers did with it (2430) to segments."""

from decimal import Decimal

from otium.terms.claim import LINE_LOOPS, ClaimLine, DateKind, LineAdjudication
from otium.terms.x12 import DateSpan, Procedure
from otium.wires.x12 import emit
from otium.wires.x12.t837p import write_details as details
from otium.wires.x12.t837p import write_parties as parties
from otium.wires.x12.writing import Writer, composite

_MOST_MODIFIERS, _MOST_POINTERS = 4, 4
_ZERO = Decimal(0)


def add_line(out: Writer, line: ClaimLine, number: int, diagnoses: int) -> None:
    """LX to 2430. `diagnoses` is how many the claim has. Raises Incomplete; the element names the line."""
    where = f" line {number}"
    out.enter("2400" + where)
    out.add("LX", str(number))
    _service(out, line, diagnoses)
    emit.attachments(out, line.attachments)
    if line.served is None or line.served.qualifier != DateKind.SERVICE:
        raise out.refusal("DTP03", "the day of service (472) is missing")
    for span in (line.served, *line.dates):
        emit.date_span(out, span)
    parties.add_numbers(out, line.references)
    details.add_notes(out, line.notes)
    details.add_roles(out, line.roles, LINE_LOOPS, where=where)
    for adjudication in line.adjudications:
        out.enter("2430" + where)
        _adjudication(out, adjudication)


def _service(out: Writer, line: ClaimLine, diagnoses: int) -> None:
    """SV1."""
    if not 1 <= len(line.pointers) <= _MOST_POINTERS:
        raise out.refusal("SV107", f"a line points to 1 to {_MOST_POINTERS} diagnoses")
    if not all(1 <= pointer <= diagnoses for pointer in line.pointers):
        raise out.refusal("SV107", "it points to a diagnosis the claim does not have")
    out.add(
        "SV1",
        _procedure(out, line.procedure, line.description, "SV101"),
        out.dollars(line.charge, "SV102", lowest=_ZERO),
        out.need(line.unit, "SV103", most=2),
        _units(out, line.units, "SV104"),
        out.may(line.place_of_service, "SV105", most=2),
        "",
        composite(*map(str, line.pointers)),
        "",
        "Y" if line.is_emergency else "",
        "",
        "Y" if line.is_epsdt else "",
    )


def _procedure(out: Writer, procedure: Procedure, description: str | None, element: str) -> str:
    if len(procedure.modifiers) > _MOST_MODIFIERS:
        raise out.refusal(element, f"a line has at most {_MOST_MODIFIERS} modifiers")
    if procedure.code_end:
        raise out.refusal(element, "a line has one code, no range")
    modifiers = [out.need(each, element, most=2) for each in procedure.modifiers]
    parts = (out.need(procedure.qualifier, element, most=2), out.need(procedure.code, element, most=48), *modifiers)
    blanks = [""] * (_MOST_MODIFIERS - len(procedure.modifiers))
    return composite(*parts, *blanks, out.free(description, most=80))


def _units(out: Writer, units: Decimal | None, element: str) -> str:
    if units is None or not units.is_finite() or units < 0:
        raise out.refusal(element, "the units are missing" if units is None else "the units are no number of 0 or more")
    return out.number(units, element)


def _adjudication(out: Writer, done: LineAdjudication) -> None:
    """2430."""
    if done.procedure is None:
        raise out.refusal("SVD03", "it is missing")
    out.add(
        "SVD",
        out.need(done.payer_id, "SVD01", most=80),
        out.dollars(done.paid, "SVD02"),
        _procedure(out, done.procedure, None, "SVD03"),
        "",
        _units(out, done.units, "SVD05"),
        out.may(done.bundled_into, "SVD06", most=6),
    )
    emit.adjustments(out, done.adjustments)
    if done.adjudicated_on is None:
        raise out.refusal("DTP03", "the day it was adjudicated (573) is missing")
    emit.date_span(out, DateSpan(DateKind.ADJUDICATED, done.adjudicated_on, None))
    if done.patient_owes is not None:
        out.add("AMT", "EAF", out.dollars(done.patient_owes, "AMT02"))
