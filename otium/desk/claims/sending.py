"""Post claims that are ready: what a version was built with is written and leaves, each claim a parcel of its own."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import clock, outbox, settle
from otium.desk.actor import Actor
from otium.desk.claim_standing import holds, settle_claims
from otium.desk.claims import content, facts
from otium.desk.claims.batch import batch_of
from otium.desk.outbox import Letter, roads
from otium.records.models import Claim, ClaimVersion, Parcel, Practice
from otium.terms.claim import ClaimBatch, ProfessionalClaim
from otium.terms.claim_standing import ClaimStanding
from otium.wires.x12 import t837p

KIND, ORIGINAL = "837P", "1"
WHY = "claim sent"


@transaction.atomic
def send(practice_id: UUID, claim_ids: Iterable[UUID], *, by: Actor, at: datetime) -> list[Claim]:
    """Those of the claims whose newest version may leave and did not, posted; the others stay as they are."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    rows = Claim.objects.select_for_update(of=("self",)).filter(practice=practice, pk__in=list(claim_ids))
    claims = list(rows.select_related("coverage__payer").order_by("starts_on", "id"))
    versions = ClaimVersion.objects.filter(practice=practice, claim__in=claims).order_by("number")
    newest = {version.claim_id: version for version in versions}
    ready = {claim.pk: claim for claim in claims if may_leave(claim, newest[claim.pk])}
    for key, claim in ready.items():
        version = newest[key]
        version.parcel = _post(practice, claim, version, by=by, at=at)
        version.save(update_fields=["parcel"])
    settle_claims(practice, ready, by=by, at=at)
    settle.settle(practice, by=by, at=at, patients={claim.patient_id for claim in ready.values()}, why=WHY)
    return list(ready.values())


def may_leave(claim: Claim, version: ClaimVersion) -> bool:
    """A first claim while it is ready; a replacement or void of what was decided while its own checks let it."""
    if version.parcel_id is not None or holds(version.problems):
        return False
    return claim.standing == ClaimStanding.READY.value or version.frequency != ORIGINAL


def _post(practice: Practice, claim: Claim, version: ClaimVersion, *, by: Actor, at: datetime) -> Parcel:
    built = content.claim_of(version.content)
    body = t837p.write(_batch(practice, built, at), profile=facts.profile_of(claim.coverage, claim.starts_on))
    letter = Letter(
        key=f"{KIND} {version.pk}",
        kind=KIND,
        body=body,
        payer_id=built.coverage.payer.id,
        trace=version.control,
        patient_id=claim.patient_id,
        focus=("claim", claim.pk),
    )
    return outbox.post(practice, letter, by=by, at=at)


def _batch(practice: Practice, built: ProfessionalClaim, at: datetime) -> ClaimBatch:
    """Named as the road names both ends; without a road, by the tax id and the payer's own id."""
    payer_id = built.coverage.payer.id
    road = roads.connection_for(practice, KIND, payer_id)
    sender = (road.sender if road else "") or practice.tax_id
    receiver = (road.receiver if road else "") or payer_id
    return batch_of(built, sender, receiver, at.astimezone(clock.zone(practice)))
