"""What this payer wants on a claim: authorization, referral, related causes, its own claim number.

Source: CMS Pub. 100-04 ch. 5 and Pub. 100-02 ch. 15 for Medicare; X12 005010X222A1 for property and casualty.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules.claims.codebook import CodeBook
from otium.rules.claims.scrub.found import dated_lines, on_claim
from otium.terms.claim import ClaimLine, DateKind, Frequency, ProfessionalClaim, ReferenceKind
from otium.terms.claim_facts import ClaimFacts
from otium.terms.claim_parties import PROPERTY_CASUALTY_CLAIM, first
from otium.terms.claim_problem import ClaimProblem
from otium.terms.payers import PayerType
from otium.terms.x12 import Severity

# SBR09 where a payer type has one or few; others are left to the payer's enrolment papers.
_FILINGS = {
    PayerType.MEDICARE_B: {"MB"}, PayerType.MEDICARE_ADVANTAGE: {"16", "HM", "CI", "BL"},
    PayerType.MEDICAID_FFS: {"MC"}, PayerType.MEDICAID_MCO: {"MC", "HM"}, PayerType.TRICARE: {"CH"},
    PayerType.WORKERS_COMP: {"WC"}, PayerType.AUTO: {"AM"}, PayerType.VA: {"VA"},
}  # fmt: skip
_INJURY_CAUSES = {PayerType.WORKERS_COMP: "EM", PayerType.AUTO: "AA"}
_ORDER = "PSTABCDEFGH"  # SBR01, as payers follow each other
_AGAIN = frozenset({Frequency.REPLACEMENT, Frequency.VOID})


def problems(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    yield from _filing(claim, facts)
    yield from _authorization(claim, facts, codes)
    yield from _referral(claim, facts)
    if facts.payer_type is PayerType.MEDICARE_B:
        yield from _medicare(claim)
    if facts.payer_type in _INJURY_CAUSES:
        yield from _injury(claim, _INJURY_CAUSES[facts.payer_type])
    yield from _earlier_payers(claim)
    yield from _people(claim)


def _earlier_payers(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    """A later payer wants to know what those before it paid."""
    own = _ORDER.find(claim.coverage.responsibility)
    for nth, other in enumerate(claim.others, 1):
        if 0 <= _ORDER.find(other.coverage.responsibility) < own and other.paid is None:
            message = "An insurance that comes first is named without what it paid (AMT D)."
            yield ClaimProblem(Severity.ERROR, "earlier-payer-unpaid", message, "2320", "AMT02", None, nth, "D")


def _filing(claim: ProfessionalClaim, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    wanted = _FILINGS.get(facts.payer_type)
    if wanted and claim.coverage.filing not in wanted:
        message = f"SBR09 is one of {', '.join(sorted(wanted))} for this payer."
        yield on_claim(Severity.WARNING, "filing", "SBR09", message, loop="2000B")


def _authorization(claim: ProfessionalClaim, facts: ClaimFacts, codes: CodeBook) -> Iterator[ClaimProblem]:
    """Treatment lines need their number on the claim or on the line; evaluations are taken to need none."""
    if facts.authorization_required is False or claim.reference(ReferenceKind.AUTHORIZATION):
        return
    lacking = [number for number, line, on in dated_lines(claim) if _wants_number(line, on, codes)]
    if facts.authorization_required:
        message = "The payer wants an authorization number (REF G1), which is missing."
        for number in lacking:
            yield ClaimProblem(Severity.ERROR, "authorization-missing", message, "2400", "REF02", number)
    elif lacking:
        message = "Whether the payer wants an authorization is not known, and no number stands here."
        yield on_claim(Severity.NOTE, "authorization-unknown", "REF02", message)


def _wants_number(line: ClaimLine, on: date, codes: CodeBook) -> bool:
    known = codes.procedure(line.procedure.code, on)
    return not (known and known.evaluates) and not first(line.references, ReferenceKind.AUTHORIZATION)


def _referral(claim: ProfessionalClaim, facts: ClaimFacts) -> Iterator[ClaimProblem]:
    if facts.referral_required and not (claim.roles.referring or claim.reference(ReferenceKind.REFERRAL)):
        message = "The payer wants a referral: neither a referring provider nor REF 9F stands here."
        yield on_claim(Severity.ERROR, "referral-missing", "NM109", message, loop="2310A")


def _medicare(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    if not claim.roles.referring:
        message = "Medicare therapy needs the physician who certifies the plan of care (DN)."
        yield on_claim(Severity.ERROR, "certifier-missing", "NM109", message, loop="2310A")
    elif not claim.roles.referring[0].npi:
        message = "The certifying physician needs an NPI."
        yield on_claim(Severity.ERROR, "certifier-missing", "NM109", message, loop="2310A")
    if claim.dated(DateKind.ONSET) is None:
        message = "Medicare therapy says when the illness or injury began (DTP 431)."
        yield on_claim(Severity.WARNING, "onset-missing", "DTP03", message)
    if claim.coverage.responsibility != "P" and not claim.coverage.insurance_type:
        message = "Medicare is not first: say why (SBR05)."
        yield on_claim(Severity.ERROR, "second-payer-reason", "SBR05", message, loop="2000B")
    if claim.frequency in _AGAIN:
        message = "Medicare Part B takes no replacement or void: reopen the claim, or send it anew."
        yield on_claim(Severity.ERROR, "frequency", "CLM05", message)


def _injury(claim: ProfessionalClaim, cause: str) -> Iterator[ClaimProblem]:
    if claim.related is None or cause not in claim.related.causes:
        message = f"This payer's claims say {cause} as the related cause."
        yield on_claim(Severity.ERROR, "related-cause", "CLM11", message)
    if claim.dated(DateKind.ACCIDENT) is None:
        message = "The day of the injury (DTP 439) is missing."
        yield on_claim(Severity.ERROR, "accident-date", "DTP03", message)
    if not first(claim.person.references, PROPERTY_CASUALTY_CLAIM):
        loop = "2010CA" if claim.patient else "2010BA"
        message = "The carrier's claim number (REF Y4) is missing."
        yield on_claim(Severity.ERROR, "carrier-claim-missing", "REF02", message, loop=loop)
    if not claim.attachments:
        message = "Most states want a report with the bill (PWK), and none is named."
        yield on_claim(Severity.NOTE, "report-missing", "PWK01", message)


def _people(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    billing, rendering = claim.billing.provider, claim.roles.rendering
    if not billing.name.is_person and rendering is None and not all(line.roles.rendering for line in claim.lines):
        message = "An organisation bills, and nobody is named who treated (82)."
        yield on_claim(Severity.WARNING, "rendering-missing", "NM109", message, loop="2310B")
    if rendering and not rendering.npi:
        yield on_claim(Severity.ERROR, "rendering-npi", "NM109", "Who treated needs an NPI.", loop="2310B")
    if not billing.npi:
        yield on_claim(Severity.ERROR, "billing-npi", "NM109", "Who bills needs an NPI.", loop="2010AA")
    if not billing.taxonomy:
        message = "The billing provider's taxonomy (PRV) is missing; many payers refuse without."
        yield on_claim(Severity.WARNING, "taxonomy-missing", "PRV03", message, loop="2000A")
