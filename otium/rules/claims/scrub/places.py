"""Places of service with their telehealth modifiers. Source: rules/claims/codes/places.toml."""

from collections.abc import Iterator

from otium.rules.claims.codebook import CodeBook, PlaceCode
from otium.rules.claims.scrub.found import MEDICARE, dated_lines, on_claim, on_line
from otium.terms.claim import ClaimLine, ProfessionalClaim
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_problem import ClaimProblem
from otium.terms.payers import PayerType
from otium.terms.x12 import Severity

_TELEHEALTH = frozenset({"95", "93", "GT"})


def problems(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    if not (len(claim.place_of_service) == 2 and claim.place_of_service.isdigit()):
        yield on_claim(Severity.ERROR, "place-shape", "CLM05", "The place of service has two digits.")
        return
    for number, line, on in dated_lines(claim):
        code = line.place_of_service or claim.place_of_service
        place = codes.place(code, on)
        if place is None:
            message = f"Place of service {code} is not among those known here; look it up."
            yield on_line(Severity.WARNING, "place-unknown", number, "SV105", message)
        else:
            yield from _place(number, line, place, facts)


def _place(number: int, line: ClaimLine, place: PlaceCode, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    is_marked = bool(_TELEHEALTH.intersection(line.procedure.modifiers))
    if place.telehealth and not is_marked:
        message = "A telehealth place without 95, 93 or GT."
        yield on_line(Severity.WARNING, "telehealth-modifier", number, "SV101", message)
    elif is_marked and not place.telehealth and facts.payer_type not in MEDICARE:
        # Medicare's contractors may ask therapists for the place where they would have met.
        message = "A telehealth modifier with a place where the patient was in the room."
        yield on_line(Severity.WARNING, "telehealth-place", number, "SV105", message)
    if place.medicare_caution and facts.payer_type is PayerType.MEDICARE_B:
        yield on_line(Severity.WARNING, "place-caution", number, "SV105", f"Medicare: {place.medicare_caution}.")
