"""Replace or void a claim that the payer has: a new version that names the payer's own number of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk.actor import Actor
from otium.desk.claims.making import add_version, locked, newest_of, revise
from otium.desk.claims.refusals import Refused
from otium.records.models import Claim, ClaimVersion, Payer
from otium.terms.claim_standing import ClaimStanding as Standing
from otium.terms.payers import PayerType

REPLACEMENT, VOID = "7", "8"
WITH_PAYER = (Standing.ACCEPTED, Standing.PAID, Standing.DENIED, Standing.REVERSED)


@transaction.atomic
def replace(claim_id: UUID, *, why: str, by: Actor, at: datetime) -> ClaimVersion:
    """The claim built anew as a replacement (frequency 7). Raises Refused where the payer takes none."""
    return _undo(claim_id, REPLACEMENT, why, by=by, at=at)


@transaction.atomic
def void(claim_id: UUID, *, why: str, by: Actor, at: datetime) -> ClaimVersion:
    """The claim built anew as a withdrawal (frequency 8). Its visits come back once the payer took it."""
    return _undo(claim_id, VOID, why, by=by, at=at)


def _undo(claim_id: UUID, frequency: str, why: str, *, by: Actor, at: datetime) -> ClaimVersion:
    claim = locked(claim_id)
    newest = newest_of(claim)
    if not why.strip():
        raise Refused("reason_missing")
    if Standing(claim.standing) not in WITH_PAYER or newest.parcel_id is None:
        raise Refused("not_with_payer")
    _check_payer(claim)
    revision = revise(claim, newest, frequency=frequency, at=at, why=why.strip())
    return add_version(claim, newest, revision, by=by, at=at)


def _check_payer(claim: Claim) -> None:
    """Medicare Part B takes originals only: its claims are reopened by telephone. Source: CMS Pub. 100-04 ch. 34."""
    payer = Payer.objects.get(pk=Claim.objects.filter(pk=claim.pk).values("coverage__payer_id")[:1])
    if payer.payer_type == PayerType.MEDICARE_B.value:
        raise Refused("medicare_reopens")
    if not claim.payer_claim_number:
        raise Refused("payer_claim_missing")
