"""Procedure codes and units. Source: domain data in rules/claims/codes/procedures.toml, row by row."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from otium.rules.claims.codebook import CodeBook, ProcedureCode
from otium.rules.claims.scrub.found import MEDICARE, dated_lines, on_line
from otium.terms.claim import ClaimLine, ProfessionalClaim
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_problem import ClaimProblem
from otium.terms.identifiers import hcpcs_has_shape
from otium.terms.x12 import Severity


def problems(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    billed = {(line.procedure.code, on) for _, line, on in dated_lines(claim)}
    for number, line, on in dated_lines(claim):
        known = codes.procedure(line.procedure.code, on)
        if known is None:
            yield from _unknown(number, line, on, codes)
        else:
            yield from _code(number, line, known, facts)
            yield from _units(number, line, known)
            if known.needs and (known.needs, on) not in billed:
                message = f"{line.procedure.code} is added to {known.needs}, which the claim has not on that day."
                yield on_line(Severity.ERROR, "base-code-missing", number, "SV101", message)
        yield from _dates(number, line, on, facts)
    yield from _most_units(claim, facts, codes)
    yield from _co_treated(claim, facts, codes)
    yield from _twice(claim)


def _unknown(number: int, line: ClaimLine, on: date, codes: CodeBook) -> Iterator[ClaimProblem]:
    code = line.procedure.code
    if code in codes.procedures:
        message = f"{code} is not valid on {on:%Y-%m-%d}."
        yield on_line(Severity.ERROR, "code-not-valid", number, "SV101", message)
    elif hcpcs_has_shape(code):
        message = f"{code} is not among the codes known here; look it up."
        yield on_line(Severity.WARNING, "code-unknown", number, "SV101", message)


def _code(number: int, line: ClaimLine, known: ProcedureCode, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    code = line.procedure.code
    if facts.payer_type in MEDICARE and known.medicare == "invalid":
        message = f"Medicare does not take {code}; {known.instead} stands for it."
        yield on_line(Severity.ERROR, "code-not-for-payer", number, "SV101", message)
    if facts.payer_type in MEDICARE and known.medicare == "bundled":
        message = f"Medicare never pays {code} by itself, and the patient may not be billed for it."
        yield on_line(Severity.WARNING, "code-bundled", number, "SV101", message)
    if known.unlisted and not line.description:
        message = f"{code} is unlisted: say what was done (SV101-7)."
        yield on_line(Severity.ERROR, "description-missing", number, "SV101", message)


def _units(number: int, line: ClaimLine, known: ProcedureCode) -> Iterator[ClaimProblem]:
    if line.units is None or line.unit != "UN":
        return
    if line.units != line.units.to_integral_value():
        yield on_line(Severity.ERROR, "units-fraction", number, "SV104", "Units are whole numbers.")
    if _is_once(known) and line.units > 1:
        message = f"{line.procedure.code} is not timed: one unit a day."
        yield on_line(Severity.ERROR, "untimed-units", number, "SV104", message)


def _is_once(known: ProcedureCode) -> bool:
    return not known.timed and not known.repeats


def _dates(number: int, line: ClaimLine, on: date, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    if on > facts.on:
        message = f"The service of {on:%Y-%m-%d} lies in the future."
        yield on_line(Severity.ERROR, "service-in-future", number, "DTP03", message)
    if line.served and line.served.end_on and line.served.end_on > on:
        message = "Therapy is billed day by day; this line spans several."
        yield on_line(Severity.WARNING, "service-spans-days", number, "DTP03", message)
    if line.charge == 0:
        yield on_line(Severity.WARNING, "charge-zero", number, "SV102", "The line charges nothing.")


def _most_units(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    """Units of one code and day, over all lines, against the medically unlikely number."""
    billed: dict[tuple[str, date], Decimal] = {}
    for number, line, on in dated_lines(claim):
        code = line.procedure.code
        before = billed.get((code, on), Decimal(0))
        most = codes.most_units(code, on)
        after = before + (line.units or Decimal(0))
        billed[code, on] = after
        known = codes.procedure(code, on)
        is_said = known is not None and _is_once(known) and (line.units or 0) > 1  # as untimed-units
        if most and before <= most.units < after and not is_said:
            is_sure = most.certainty == "verified" and facts.payer_type in MEDICARE
            message = f"{after} units of {code} on one day; more than {most.units} are medically unlikely."
            severity = Severity.ERROR if is_sure else Severity.WARNING
            yield on_line(severity, "units-unlikely", number, "SV104", message)


def _co_treated(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    """Timed units within the minutes that this therapist may bill of a co-treatment.

    Together (cms) 8 minutes make the first unit and 15 each more; each code alone (spm) 8 make one.
    """
    if facts.billed_minutes is None:
        return
    minutes = facts.billed_minutes
    most = (minutes + 7) // 15 if facts.unit_rule == "cms" else minutes // 8
    timed = [
        (number, line)
        for number, line, on in dated_lines(claim)
        if line.units is not None and (known := codes.procedure(line.procedure.code, on)) and known.timed
    ]
    total = sum((line.units or Decimal(0) for _number, line in timed), Decimal(0))
    if total > most:
        message = f"{total} timed units, and {minutes} minutes of the co-treatment are billed here: {most} at most."
        yield on_line(Severity.ERROR, "co-treatment-units", timed[-1][0], "SV104", message)


def _twice(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    seen: dict[tuple[object, ...], int] = {}
    for number, line, on in dated_lines(claim):
        key = (line.procedure.code, frozenset(line.procedure.modifiers), on)
        if key in seen:
            message = f"The same service as on line {seen[key]}; sum the units instead."
            yield on_line(Severity.ERROR, "service-twice", number, "SV101", message)
        seen.setdefault(key, number)
