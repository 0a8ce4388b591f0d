"""FIX_CLAIM and CHECK_REMITTANCE: a claim that cannot go on by itself, a payment that does not add up or fit.

Source: X12 005010X214 (a rejected claim was never judged: mend it and send it anew), X221A1 section 1.10.2 (balances);
a day to mend what is held is our own habit. Certainty: from knowledge of the guides.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days, dollars
from otium.rules.because import because
from otium.rules.dollars import RateBook
from otium.terms.claim_standing import ClaimFact, ClaimStanding, RemittanceFact
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.facts import PracticeFacts
from otium.terms.provenance import Source, SourceKind

HELD_FOR = 1  # business days; what is mended the same day needs no task


def duties(practice: PracticeFacts, on: date, rates: RateBook) -> Iterator[Duty]:
    for claim in practice.claims:
        due_on = business_days.add(claim.since_on, HELD_FOR, practice.days)
        if claim.standing is ClaimStanding.REJECTED or (claim.standing is ClaimStanding.HELD and on > due_on):
            yield _fix(claim, due_on, rates)
    for remittance in practice.remittances:
        if why := tuple(_doubts(remittance)):
            yield Duty(
                kind=DutyKind.CHECK_REMITTANCE,
                focus_type=FocusType.REMITTANCE,
                focus_id=remittance.id,
                due_on=business_days.add(remittance.on, 1, practice.days),
                why=why,
            )


def _fix(claim: ClaimFact, due_on: date, rates: RateBook) -> Duty:
    """At risk are its visits at the expected rates. A new version of the claim is new ground."""
    source = Source(SourceKind.CLAIM, claim.id, claim.number)
    is_rejected = claim.standing is ClaimStanding.REJECTED
    rejected = because("claim_rejected", source, number=claim.number, since_on=claim.since_on)
    held = because("claim_held", source, number=claim.number, since_on=claim.since_on, count=claim.problems)
    return Duty(
        kind=DutyKind.FIX_CLAIM,
        focus_type=FocusType.CLAIM,
        focus_id=claim.id,
        due_on=due_on,
        why=(rejected if is_rejected else held,),
        at_risk=dollars.at_risk(claim.visits, lambda visit: rates.of_payer(visit, claim.payer_id)),
        patient_id=claim.patient_id,
        therapist_id=claim.visits[0].therapist_id if claim.visits else None,
        ground={"version": claim.version, "standing": claim.standing.value},
    )


def _doubts(remittance: RemittanceFact) -> Iterator[Reason]:
    source = Source(SourceKind.REMITTANCE, remittance.id, remittance.trace)
    if remittance.unbalanced:
        yield because("remittance_unbalanced", source, trace=remittance.trace, count=remittance.unbalanced)
    if remittance.unmatched:
        yield because("remittance_unmatched", source, trace=remittance.trace, count=remittance.unmatched)
