"""The rows of a peer-to-peer or an appeal, locked or not, and one move of each with its history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import clock, settle
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.offers import closing
from otium.desk.reviews import slots
from otium.desk.reviews.moving import write
from otium.records.models import Appeal, AuthorizationRequest, PeerToPeer
from otium.rules.appeals import moves
from otium.terms.prior_auth import AppealState, PeerToPeerState
from otium.terms.reviews import AppealEvent, PeerToPeerEvent

OF_REQUEST = ("practice", "patient", "coverage__payer", "coverage__plan", "therapist", "authorization", "inbound_file")
BESIDE = ("practice", *(f"request__{name}" for name in OF_REQUEST))


def request(request_id: UUID) -> AuthorizationRequest:
    """Locked, after the practice. Raises AuthorizationRequest.DoesNotExist."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    rows = AuthorizationRequest.objects.select_related(*OF_REQUEST).select_for_update(of=("self",))
    return rows.get(pk=request_id)


def talk(talk_id: UUID) -> PeerToPeer:
    """Locked, after the practice."""
    settle.lock_practice_of(PeerToPeer, talk_id)
    rows = PeerToPeer.objects.select_related(*BESIDE, "therapist").select_for_update(of=("self",))
    return rows.get(pk=talk_id)


def appeal(appeal_id: UUID) -> Appeal:
    """Locked, after the practice."""
    settle.lock_practice_of(Appeal, appeal_id)
    return Appeal.objects.select_related(*BESIDE).select_for_update(of=("self",)).get(pk=appeal_id)


def move_talk(
    row: PeerToPeer, event: PeerToPeerEvent, by: Actor, at: datetime, *, may_overlap: bool = False, **values: Any
) -> None:
    """Its state, its history, its therapist's time. `may_overlap`: although they are taken then.

    Raises Refused("", "does_not_follow") and writes nothing where its state does not take the event, and
    Refused("slot", "slot_taken") where somebody was faster, within the caller's transaction.
    """
    try:
        target = moves.next_talk_state(PeerToPeerState(row.state), event)
    except moves.ReviewRefusedError:
        raise Refused("", "does_not_follow") from None
    write(row, event.value, by, at, state=target.value, **values)
    if not slots.hold(row) and not may_overlap:
        raise Refused("slot", "slot_taken")
    closing.end_taken(row.practice, by=by, at=at, therapists=[row.therapist_id])


def move_appeal(row: Appeal, event: AppealEvent, by: Actor, at: datetime, why: str = "", **values: Any) -> None:
    """Raises Refused("", "does_not_follow") and writes nothing where its state does not take the event."""
    try:
        target = moves.next_appeal_state(AppealState(row.state), event)
    except moves.ReviewRefusedError:
        raise Refused("", "does_not_follow") from None
    write(row, event.value, by, at, why, state=target.value, **values)


def settled(request: AuthorizationRequest, by: Actor, at: datetime, why: str) -> None:
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why=why)


def day(request: AuthorizationRequest, at: datetime) -> date:
    return clock.day(at, request.practice)
