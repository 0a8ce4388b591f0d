"""Signing the letter of an appeal."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import blobs
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.packets.signers import MayNotSign, signer_of
from otium.desk.reviews import letters, loading, moving, proofs
from otium.records.models import RequestPacket
from otium.rules.packet import signing as signatures
from otium.rules.packet.signing import Signature
from otium.terms.prior_auth import AppealState
from otium.terms.reviews import AppealEvent
from otium.wires.paper import reviews as paper


@transaction.atomic
def sign(*, appeal_id: UUID, digest: str, by: Actor, at: datetime) -> RequestPacket:
    """Sign the letter whose digest the person has before them; it is ready to be filed. Raises Refused: `changed` when
    the records changed since it was shown, `not_treating` and `not_qualified` for who may not sign."""
    row = loading.appeal(appeal_id)
    is_late = row.state == AppealState.EXPIRED and letters.kept_of(row) is None  # filed all the same, with good cause
    if row.state != AppealState.DRAFT and not is_late:
        raise Refused("", "does_not_follow")
    content = letters.letter(row, at, proofs.now(row.request_id, at))
    if letters.digest(content) != digest:
        raise Refused("", "changed")
    try:
        signer = signer_of(row.request, by.staff_id)
    except MayNotSign as refused:
        raise Refused("", refused.code) from None
    version = RequestPacket.objects.filter(practice=row.practice, appeal=row).count() + 1
    signature = Signature(row.pk, version, digest, signer.staff.pk, signer.name, signer.credential, at)
    kept = RequestPacket.objects.create(
        practice=row.practice, request=row.request, appeal=row, version=version, compiled_at=at, compiled_by=by.name,
        content=blobs.keep(row.practice, letters.text(content).encode()), digest=digest, gaps=[], signed_at=at,
        signed_by=signer.staff, signer_name=signer.name, signer_credential=signer.credential,
        signature_hash=signatures.hash_of(signature),
    )  # fmt: skip
    kept.pdf = blobs.keep(row.practice, paper.appeal(content, letters.signed_of(kept, signer.npi)))
    kept.save(update_fields=["pdf"])
    moving.note(kept, "signed", by, at, after={"version": version, "signature_hash": kept.signature_hash})
    if is_late:
        moving.note(row, AppealEvent.MAKE_READY.value, by, at)
    else:
        loading.move_appeal(row, AppealEvent.MAKE_READY, by, at)
    loading.settled(row.request, by, at, "appeal signed")
    return kept
