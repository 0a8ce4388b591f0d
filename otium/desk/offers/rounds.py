"""Offer a freed hour: begin its round, and ask the next of those who wait as long as somebody is left to ask."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history, offer_soon, settle, waitlist
from otium.desk.actor import Actor
from otium.desk.offers import chosen, closing, freed, texting
from otium.desk.offers.closing import HELD
from otium.desk.offers.freed import FreedHour
from otium.desk.offers.moves import OfferEvent
from otium.desk.offers.reaching import NoRoad, People, reaches
from otium.desk.waitlist import Candidate, Candidates
from otium.records.models import Offer, OfferRound, WaitlistEntry
from otium.rules.waitlist import rounds as rules
from otium.terms.offers import Asked, OfferState, Reach, RoundState
from otium.terms.waitlist import Passed

__all__ = ["NoRoad", "ask", "begin", "stop"]


@transaction.atomic
def begin(*, hour_id: UUID, by: Actor, at: datetime) -> OfferRound:
    """Ask the first wave, or none where nobody can be asked: the round is exhausted then. Begun already: that round.

    Raises NotFree, Filled (desk.waitlist), NoRoad.
    """
    hour = waitlist.locked(hour_id)
    known = closing.open_round(hour)
    if known is not None:
        return known
    offer_round = closing.new_round(hour, by=by, at=at)
    offer_round.save(force_insert=True)
    opened = {"state": "open", "visit_id": hour.visit.pk} | ({"left_id": hour.left.pk} if hour.left else {})
    history.record(offer_round, "opened", by=by, at=at, after=opened)
    ask(offer_round, hour, by=by, at=at)
    return offer_round


@transaction.atomic
def stop(*, round_id: UUID, by: Actor, at: datetime) -> OfferRound:
    """A person takes the hour back: nobody can take it any more. One that is over stays as it is."""
    settle.lock_practice_of(OfferRound, round_id)
    offer_round = OfferRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    if offer_round.state == RoundState.OPEN.value:
        closing.end(offer_round, RoundState.CLOSED, OfferEvent.WITHDRAW, by=by, at=at)
    return offer_round


def ask(offer_round: OfferRound, hour: FreedHour, *, by: Actor, at: datetime) -> None:
    """As many as a wave holds shall be able to take the hour; where nobody is, the round is exhausted.

    The practice and the round are locked. Raises NotFree, Filled, NoRoad.
    """
    rows = {o.entry_id: o for o in Offer.objects.filter(practice_id=hour.practice_id, offer_round=offer_round)}
    held, again_at = [o for o in rows.values() if o.state in HELD], None
    if len(held) < chosen.of(hour.practice).wave:
        asked, again_at = _wave(offer_round, hour, rows, len(held), by=by, at=at)
        held += asked
        offer_round.wave += 1 if asked else 0
    offer_round.next_at = rules.next_at((o.expires_at for o in held if o.expires_at), again_at)
    offer_round.save(update_fields=["wave", "next_at"])
    if offer_round.next_at is None:
        closing.end(offer_round, RoundState.EXHAUSTED, OfferEvent.LAPSE, by=by, at=at)
    else:
        offer_soon.tend_at(hour.practice_id, offer_round.next_at)


def _wave(
    offer_round: OfferRound, hour: FreedHour, rows: dict[UUID, Offer], held: int, *, by: Actor, at: datetime
) -> tuple[list[Offer], datetime | None]:
    """The offers of those whose turn it is, and when others can be asked who are asked about another hour now; a row
    with the reason for everybody else who waits."""
    look = _Look(hour, {o.entry_id for o in rows.values() if o.state != OfferState.PASSED.value}, at)
    wave = rules.ask(
        look, chosen.of(hour.practice), held=held, phones=_phones(hour, rows, at), starts_at=hour.starts_at, at=at
    )
    by_id = {c.entry.pk: c for c in look.found.fitting}
    passed = [(by_id[key].entry, reason, "") for key, reason in wave.passed] + _not_fitting(look.found)
    closing.note_passed(offer_round, rows, passed, at=at)
    asked = (_offer(offer_round, by_id[one.entry_id], one, hour, look.people, rows, by=by, at=at) for one in wave.asked)
    return list(asked), wave.again_at


class _Look:
    """Those who fit and were not asked yet, how each can be asked; `found` and `people`: of the last look."""

    found: Candidates
    people: People

    def __init__(self, hour: FreedHour, asked_before: set[UUID], at: datetime) -> None:
        self._hour, self._but, self._at = hour, asked_before, at
        self._said_no = _said_no(hour)

    def __call__(self, depth: int) -> list[Reach]:
        hour, at = self._hour, self._at
        self.found = waitlist.candidates(hour, at=at, looked_at=depth, but=self._but)
        fitting = [c for c in self.found.fitting if c.entry.pk not in self._but]
        self.people = People(hour.practice, fitting, at)
        return reaches(fitting, hour, self.people, self._said_no, at)


def _not_fitting(found: Candidates) -> list[tuple[WaitlistEntry, Passed, str]]:
    """Those whom the hour does not suit, and whoever cancelled it."""
    return [(entry, reason, "") for entry, reason in (*found.passed, *found.own)]


def _said_no(hour: FreedHour) -> set[UUID]:
    """Entries that did not want this hour, in this round or an earlier one."""
    rows = Offer.objects.filter(
        practice_id=hour.practice_id, offer_round__in=freed.rounds_of(hour), state=OfferState.DECLINED.value
    )
    return set(rows.values_list("entry_id", flat=True))


def _phones(hour: FreedHour, rows: dict[UUID, Offer], at: datetime) -> set[str]:
    """Of the families who can take the hour now."""
    held = [row.pk for row in rows.values() if row.state in HELD]
    offers = Offer.objects.filter(practice_id=hour.practice_id, pk__in=held).select_related("entry__patient")
    entries = [Candidate(offer.entry, None) for offer in offers]
    people = People(hour.practice, entries, at)
    return {people.phone(candidate.entry.patient_id) for candidate in entries}


def _offer(
    offer_round: OfferRound,
    candidate: Candidate,
    one: Asked,
    hour: FreedHour,
    people: People,
    rows: dict[UUID, Offer],
    *,
    by: Actor,
    at: datetime,
) -> Offer:
    entry = candidate.entry
    offer = rows.get(entry.pk)
    if offer is None:
        offer = closing.new(offer_round, entry, Passed.TURN, at=at)
        offer.save(force_insert=True)
    closing.move(
        offer, OfferEvent.OFFER, by=by, at=at, reason="", wave=offer_round.wave + 1, made_at=at,
        expires_at=one.expires_at,
    )  # fmt: skip
    to = people.recipient(entry.patient_id)
    if to is None:
        raise LookupError(f"offer {offer.pk}: nobody to tell, though the rule asked them")
    offer.notice = texting.notice_of(offer, candidate, hour, to, one, by=by, at=at)
    offer.save(update_fields=["notice"])
    return offer
