"""One claim as a transaction of its own: who sends it to whom."""

from datetime import UTC, datetime

from otium.terms.claim import ClaimBatch, ProfessionalClaim
from otium.terms.claim_parties import Receiver, Submitter

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # of a batch that is only tried


def batch_of(claim: ProfessionalClaim, sender: str, receiver: str, at: datetime = UNDATED) -> ClaimBatch:
    """`sender` and `receiver` are the ids on the road it takes; `at` is in the sender's zone."""
    billing = claim.billing.provider
    return ClaimBatch(
        reference=claim.id,
        submitter=Submitter(billing.name, sender, billing.contacts),
        receiver=Receiver(claim.coverage.payer.name, receiver),
        claims=(claim,),
        at=at,
    )
