"""Codes billed together on one day. Source: rules/claims/codes/pairs.toml (NCCI), row by row.

No 59 is ever added here: whether two services were apart is in the minutes, and a person answers for it.
"""

from collections.abc import Iterator
from itertools import permutations

from otium.rules.claims.codebook import CodeBook, Pair
from otium.rules.claims.scrub.found import DISTINCT, MEDICARE, dated_lines, on_line
from otium.terms.claim import ClaimLine, ProfessionalClaim
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_problem import ClaimProblem
from otium.terms.payers import PayerType
from otium.terms.x12 import Severity

_FOLLOWS_NCCI = MEDICARE | {PayerType.MEDICAID_FFS, PayerType.MEDICAID_MCO, PayerType.TRICARE}

# By what is known of this payer; never silent, as the edit may come into force on any day.
_UNKNOWN = {
    None: (Severity.WARNING, "whether the edit is in force is not known; log separate minutes, and ask the payer."),
    True: (Severity.ERROR, "this payer refuses it without 59 or X*, and that needs separate minutes."),
    False: (Severity.NOTE, "this payer pays both; log separate minutes all the same."),
}


def problems(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    paired: set[int] = set()
    dated = list(dated_lines(claim))
    for (number, line, on), (other_number, other, other_on) in permutations(dated, 2):
        pair = codes.pair(line.procedure.code, other.procedure.code, on) if on == other_on else None
        if pair:
            paired |= {number, other_number}
            yield from _pair(number, line, other, pair, facts)
    for number, line, _ in dated:
        if number not in paired and DISTINCT.intersection(line.procedure.modifiers):
            message = "59 or X* stands where no pair is known that day."
            yield on_line(Severity.WARNING, "distinct-without-pair", number, "SV101", message)


def _pair(number: int, line: ClaimLine, other: ClaimLine, pair: Pair, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    codes = f"{line.procedure.code} with {other.procedure.code} on one day"
    # Medicare takes the modifier on either code since July 2019.
    is_marked = bool(DISTINCT.intersection((*line.procedure.modifiers, *other.procedure.modifiers)))
    if pair.state == "never":
        yield on_line(Severity.ERROR, "pair-never", number, "SV101", f"{codes} is never paid.")
    elif is_marked and facts.has_separate_minutes is not True:
        message = f"{codes}: 59 or X* says they were apart; separate minutes are not on file."
        severity = Severity.ERROR if facts.has_separate_minutes is False else Severity.WARNING
        yield on_line(severity, "pair-minutes", number, "SV101", message)
    elif not is_marked and pair.state == "unknown":
        severity, says = _UNKNOWN[facts.holds_unsure_pairs]
        yield on_line(severity, "pair-unknown", number, "SV101", f"{codes}: {says}")
    elif not is_marked:
        is_sure = pair.certainty != "uncertain" and facts.payer_type in _FOLLOWS_NCCI
        message = f"{codes}: with separate minutes {line.procedure.code} takes 59 or X*; without, it is not billed."
        yield on_line(Severity.ERROR if is_sure else Severity.WARNING, "pair", number, "SV101", message)
