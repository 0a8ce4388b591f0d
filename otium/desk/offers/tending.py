"""The workers' part: holds that are over lapse, the next are asked, rounds of hours that are no longer free end.

Doing it again changes nothing, so it may be cut off at any place and run at any time.
"""

from datetime import datetime
from uuid import UUID

from otium.desk import acting, autonomy, clock, settle, waitlist
from otium.desk.actor import OTIUM
from otium.desk.autonomy import Autonomy
from otium.desk.offers import chosen, closing, rounds
from otium.desk.offers.closing import HELD
from otium.desk.offers.moves import OfferEvent
from otium.records.models import Offer, OfferRound, Practice
from otium.terms.offers import OfferState, RoundState
from otium.terms.parcel import ParcelState


class TendingFailed(ExceptionGroup):
    """The offers of some practices could not be looked after; the others were."""


def offer_hour(*, practice_id: UUID, visit_id: UUID, at: datetime) -> OfferRound | None:
    """Begin the round of an hour that came free, where the practice lets Otium do that; None where it does not, or
    where the hour is no longer free, or no text can leave: the waitlist page shows such hours.
    """
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        if autonomy.of(practice, chosen.PLAYBOOK) is not Autonomy.AUTO:
            return None
        try:
            return rounds.begin(visit_id=visit_id, by=OTIUM, at=at)
        except (waitlist.NotFree, rounds.NoRoad):
            return None


def tend(practice_id: UUID, *, at: datetime) -> int:
    """All open rounds of one practice, each in a transaction of its own; how many."""
    with acting.acting_for(practice_id):
        rows = OfferRound.objects.filter(practice_id=practice_id, state=RoundState.OPEN.value)
        keys = list(rows.order_by("next_at", "id").values_list("pk", flat=True))
    for key in keys:
        with acting.acting_for(practice_id):
            _tend_round(practice_id, key, at)
    return len(keys)


def tend_all(at: datetime | None = None) -> int:
    """Every practice of the installation; how many rounds are open. Raises TendingFailed at the end."""
    when = at or clock.now()
    done, failures = 0, []
    for practice_id in acting.practice_ids():
        try:
            done += tend(practice_id, at=when)
        except Exception as error:  # told at the end, all together
            error.add_note(f"practice {practice_id}")
            failures.append(error)
    if failures:
        raise TendingFailed("offers could not be looked after", failures)
    return done


def _tend_round(practice_id: UUID, key: UUID, at: datetime) -> None:
    settle.lock_practice(practice_id)
    offer_round = OfferRound.objects.select_for_update(of=("self",)).get(pk=key)
    if offer_round.state != RoundState.OPEN.value:
        return
    visit = rounds.visit_of(offer_round.visit_id)
    if not waitlist.is_free(visit, at):
        closing.end(offer_round, RoundState.CLOSED, OfferEvent.LOSE, by=OTIUM, at=at)
        return
    for offer in _held(offer_round):
        _tend_offer(offer, at)
    try:
        rounds.ask(offer_round, visit, by=OTIUM, at=at)
    except rounds.NoRoad:  # those who were asked may still answer
        if not _held(offer_round):
            closing.end(offer_round, RoundState.EXHAUSTED, OfferEvent.LAPSE, by=OTIUM, at=at)


def _held(offer_round: OfferRound) -> list[Offer]:
    rows = Offer.objects.filter(practice_id=offer_round.practice_id, offer_round=offer_round, state__in=HELD)
    return list(rows.select_related("entry", "notice__parcel").order_by("made_at", "id"))


def _tend_offer(offer: Offer, at: datetime) -> None:
    entry, parcel = offer.entry, offer.notice.parcel if offer.notice else None
    is_over = entry.ended_on is not None or entry.entered_in_error
    if is_over or parcel is None or parcel.state == ParcelState.WITHDRAWN.value:  # they wait, or want texts, no more
        closing.end_offer(offer, OfferEvent.WITHDRAW, by=OTIUM, at=at)
    elif offer.expires_at is not None and at >= offer.expires_at:
        closing.end_offer(offer, OfferEvent.LAPSE, by=OTIUM, at=at)
    elif offer.state == OfferState.MADE.value and parcel.state != ParcelState.WAITING.value:
        closing.move(offer, OfferEvent.SEND, by=OTIUM, at=at)
