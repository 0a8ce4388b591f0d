"""A round ends: one of the asked has the hour, a person gave it away, or it is no longer free. Nobody is left waiting.

Those who were asked and open their link afterwards are told; their links go on to open that page.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.families import links
from otium.desk.offers import freed
from otium.desk.offers.freed import FreedHour
from otium.desk.offers.moves import OfferEvent, next_state
from otium.records.models import Appointment, FamilyNotice, Offer, OfferRound, Practice, WaitlistEntry
from otium.terms.family import NoticeState
from otium.terms.offers import OPEN_OFFERS, OfferState, RoundState
from otium.terms.parcel import ParcelState
from otium.terms.waitlist import Passed

HELD = [state.value for state in OPEN_OFFERS]


def open_round(hour: FreedHour) -> OfferRound | None:
    """The round of this hour that is not over, locked; also where it was begun for another visit of its session."""
    rows = OfferRound.objects.select_for_update(of=("self",)).filter(freed.same_hour(hour))
    return rows.filter(practice_id=hour.practice_id, state=RoundState.OPEN.value).order_by("opened_at", "id").first()


def new_round(hour: FreedHour, *, by: Actor, at: datetime) -> OfferRound:
    """Not saved."""
    return OfferRound(
        practice_id=hour.practice_id, visit=hour.visit, left=hour.left, state=RoundState.OPEN.value, opened_at=at,
        by=by.name,
    )  # fmt: skip


def move(offer: Offer, event: OfferEvent, *, by: Actor, at: datetime, **values: object) -> None:
    """Bring the offer to its next state and save it with `values`. Raises OfferMoveRefused."""
    before, after = offer.state, next_state(offer.state, event)
    offer.state, offer.changed_at = after.value, at
    for name, value in values.items():
        setattr(offer, name, value)
    offer.save(update_fields=["state", "changed_at", *values])
    history.record(offer, event.value, by=by, at=at, before={"state": before}, after={"state": after.value})


def end_offer(offer: Offer, event: OfferEvent, *, by: Actor, at: datetime) -> None:
    """Gone or withdrawn: it is said no more, and a text that has not left stays here."""
    move(offer, event, by=by, at=at)
    notice = _told(offer)
    if notice is not None:
        _take_back(notice, event, by=by, at=at)


def _told(offer: Offer) -> FamilyNotice | None:
    """What they were told of it, where they have not answered."""
    rows = FamilyNotice.objects.select_related("parcel").filter(practice_id=offer.practice_id, pk=offer.notice_id)
    return rows.filter(state=NoticeState.TOLD.value).first()


def _take_back(notice: FamilyNotice, event: OfferEvent, *, by: Actor, at: datetime) -> None:
    notice.state = NoticeState.WITHDRAWN.value
    notice.save(update_fields=["state"])
    said = {"before": {"state": "told"}, "after": {"state": "withdrawn"}, "why": event.value}
    history.record(notice, "withdrawn", by=by, at=at, **said)
    links.take_back(notice.parcel, by=by, at=at)


def end(offer_round: OfferRound, state: RoundState, event: OfferEvent, *, by: Actor, at: datetime) -> None:
    """No round any more; whoever could still take the hour cannot now."""
    for offer in Offer.objects.filter(practice_id=offer_round.practice_id, offer_round=offer_round, state__in=HELD):
        end_offer(offer, event, by=by, at=at)
    before = offer_round.state
    offer_round.state, offer_round.ended_at, offer_round.next_at = state.value, at, None
    offer_round.save(update_fields=["state", "ended_at", "next_at"])
    history.record(offer_round, "ended", by=by, at=at, before={"state": before}, after={"state": state.value})


def withdraw_others(entry: WaitlistEntry, *, by: Actor, at: datetime) -> None:
    """Who has found an hour, or waits no longer, is asked about no other."""
    for offer in Offer.objects.filter(practice_id=entry.practice_id, entry=entry, state__in=HELD):
        end_offer(offer, OfferEvent.WITHDRAW, by=by, at=at)
        ask_next(offer, at=at)


def ask_next(offer: Offer, *, at: datetime) -> None:
    """They do not hold the hour any more: the turn of the next has come, where its round goes on."""
    rows = OfferRound.objects.filter(practice_id=offer.practice_id, pk=offer.offer_round_id)
    rows.filter(state=RoundState.OPEN.value).update(next_at=at)


def end_taken(practice: Practice, *, by: Actor, at: datetime, therapists: Iterable[UUID | None] | None = None) -> None:
    """Rounds of hours that somebody else has by now, or that nobody works any more, end at once, so that no text of
    theirs leaves. The practice is locked. `therapists`: whose hours may be taken; None: anybody's. One query where no
    round is open.
    """
    rows = OfferRound.objects.select_for_update(of=("self",)).filter(practice=practice, state=RoundState.OPEN.value)
    if therapists is not None:
        keys = {key for key in therapists if key}
        rows = rows.filter(Q(left=None, visit__therapist__in=keys) | Q(left__therapist__in=keys))
    for offer_round in rows.order_by("opened_at", "id"):
        if not freed.is_free(freed.of_round(offer_round), at):
            end(offer_round, RoundState.CLOSED, OfferEvent.LOSE, by=by, at=at)


def by_hand(
    hour: FreedHour,
    chosen: WaitlistEntry,
    passed: Mapping[UUID, tuple[WaitlistEntry, Passed, str]],
    *,
    by: Actor,
    at: datetime,
) -> Offer:
    """A person gives the hour to one of those who wait: on record with why each of the others does not get it. The
    offer by which they have it, its visit still to be named.

    `passed`: entry, reason and what the person said, by entry id.
    """
    offer_round = open_round(hour)
    if offer_round is None:
        offer_round = new_round(hour, by=by, at=at)
        offer_round.save(force_insert=True)
    rows = {o.entry_id: o for o in Offer.objects.filter(practice_id=hour.practice_id, offer_round=offer_round)}
    own = rows.get(chosen.pk)
    if own is None:
        own = new(offer_round, chosen, Passed.TURN, at=at)
        own.save(force_insert=True)
    move(own, OfferEvent.PLACE, by=by, at=at, answered_at=at, reason="")
    notice = _told(own)
    if notice is not None and notice.parcel is not None and notice.parcel.state == ParcelState.WAITING.value:
        _take_back(notice, OfferEvent.PLACE, by=by, at=at)  # else a text asks about what they have
    note_passed(offer_round, rows, passed.values(), at=at)
    end(offer_round, RoundState.FILLED, OfferEvent.LOSE, by=by, at=at)
    return own


def fill(offer: Offer, *, by: Actor, at: datetime) -> None:
    """One of those who were asked has the hour: nobody else can take it. The offer's visit is still to be named."""
    move(offer, OfferEvent.TAKE, by=by, at=at, answered_at=at)
    end(offer.offer_round, RoundState.FILLED, OfferEvent.LOSE, by=by, at=at)


def taken_by(offer: Offer, visit: Appointment, *, at: datetime) -> None:
    """Which visit stands in the hour that was taken."""
    offer.visit, offer.changed_at = visit, at
    offer.save(update_fields=["visit", "changed_at"])


def new(offer_round: OfferRound, entry: WaitlistEntry, reason: Passed, *, at: datetime, note: str = "") -> Offer:
    """An entry that is passed for now; not saved."""
    return Offer(
        practice_id=offer_round.practice_id, offer_round=offer_round, entry=entry, patient_id=entry.patient_id,
        state=OfferState.PASSED.value, reason=reason.value, note=note, changed_at=at,
    )  # fmt: skip


def note_passed(
    offer_round: OfferRound,
    rows: Mapping[UUID, Offer],
    passed: Iterable[tuple[WaitlistEntry, Passed, str]],
    *,
    at: datetime,
) -> None:
    """Each entry of `passed` with its reason, once; who was asked stays as they are. Two statements."""
    made, changed = [], []
    for entry, reason, note in passed:
        known = rows.get(entry.pk)
        if known is None:
            made.append(new(offer_round, entry, reason, at=at, note=note))
        elif known.state == OfferState.PASSED.value and (known.reason, known.note) != (reason.value, note):
            known.reason, known.note, known.changed_at = reason.value, note, at
            changed.append(known)
    Offer.objects.bulk_create(made, batch_size=500)
    Offer.objects.bulk_update(changed, ["reason", "note", "changed_at"], batch_size=500)
