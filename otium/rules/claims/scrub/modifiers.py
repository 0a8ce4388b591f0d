"""Modifiers: which must stand, which may not, which belong together. Source: rules/claims/codes/modifiers.toml."""

from collections.abc import Iterator
from datetime import date

from otium.rules.claims.codebook import CodeBook, ModifierCode, ProcedureCode
from otium.rules.claims.scrub.found import MEDICARE, PLANS_OF_CARE, dated_lines, on_line
from otium.terms.claim import ClaimLine, ProfessionalClaim
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_problem import ClaimProblem
from otium.terms.payers import PayerType
from otium.terms.x12 import Severity

_ASSISTANTS = frozenset({"CO", "CQ"})
_THRESHOLD = "KX"


def problems(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    for number, line, on in dated_lines(claim):
        procedure = codes.procedure(line.procedure.code, on)
        known = _known(line, on, codes)
        if procedure:
            yield from _plan_of_care(number, line, procedure, facts)
            yield from _untimed_only(number, line, procedure, known)
            if procedure.evaluates and _ASSISTANTS.intersection(line.procedure.modifiers):
                message = f"{line.procedure.code} evaluates, which an assistant does not do (CO, CQ)."
                yield on_line(Severity.ERROR, "assistant-evaluates", number, "SV101", message)
        yield from _each(number, line, known)
        yield from _families(number, line, known)
        yield from _order(number, line, known)
        yield from _threshold(number, line, facts)


def _known(line: ClaimLine, on: date, codes: CodeBook) -> dict[str, ModifierCode | None]:
    return {each: codes.modifier(each, on) for each in line.procedure.modifiers}


def _plan_of_care(number: int, line: ClaimLine, procedure: ProcedureCode, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    found = PLANS_OF_CARE.intersection(line.procedure.modifiers)
    if procedure.therapy == "always" and not found:
        severity = Severity.ERROR if facts.payer_type in MEDICARE else Severity.WARNING
        message = f"{line.procedure.code} stands without GO, GP or GN."
        yield on_line(severity, "plan-of-care-modifier", number, "SV101", message)
    if procedure.discipline and found and procedure.discipline not in found:
        message = f"{line.procedure.code} goes with {procedure.discipline} only."
        yield on_line(Severity.ERROR, "plan-of-care-modifier", number, "SV101", message)


def _untimed_only(
    number: int, line: ClaimLine, procedure: ProcedureCode, known: dict[str, ModifierCode | None]
) -> Iterator[ClaimProblem]:
    for modifier, row in known.items():
        if row and row.untimed_only and procedure.timed:
            message = f"{modifier} stands on untimed codes only; {line.procedure.code} is timed."
            yield on_line(Severity.ERROR, "modifier-on-timed-code", number, "SV101", message)


def _each(number: int, line: ClaimLine, known: dict[str, ModifierCode | None]) -> Iterator[ClaimProblem]:
    for modifier, row in known.items():
        if row is None:
            message = f"Modifier {modifier} is not among those known here; look it up."
            yield on_line(Severity.WARNING, "modifier-unknown", number, "SV101", message)
        elif row.blocked:
            message = f"Modifier {modifier} is not used in therapy."
            yield on_line(Severity.ERROR, "modifier-blocked", number, "SV101", message)
        elif row.beside and row.beside not in line.procedure.modifiers:
            message = f"{modifier} stands without {row.beside}."
            yield on_line(Severity.ERROR, "modifier-alone", number, "SV101", message)


def _families(number: int, line: ClaimLine, known: dict[str, ModifierCode | None]) -> Iterator[ClaimProblem]:
    first: dict[str, str] = {}
    for modifier, row in known.items():
        if row and row.family:
            if row.family in first:
                message = f"{first[row.family]} and {modifier} exclude each other."
                yield on_line(Severity.ERROR, "modifiers-exclude", number, "SV101", message)
            first.setdefault(row.family, modifier)


def _order(number: int, line: ClaimLine, known: dict[str, ModifierCode | None]) -> Iterator[ClaimProblem]:
    """A note only: payers seldom enforce an order."""
    ranks = [row.rank for row in known.values() if row]
    if ranks != sorted(ranks):
        message = "A modifier that changes payment stands behind one that informs."
        yield on_line(Severity.NOTE, "modifier-order", number, "SV101", message)


def _threshold(number: int, line: ClaimLine, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    """KX: Medicare Part B only, on every line once the year's allowed amounts pass the threshold."""
    has_kx = _THRESHOLD in line.procedure.modifiers
    is_therapy = bool(PLANS_OF_CARE.intersection(line.procedure.modifiers))
    if facts.payer_type is not PayerType.MEDICARE_B:
        if has_kx:
            message = "KX belongs to Medicare Part B; this payer may not take it."
            yield on_line(Severity.WARNING, "kx", number, "SV101", message)
    elif facts.is_over_threshold is None and is_therapy and not has_kx:
        message = "Whether the year's threshold is passed is not known; KX may be missing."
        yield on_line(Severity.WARNING, "kx-unknown", number, "SV101", message)
    elif facts.is_over_threshold and is_therapy and not has_kx:
        yield on_line(Severity.ERROR, "kx", number, "SV101", "The year's threshold is passed; KX is missing.")
    elif facts.is_over_threshold is False and has_kx:
        yield on_line(Severity.WARNING, "kx", number, "SV101", "KX stands below the year's threshold.")
