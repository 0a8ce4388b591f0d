"""Makes problems, and answers what the checks ask of a claim in common."""

from collections.abc import Iterator
from datetime import date

from otium.terms.claim import ClaimLine, ProfessionalClaim
from otium.terms.claim_problem import ClaimProblem
from otium.terms.payers import PayerType
from otium.terms.x12 import Severity

MEDICARE = frozenset({PayerType.MEDICARE_B, PayerType.MEDICARE_ADVANTAGE})
DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
PLANS_OF_CARE = frozenset({"GO", "GP", "GN"})


def on_line(severity: Severity, code: str, number: int, element: str, message: str) -> ClaimProblem:
    return ClaimProblem(severity, code, message, "2400", element, number)


def on_claim(severity: Severity, code: str, element: str, message: str, *, loop: str = "2300") -> ClaimProblem:
    return ClaimProblem(severity, code, message, loop, element)


def dated_lines(claim: ProfessionalClaim) -> Iterator[tuple[int, ClaimLine, date]]:
    """Each line with its number and first day; a line without a day is found elsewhere."""
    for number, line in enumerate(claim.lines, 1):
        if line.served:
            yield number, line, line.served.start_on
