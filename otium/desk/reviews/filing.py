"""Signing an appeal, recording that it left, and what the payer said of its arrival."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from otium.desk import blobs, clock
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.packets.signers import MayNotSign, signer_of
from otium.desk.reviews import appeals, letters, loading, proofs
from otium.records.models import Appeal, RequestPacket, RequestSending
from otium.rules.appeals import clocks
from otium.rules.packet import signing as signatures
from otium.rules.packet.signing import Signature
from otium.terms.prior_auth import AppealState, Road
from otium.terms.reviews import AppealEvent
from otium.wires.paper import reviews as paper

ROADS = (Road.FAX, Road.PORTAL, Road.LETTER)


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
    if is_late:
        loading.note(row, AppealEvent.MAKE_READY.value, by, at)
    else:
        loading.move_appeal(row, AppealEvent.MAKE_READY, by, at)
    loading.settled(row.request, by, at, "appeal signed")
    return kept


@transaction.atomic
def file(
    *, appeal_id: UUID, road: Road, sent_at: datetime, by: Actor, at: datetime, destination: str = "",
    reference: str = "", note: str = "",
) -> Appeal:  # fmt: skip
    """Record that it left, by which road, with what the payer gave for it. Late needs a word of good cause."""
    row = loading.appeal(appeal_id)
    filed_on = clock.day(sent_at, row.practice)
    if road not in ROADS:
        raise Refused("road", "not_an_option")
    if sent_at > at:
        raise Refused("sent_on", "day_ahead")
    if row.notice_on and filed_on < row.notice_on:
        raise Refused("sent_on", "before_the_notice")
    if row.file_by and filed_on > row.file_by and not note.strip():
        raise Refused("note", "late_needs_cause")
    loading.move_appeal(
        row, AppealEvent.FILE, by, at, filed_on=filed_on, road=road.value, decide_by=_decide_by(row, sent_at)
    )  # fmt: skip
    RequestSending.objects.create(
        practice=row.practice, request=row.request, appeal=row, packet=letters.kept_of(row), about="appeal",
        road=road.value, sent_at=sent_at, sent_by=by.name, destination=destination.strip(),
        reference=reference.strip(), note=note.strip(),
    )  # fmt: skip
    loading.settled(row.request, by, at, "appeal filed")
    return row


@transaction.atomic
def take_back(*, appeal_id: UUID, why: str, by: Actor, at: datetime) -> Appeal:
    """It did not leave after all. The letter stands as it was signed, or is a draft again."""
    row = loading.appeal(appeal_id)
    if not why.strip():
        raise Refused("why", "reason_missing")
    loading.move_appeal(row, AppealEvent.TAKE_BACK, by, at, why.strip(), filed_on=None, decide_by=None, road="")
    if letters.kept_of(row) is None:
        loading.move_appeal(row, AppealEvent.REOPEN, by, at, "was filed without a signature")
    sendings = RequestSending.objects.filter(practice=row.practice, appeal=row, taken_back_at=None)
    sendings.update(taken_back_at=at)
    loading.settled(row.request, by, at, "appeal taken back")
    return row


@transaction.atomic
def acknowledge(*, appeal_id: UUID, reference: str, by: Actor, at: datetime) -> Appeal:
    """The payer says that it has it."""
    row = loading.appeal(appeal_id)
    loading.move_appeal(row, AppealEvent.ACKNOWLEDGE, by, at, reference=reference.strip() or row.reference)
    sendings = RequestSending.objects.filter(practice=row.practice, appeal=row, taken_back_at=None, confirmed_at=None)
    sendings.update(confirmed_at=at)
    loading.settled(row.request, by, at, "appeal acknowledged")
    return row


def _decide_by(row: Appeal, sent_at: datetime) -> date | None:
    level = appeals.level_of(row, clock.day(sent_at, row.practice))
    if level is None:
        return None
    if row.is_expedited:
        until = clocks.expedited_by(level, filed_at=sent_at)
        return clock.day(until, row.practice) if until else None
    return clocks.decide_by(level, filed_on=clock.day(sent_at, row.practice))
