"""What a person does with something that leaves: send it again, take it back, say that it arrived."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from otium.desk import blobs, claim_standing, history, settle
from otium.desk.actor import Actor
from otium.desk.outbox import asking
from otium.desk.outbox.posting import Letter, body_of, post
from otium.desk.requests import heard, resent
from otium.desk.transmissions import move
from otium.records.models import Acknowledgement, Blob, Claim, ClaimVersion, Parcel, RequestSending, Transmission
from otium.rules.parcels import MoveRefusedError
from otium.terms.claim_standing import ClaimStanding
from otium.terms.parcel import ParcelState, Verdict
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.parcel import TransmissionState as State

MAY_LEAVE = (State.READY, State.UNSURE)
NOT_AT_THE_PAYER = (ClaimStanding.HELD, ClaimStanding.READY, ClaimStanding.SENDING, ClaimStanding.REJECTED)


class NotNow(Exception):
    """It cannot be done from where the message stands; `code` names the sentence (pages.words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def resend(parcel_id: UUID, *, why: str, by: Actor, at: datetime) -> Parcel:
    """The same message as a new parcel, beside the old one. Raises NotNow while the old one may still leave.

    A claim goes with it: what is heard from now on is of the new parcel. One that the payer has would be billed twice.
    A request or an appeal has another sending, and is with its payer again.
    """
    settle.lock_practice_of(Parcel, parcel_id)
    old = Parcel.objects.select_for_update(of=("self",)).select_related("practice", "transmission").get(pk=parcel_id)
    if not why.strip():
        raise NotNow("reason_missing")
    if old.state == ParcelState.WAITING or (old.transmission and old.transmission.state in MAY_LEAVE):
        raise NotNow("still_leaving")
    version, asked = _claim_of(old), _asked_of(old)
    body = body_of(old.kind, blobs.load(old.practice, Blob.objects.get(pk=old.body_id)))
    again = Letter(
        key=f"{old.key} again {uuid4()}", kind=old.kind, body=body, payer_id=old.payer_id, trace=old.trace,
        patient_id=old.patient_id, resend_of=old.pk, why=why.strip(),
    )  # fmt: skip
    if old.focus_id:
        again = replace(again, focus=(old.focus_type, old.focus_id))
    made = post(old.practice, again, by=by, at=at)
    if version is not None:
        version.parcel = made
        version.save(update_fields=["parcel"])
        claim_standing.settle_claims(old.practice, [version.claim_id], by=by, at=at)
    if asked is not None:
        resent.tie(asked, made, by=by, at=at)
    history.record(old, "resent", by=by, at=at, after={"parcel": made.pk}, why=why.strip())
    settle.settle(old.practice, by=by, at=at, patients=_patients(old), why="resent")
    return made


def _claim_of(parcel: Parcel) -> ClaimVersion | None:
    """The version that it carries; None where it carries no claim. Raises NotNow where it must not leave again."""
    if parcel.focus_type != "claim" or parcel.kind != "837P":
        return None
    newest = ClaimVersion.objects.filter(practice=parcel.practice, claim_id=parcel.focus_id).order_by("-number").first()
    if newest is None or newest.parcel_id != parcel.pk:
        raise NotNow("sent_anew")
    if _payer_has(newest, parcel):
        raise NotNow("payer_has_it")
    return newest


def _asked_of(parcel: Parcel) -> RequestSending | None:
    """The sending that it is; None where it carries neither request nor appeal. Raises NotNow as `_claim_of`."""
    found = resent.sending_of(parcel)
    if found is not None:
        try:
            resent.check(found)
        except resent.MayNotLeave as refused:
            raise NotNow(refused.code) from None
    return found


def _payer_has(version: ClaimVersion, parcel: Parcel) -> bool:
    """A first claim by where it stands; a replacement or void, whose claim was decided before, by its own 277CA."""
    if version.frequency == "1":
        return not Claim.objects.filter(pk=version.claim_id, standing__in=NOT_AT_THE_PAYER).exists()
    taken = Acknowledgement.objects.filter(practice=parcel.practice, parcel=parcel, kind="277CA")
    return taken.filter(verdict=Verdict.ACCEPTED).exists()


@transaction.atomic
def withdraw(parcel_id: UUID, *, why: str, by: Actor, at: datetime) -> None:
    """Take back what has not been packed. Raises NotNow once it has."""
    settle.lock_practice_of(Parcel, parcel_id)
    parcel = Parcel.objects.select_for_update(of=("self",)).select_related("practice").get(pk=parcel_id)
    if parcel.state != ParcelState.WAITING:
        raise NotNow("already_packed")
    parcel.state, parcel.why = ParcelState.WITHDRAWN.value, why.strip()
    parcel.save(update_fields=["state", "why"])
    history.record(parcel, "withdrawn", by=by, at=at, before={"state": "waiting"}, why=why.strip())
    claim_standing.settle_parcels(parcel.practice, by=by, at=at, parcel=parcel)
    heard.settle_parcels(parcel.practice, by=by, at=at, parcel=parcel)
    settle.settle(parcel.practice, by=by, at=at, patients=_patients(parcel), why="withdrawn")


def recall(parcel_id: UUID, *, why: str, by: Actor, at: datetime) -> None:
    """Let nothing of it leave any more; what failed or was refused is over anyway. Raises NotNow once it is on its
    way. What it carries is taken back before: else this would be heard as a failure."""
    parcel = Parcel.objects.select_related("transmission").get(pk=parcel_id)
    if parcel.state == ParcelState.WITHDRAWN or parcel.verdict == Verdict.REJECTED:
        return
    if parcel.transmission is not None and parcel.transmission.state == State.FAILED:
        return
    withdraw(parcel_id, why=why, by=by, at=at)


def try_again(transmission_id: UUID, *, why: str, by: Actor, at: datetime) -> None:
    """Send an unsure or refused transmission once more, as it is. Raises NotNow where that does not fit."""
    _decide(transmission_id, Event.TRY_AGAIN, why=why, by=by, at=at)


def mark_arrived(transmission_id: UUID, *, why: str, by: Actor, at: datetime) -> None:
    """Somebody asked the partner: it has it. Raises NotNow where that does not fit."""
    _decide(transmission_id, Event.TAKEN, why=why, by=by, at=at)


@transaction.atomic
def _decide(transmission_id: UUID, event: Event, *, why: str, by: Actor, at: datetime) -> None:
    settle.lock_practice_of(Transmission, transmission_id)
    rows = Transmission.objects.select_for_update(of=("self",)).select_related("practice")
    row = rows.get(pk=transmission_id)
    if row.state not in (State.UNSURE, State.FAILED):
        raise NotNow("nothing_to_decide")
    if not why.strip():
        raise NotNow("reason_missing")
    try:
        move(row, event, by=by, at=at, why=why.strip())
    except MoveRefusedError as error:
        raise NotNow("nothing_to_decide") from error
    if event is Event.TRY_AGAIN:
        asking.ask_delivery(row.practice_id, row.connection_id)
    claim_standing.settle_parcels(row.practice, by=by, at=at, parcel__transmission=row)
    asked = heard.of_transmission(row, by=by, at=at)
    settle.settle(row.practice, by=by, at=at, patients=asked, why="decided")


def _patients(parcel: Parcel) -> list[UUID]:
    return [parcel.patient_id] if parcel.patient_id else []
