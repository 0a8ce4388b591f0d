"""Diagnoses beyond their form: whether they may be billed on the day, and which may stand first.

Source: CDC/NCHS ICD-10-CM releases; ICD-10-CM official guidelines, sections I.B.2, I.C.19, I.C.20.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules.claims.codebook import CodeBook
from otium.rules.claims.diagnosis_list import DiagnosisList, of_day
from otium.rules.claims.scrub.found import dated_lines, on_claim
from otium.terms.claim import ProfessionalClaim
from otium.terms.claim_problem import ClaimProblem
from otium.terms.identifiers import icd10_has_shape
from otium.terms.x12 import Severity

_EXTERNAL = frozenset("VWXY")
_INJURY = "S"
_FULL_LENGTH = 7


def problems(claim: ProfessionalClaim, codes: CodeBook) -> Iterator[ClaimProblem]:
    days = [on for _, _, on in dated_lines(claim)]
    known, is_of_day = of_day(codes.diagnoses, min(days)) if days else (None, False)
    for at, each in enumerate(claim.diagnoses, 1):
        if not (each.qualifier.startswith("AB") and icd10_has_shape(each.code)):
            continue
        if at == 1 and each.code[:1] in _EXTERNAL:
            message = f"Diagnosis {each.code} says what caused an injury; it never stands first."
            yield on_claim(Severity.ERROR, "diagnosis-external", "HI01", message)
        if each.code.startswith(_INJURY) and len(each.code) != _FULL_LENGTH:
            message = f"Diagnosis {each.code} is an injury, which takes seven characters, the last for the encounter."
            yield on_claim(Severity.ERROR, "diagnosis-incomplete", f"HI{at:02}", message)
        elif known and each.code not in known.codes:
            yield _not_listed(each.code, f"HI{at:02}", known, None if is_of_day else min(days))


def _not_listed(code: str, element: str, known: DiagnosisList, outside: date | None) -> ClaimProblem:
    """Only a warning where the list is of another year: codes come and go each October."""
    severity = Severity.ERROR if outside is None else Severity.WARNING
    until = f"the list of {known.starts_on:%Y-%m-%d} to {known.ends_on:%Y-%m-%d}"
    if code in known.stems:
        message = f"Diagnosis {code} is a category; {until} has longer codes for it, and one of them is billed."
        return on_claim(severity, "diagnosis-incomplete", element, message)
    message = f"Diagnosis {code} is not in {until}."
    return on_claim(severity, "diagnosis-not-valid", element, message)
