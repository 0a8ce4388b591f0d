"""Signing a packet and taking a signature back. What is signed is exactly what was read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.packets import following, keeping, pdf
from otium.desk.packets.compiling import compiled
from otium.desk.packets.signers import MayNotSign, signer_of
from otium.records.models import AuthorizationRequest, RequestPacket
from otium.rules.packet import canonical
from otium.rules.packet import signing as signatures
from otium.rules.packet.signing import Signature
from otium.terms.prior_auth import RequestEvent, RequestState

SIGNABLE = (RequestState.DRAFT.value, RequestState.READY.value, RequestState.PENDED.value)
WHY = "the packet was signed"


class NotSigned(Exception):
    """Refused; `code` names the sentence for the person: changed, lacking, wrong_state, not_treating, ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def sign(*, request_id: UUID, digest: str, by: Actor, at: datetime) -> RequestPacket:
    """Sign the packet whose digest the person has before them; a draft becomes ready. Raises NotSigned.

    Refused when the records have changed since it was shown (`changed`), when something that blocks is lacking, when a
    paper that goes along cannot be opened, or when the person may not sign. Signing the same words again changes
    nothing.
    """
    request = locked(request_id)
    if request.state not in SIGNABLE:
        raise NotSigned("wrong_state")
    packet = compiled(request_id, at=at)
    if packet.digest != digest:
        raise NotSigned("changed")
    if packet.blocking:
        raise NotSigned("lacking")
    known = keeping.newest(request_id)
    if known and known.is_signed and known.row.digest == digest:
        return known.row
    try:
        signer = signer_of(request, by.staff_id)
    except MayNotSign as refused:
        raise NotSigned(refused.code) from None
    try:
        pdf.check_enclosures(request.practice, packet)
    except pdf.CannotEnclose:
        raise NotSigned("cannot_enclose") from None
    row = keeping.keep(request, packet, by=by, at=at)
    row.signed_at, row.signed_by = at, signer.staff
    row.signer_name, row.signer_credential = signer.name, signer.credential
    row.signature_hash = signatures.hash_of(signature_of(row))
    row.save(update_fields=["signed_at", "signed_by", "signer_name", "signer_credential", "signature_hash"])
    said = {"version": row.version, "digest": row.digest, "signature_hash": row.signature_hash}
    history.record(request, "signed", by=by, at=at, after=said)
    if request.state == RequestState.DRAFT.value:
        following.move(request, RequestEvent.MAKE_READY, by=by, at=at, why=WHY)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why=WHY)
    return row


@transaction.atomic
def withdraw(*, packet_id: UUID, why: str, by: Actor, at: datetime) -> RequestPacket:
    """Take the signature back before the packet has left; a ready request is a draft again. Raises NotSigned."""
    row = RequestPacket.objects.select_related("request", "practice").get(pk=packet_id)
    request = locked(row.request_id)
    if not why.strip():
        raise NotSigned("reason_missing")
    if row.signed_at is None or row.withdrawn_at is not None:
        raise NotSigned("not_signed")
    if request.state not in following.AT_HOME:
        raise NotSigned("already_sent")
    try:
        signer_of(request, by.staff_id)
    except MayNotSign as refused:
        raise NotSigned(refused.code) from None
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    history.record(request, "signature_withdrawn", by=by, at=at, before={"version": row.version}, why=why.strip())
    if request.state == RequestState.READY.value:
        following.reopen(request, by=by, at=at, why=why.strip())
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why=why.strip())
    return row


def locked(request_id: UUID) -> AuthorizationRequest:
    settle.lock_practice_of(AuthorizationRequest, request_id)
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).select_related("practice", "patient")
    return rows.get(pk=request_id)


def signature_of(row: RequestPacket) -> Signature:
    """Raises ValueError for a packet that nobody signed."""
    if row.signed_at is None or row.signed_by_id is None:
        raise ValueError(f"packet {row.pk} is not signed")
    return Signature(
        request_id=row.request_id,
        version=row.version,
        digest=row.digest,
        staff_id=row.signed_by_id,
        name=row.signer_name,
        credential=row.signer_credential,
        at=row.signed_at,
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the words are those that were signed, and the signature is the one that was given."""

    content_fits: bool
    signature_fits: bool


def checked(row: RequestPacket) -> Checked:
    """Computed anew from what is kept. Raises BlobDamaged."""
    packet = keeping.read(row)
    computed = canonical.digest(packet.sections, packet.enclosures, packet.request_id)
    return Checked(
        content_fits=computed == row.digest == packet.digest,
        signature_fits=row.signed_at is not None and signatures.hash_of(signature_of(row)) == row.signature_hash,
    )
