"""What is wrong or doubtful in a claim before it leaves: the checks that a payer makes, made here first.

An error holds the claim, a warning asks a person, a note informs. Nothing is repaired and no modifier is added:
each problem names its place on the claim, and a person or a rule that knows the facts mends it.
"""

from collections.abc import Iterator

from otium.rules.claims.codebook import CodeBook
from otium.rules.claims.scrub import coding, diagnoses, modifiers, pairs, payer, places
from otium.terms.claim import ProfessionalClaim
from otium.terms.claim_consistency import inconsistencies
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_problem import ClaimProblem

__all__ = ["scrub"]


def scrub(claim: ProfessionalClaim, *, facts: ClaimFacts, codes: CodeBook) -> tuple[ClaimProblem, ...]:
    """Every problem of the claim: what cannot be right whoever pays, then codes, then what this payer wants."""
    return (*inconsistencies(claim), *_decided(claim, facts, codes))


def _decided(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    yield from diagnoses.problems(claim, codes)
    yield from coding.problems(claim, facts, codes)
    yield from modifiers.problems(claim, facts, codes)
    yield from pairs.problems(claim, facts, codes)
    yield from places.problems(claim, facts, codes)
    yield from payer.problems(claim, facts, codes)
