"""Whether a claim to a later payer adds up: charge less adjustments is what each earlier payer paid.

By line: SV102 less its CAS (2430) is SVD02. For the claim: CLM02 less the CAS of 2320 and of all its 2430 is AMT D.
Source: X12 005010X222A1, front matter 1.4.4. Exact to the cent.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from otium.terms.claim import ClaimLine, LineAdjudication, OtherCoverage, ProfessionalClaim
from otium.terms.claim_problem import ClaimProblem
from otium.terms.x12 import Adjustment, Severity

_ZERO = Decimal(0)


def balance_problems(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    """Where an amount is unknown, or one payer stands twice so that its lines cannot be told apart, nothing is said."""
    payers = Counter(other.coverage.payer.id for other in claim.others)
    for number, line in enumerate(claim.lines, 1):
        for nth, done in enumerate(line.adjudications, 1):
            if done.payer_id not in payers:
                message = "SVD01 names a payer that none of the other insurances (2330B) has."
                yield ClaimProblem(Severity.ERROR, "adjudication-payer", message, "2430", "SVD01", number, nth)
    for nth, other in enumerate(claim.others, 1):
        if payers[other.coverage.payer.id] == 1:
            yield from _one_payer(claim, other, nth)


def _one_payer(claim: ProfessionalClaim, other: OtherCoverage, nth: int) -> Iterator[ClaimProblem]:
    lines: list[LineAdjudication] = []
    for number, line in enumerate(claim.lines, 1):
        done = [each for each in line.adjudications if each.payer_id == other.coverage.payer.id]
        if done:
            yield from _line_balance(line, done, number)
        lines += done
    adjusted = _sum([*other.adjustments, *(each for done in lines for each in done.adjustments)])
    if claim.charge is None or other.paid is None or adjusted is None or claim.charge - adjusted == other.paid:
        return
    message = f"Charge {claim.charge} less adjustments {adjusted} is not {other.paid}, which AMT D says was paid."
    yield ClaimProblem(Severity.ERROR, "other-payer-balance", message, "2320", "AMT02", None, nth, "D")


def _line_balance(line: ClaimLine, done: Sequence[LineAdjudication], number: int) -> Iterator[ClaimProblem]:
    """A bundled line (SVD06) balances together with the line it was paid with, so not by itself."""
    adjusted = _sum(each for part in done for each in part.adjustments)
    if any(part.bundled_into or part.paid is None for part in done) or adjusted is None or line.charge is None:
        return
    paid = sum((part.paid for part in done if part.paid is not None), _ZERO)
    if line.charge - adjusted != paid:
        message = f"Charge {line.charge} less adjustments {adjusted} is not {paid}, which SVD02 says was paid."
        nth = line.adjudications.index(done[0]) + 1
        yield ClaimProblem(Severity.ERROR, "line-balance", message, "2430", "SVD02", number, nth)


def _sum(adjustments: Iterable[Adjustment]) -> Decimal | None:
    """None where one of the amounts is unknown."""
    total = _ZERO
    for each in adjustments:
        if each.amount is None:
            return None
        total += each.amount
    return total
