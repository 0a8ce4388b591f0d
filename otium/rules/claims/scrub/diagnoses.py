"""Diagnoses beyond their form. Source: ICD-10-CM official guidelines, sections I.B.2, I.C.19, I.C.20."""

from collections.abc import Iterator

from otium.rules.claims.scrub.found import on_claim
from otium.terms.claim import ProfessionalClaim
from otium.terms.claim_problem import ClaimProblem
from otium.terms.x12 import Severity

_EXTERNAL = frozenset("VWXY")
_INJURY = "S"
_FULL_LENGTH = 7


def problems(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    """Injury codes (S) without their seventh character, and a cause of injury as the principal diagnosis."""
    for at, each in enumerate(claim.diagnoses, 1):
        if not each.qualifier.startswith("AB"):
            continue
        if each.code.startswith(_INJURY) and len(each.code) != _FULL_LENGTH:
            message = f"Diagnosis {each.code} is an injury, which takes seven characters, the last for the encounter."
            yield on_claim(Severity.ERROR, "diagnosis-incomplete", f"HI{at:02}", message)
        if at == 1 and each.code[:1] in _EXTERNAL:
            message = f"Diagnosis {each.code} says what caused an injury; it never stands first."
            yield on_claim(Severity.ERROR, "diagnosis-external", "HI01", message)
