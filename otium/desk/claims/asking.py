"""Ask a payer where a claim stands (276), once a day at most; the answer (277) is kept beside the claim."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import clock, codes, outbox, settle
from otium.desk.actor import Actor
from otium.desk.claims import content, facts
from otium.desk.claims.refusals import Refused
from otium.desk.outbox import Letter, roads
from otium.records.models import Claim, ClaimVersion, Parcel
from otium.rules.claims import asking as rules
from otium.wires.x12 import t276
from otium.wires.x12.writing import Incomplete

KIND = "276"
WHY = "status asked"


@transaction.atomic
def ask_status(claim_id: UUID, *, by: Actor, at: datetime) -> Parcel:
    """The question about the newest version that left, posted; today's, where one was asked today already.

    Raises Refused where none left yet, or the question cannot be written.
    """
    settle.lock_practice_of(Claim, claim_id)
    claim = Claim.objects.select_related("practice", "coverage__payer").get(pk=claim_id)
    versions = ClaimVersion.objects.filter(claim=claim, parcel__isnull=False).order_by("-number")
    version = versions.first()
    if version is None:
        raise Refused("not_sent")
    local = at.astimezone(clock.zone(claim.practice))
    key = f"{KIND} {version.pk} {local.date()}"
    asked = Parcel.objects.filter(practice=claim.practice, key=key).first()
    return asked or _post(claim, version, key, local, by=by, at=at)


def _post(claim: Claim, version: ClaimVersion, key: str, local: datetime, *, by: Actor, at: datetime) -> Parcel:
    built, trace = content.claim_of(version.content), codes.trace()
    payer_id = built.coverage.payer.id
    road = roads.connection_for(claim.practice, KIND, payer_id)
    inquiry = rules.inquiry(
        built,
        trace=trace,
        payer_claim_number=claim.payer_claim_number,
        receiver=(road.sender if road else "") or claim.practice.npi,
        at=local,
    )
    try:
        body = t276.write(inquiry, profile=facts.profile_of(claim.coverage, local.date()))
    except Incomplete as refused:
        raise Refused("status_incomplete") from refused
    letter = Letter(
        key=key, kind=KIND, body=body, payer_id=payer_id, trace=trace, patient_id=claim.patient_id,
        focus=("claim", claim.pk),
    )  # fmt: skip
    made = outbox.post(claim.practice, letter, by=by, at=at)
    settle.settle(claim.practice, by=by, at=at, patients=[claim.patient_id], why=WHY)
    return made
