"""Talks and appeals whose last day has passed are over, by the rules and without a person."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from otium.desk import clock, settle
from otium.desk.actor import Actor
from otium.desk.reviews import loading, slots
from otium.records.models import Appeal, PeerToPeer, Practice
from otium.rules.appeals import expiry
from otium.terms.prior_auth import AppealState, PeerToPeerState
from otium.terms.reviews import AppealEvent, PeerToPeerEvent


def tend(practice: Practice, *, by: Actor, at: datetime) -> None:
    """Move what is over to EXPIRED, and let talks hold the time that is theirs. Running it again changes nothing.

    Within the caller's transaction, which settles. Three queries where nothing is over.
    """
    settle.lock_practice(practice.pk)
    on = clock.day(at, practice)
    for talk in _talks_over(practice, on):
        loading.move_talk(talk, PeerToPeerEvent.EXPIRE, by, at)
    for appeal in _appeals_over(practice, on):
        loading.move_appeal(appeal, AppealEvent.EXPIRE, by, at)
    slots.hold_all(practice)


def _talks_over(practice: Practice, on: date) -> Iterator[PeerToPeer]:
    rows = _locked(PeerToPeer).filter(practice=practice, state__in=expiry.TALK_AHEAD, until_on__lt=on)
    for row in rows.select_related(*loading.BESIDE, "therapist"):
        slot_on = clock.day(row.slot_at, practice) if row.slot_at else None
        if expiry.is_talk_over(PeerToPeerState(row.state), until_on=row.until_on, slot_on=slot_on, on=on):
            yield row


def _appeals_over(practice: Practice, on: date) -> Iterator[Appeal]:
    rows = _locked(Appeal).filter(practice=practice, state__in=expiry.APPEAL_AT_HOME, file_by__lt=on)
    for row in rows.select_related(*loading.BESIDE):
        if expiry.is_appeal_over(AppealState(row.state), file_by=row.file_by, on=on):
            yield row


def _locked(model: type[Any]) -> Any:
    return model.objects.select_for_update(of=("self",)).order_by("id")
