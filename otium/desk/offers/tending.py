"""The workers' part: holds that are over lapse, the next are asked, rounds of hours that are no longer free end.

Doing it again changes nothing, so it may be cut off at any place and run at any time.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from otium.desk import acting, autonomy, clock, settle
from otium.desk.actor import OTIUM
from otium.desk.autonomy import Autonomy
from otium.desk.offers import chosen, closing, freed, queueing, rounds
from otium.desk.offers.closing import HELD
from otium.desk.offers.moves import OfferEvent
from otium.records.models import Offer, OfferRound, Practice
from otium.terms.offers import OfferState, RoundState
from otium.terms.parcel import ParcelState

AT_ONCE = 20  # rounds in which somebody new is looked for although no turn has come: each look costs facts of many


class TendingFailed(ExceptionGroup):
    """The offers of some practices could not be looked after; the others were."""


def offer_hours(*, practice_id: UUID, hour_ids: Iterable[UUID], freed_at: datetime, at: datetime) -> list[OfferRound]:
    """Begin the rounds of hours that came free in one act, in their order, where the practice lets Otium do that. None
    for an hour that is no longer free, in which nobody works any more, or that was offered since; none at all where no
    text can leave: the waitlist page shows such hours. Those far ahead are put off. Each in a transaction of its own.
    Raises TendingFailed at the end.
    """
    begun, failures = [], []
    for hour_id in _near(practice_id, hour_ids, freed_at, at):
        try:
            with acting.acting_for(practice_id):
                offer_round = _offer_hour(practice_id, hour_id, freed_at, at)
        except Exception as error:  # told at the end, all together
            error.add_note(f"practice {practice_id}, hour {hour_id}")
            failures.append(error)
        else:
            begun += [offer_round] if offer_round else []
    if failures:
        raise TendingFailed("hours could not be offered", failures)
    return begun


def _near(practice_id: UUID, hour_ids: Iterable[UUID], freed_at: datetime, at: datetime) -> list[UUID]:
    with acting.acting_for(practice_id):
        found = [hour for hour_id in hour_ids if (hour := freed.find(hour_id))]
        near, far = queueing.parted(found, at)
        queueing.put_off(Practice.objects.get(pk=practice_id), far, freed_at=freed_at)
    return [hour.id for hour in near]


def _offer_hour(practice_id: UUID, hour_id: UUID, freed_at: datetime, at: datetime) -> OfferRound | None:
    practice, hour = Practice.objects.get(pk=practice_id), freed.find(hour_id)
    if hour is None or autonomy.of(practice, chosen.PLAYBOOK) is not Autonomy.AUTO or not freed.is_worked(hour):
        return None
    since = OfferRound.objects.filter(practice_id=practice_id, pk__in=freed.rounds_of(hour), opened_at__gte=freed_at)
    if since.exists():
        return None
    try:
        return rounds.begin(hour_id=hour_id, by=OTIUM, at=at)
    except (freed.NotFree, rounds.NoRoad):
        return None


def tend(practice_id: UUID, *, at: datetime) -> int:
    """All open rounds of one practice, each in a transaction of its own; how many.

    Where hundreds of hours came free at once, most rounds only wait for families who are asked about another hour: of
    those in which no turn has come, the first look for somebody new.
    """
    with acting.acting_for(practice_id):
        rows = OfferRound.objects.filter(practice_id=practice_id, state=RoundState.OPEN.value)
        keys = list(rows.order_by("next_at", "id").values_list("pk", flat=True))
    for n, key in enumerate(keys):
        with acting.acting_for(practice_id):
            _tend_round(practice_id, key, at, looks=n < AT_ONCE)
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


def _tend_round(practice_id: UUID, key: UUID, at: datetime, *, looks: bool) -> None:
    """`looks`: for somebody to ask, also where nobody's turn has come."""
    settle.lock_practice(practice_id)
    offer_round = OfferRound.objects.select_for_update(of=("self",)).get(pk=key)
    if offer_round.state != RoundState.OPEN.value:
        return
    hour = freed.of_round(offer_round)
    if not freed.is_free(hour, at):
        closing.end(offer_round, RoundState.CLOSED, OfferEvent.LOSE, by=OTIUM, at=at)
        return
    held = _held(offer_round)
    for offer in held:
        _tend_offer(offer, at)
    is_due = offer_round.next_at is None or offer_round.next_at <= at or any(o.state not in HELD for o in held)
    if not (looks or is_due):
        return
    try:
        rounds.ask(offer_round, hour, by=OTIUM, at=at)
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
        closing.move(offer, OfferEvent.LAPSE, by=OTIUM, at=at)  # the next are asked; their link still takes the hour
    elif offer.state == OfferState.MADE.value and parcel.state != ParcelState.WAITING.value:
        closing.move(offer, OfferEvent.SEND, by=OTIUM, at=at)
