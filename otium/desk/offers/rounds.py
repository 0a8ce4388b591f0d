"""Offer a freed hour: begin its round, and ask the next of those who wait as long as somebody is left to ask."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history, offer_soon, settle, waitlist
from otium.desk.actor import Actor
from otium.desk.offers import chosen, closing, texting
from otium.desk.offers.closing import HELD
from otium.desk.offers.moves import OfferEvent
from otium.desk.offers.reaching import NoRoad, People, reaches
from otium.desk.waitlist import Candidate, Candidates
from otium.records.models import Appointment, Offer, OfferRound, WaitlistEntry
from otium.rules.waitlist import waves
from otium.terms.offers import Asked, OfferState, RoundState
from otium.terms.waitlist import Passed

__all__ = ["NoRoad", "ask", "begin", "stop", "visit_of"]
LOOKED_AT = (10, 30, 60)  # so many are looked at for readiness, more only where too few of them can be asked


@transaction.atomic
def begin(*, visit_id: UUID, by: Actor, at: datetime) -> OfferRound:
    """Ask the first wave, or none where nobody can be asked: the round is exhausted then. Begun already: that round.

    Raises NotFree, Filled (desk.waitlist), NoRoad.
    """
    settle.lock_practice_of(Appointment, visit_id)
    visit = visit_of(visit_id)
    known = closing.open_round(visit)
    if known is not None:
        return known
    offer_round = OfferRound(
        practice=visit.practice, visit=visit, state=RoundState.OPEN.value, opened_at=at, by=by.name
    )
    offer_round.save(force_insert=True)
    history.record(offer_round, "opened", by=by, at=at, after={"state": "open", "visit_id": visit.pk})
    ask(offer_round, visit, by=by, at=at)
    return offer_round


@transaction.atomic
def stop(*, round_id: UUID, by: Actor, at: datetime) -> OfferRound:
    """A person takes the hour back: nobody can take it any more. One that is over stays as it is."""
    settle.lock_practice_of(OfferRound, round_id)
    offer_round = OfferRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    if offer_round.state == RoundState.OPEN.value:
        closing.end(offer_round, RoundState.CLOSED, OfferEvent.WITHDRAW, by=by, at=at)
    return offer_round


def ask(offer_round: OfferRound, visit: Appointment, *, by: Actor, at: datetime) -> None:
    """As many as a wave holds shall be able to take the hour; where nobody is, the round is exhausted.

    The practice and the round are locked. Raises NotFree, Filled, NoRoad.
    """
    rules = chosen.of(visit.practice)
    rows = {o.entry_id: o for o in Offer.objects.filter(practice_id=visit.practice_id, offer_round=offer_round)}
    held = [o for o in rows.values() if o.state in HELD]
    room = rules.wave - len(held)
    if room > 0:
        asked = _wave(offer_round, visit, rows, room, by=by, at=at)
        held += asked
        offer_round.wave += 1 if asked else 0
    if not held:
        offer_round.save(update_fields=["wave"])
        closing.end(offer_round, RoundState.EXHAUSTED, OfferEvent.LAPSE, by=by, at=at)
        return
    offer_round.next_at = min(o.expires_at for o in held if o.expires_at)
    offer_round.save(update_fields=["wave", "next_at"])
    offer_soon.tend_at(visit.practice_id, offer_round.next_at)


def visit_of(visit_id: UUID) -> Appointment:
    """The freed visit with all that offers say of it."""
    return Appointment.objects.select_related("practice", "therapist", "location").get(pk=visit_id)


def _wave(
    offer_round: OfferRound, visit: Appointment, rows: dict[UUID, Offer], room: int, *, by: Actor, at: datetime
) -> list[Offer]:
    """The offers of those whose turn it is; a row with the reason for everybody else who waits."""
    asked_before = {o.entry_id for o in rows.values() if o.state != OfferState.PASSED.value}
    rules = replace(chosen.of(visit.practice), wave=room)
    said_no, phones = _said_no(visit), _phones(visit, rows, at)
    for looked_at in LOOKED_AT:
        found = waitlist.candidates(visit, at=at, looked_at=looked_at, but=asked_before)
        fitting = [c for c in found.fitting if c.entry.pk not in asked_before]
        people = People(visit.practice, fitting, at)
        wave = waves.wave(
            reaches(fitting, visit, people, said_no, at), rules, starts_at=visit.starts_at, at=at,
            asked_already=phones,
        )  # fmt: skip
        if len(wave.asked) == room or looked_at >= len(fitting):
            break
    by_id = {c.entry.pk: c.entry for c in found.fitting}
    passed = [(by_id[key], reason, "") for key, reason in wave.passed] + _not_fitting(visit, found)
    closing.note_passed(offer_round, rows, passed, at=at)
    return [_offer(offer_round, by_id[one.entry_id], one, visit, people, rows, by=by, at=at) for one in wave.asked]


def _not_fitting(visit: Appointment, found: Candidates) -> list[tuple[WaitlistEntry, Passed, str]]:
    """Those whom the hour does not suit, and whoever cancelled it."""
    return [(entry, reason, "") for entry, reason in (*found.passed, *found.own)]


def _said_no(visit: Appointment) -> set[UUID]:
    """Entries that did not want this hour, in this round or an earlier one."""
    rows = Offer.objects.filter(
        practice_id=visit.practice_id, offer_round__visit=visit, state=OfferState.DECLINED.value
    )
    return set(rows.values_list("entry_id", flat=True))


def _phones(visit: Appointment, rows: dict[UUID, Offer], at: datetime) -> set[str]:
    """Of the families who can take the hour now."""
    held = [row.pk for row in rows.values() if row.state in HELD]
    offers = Offer.objects.filter(practice_id=visit.practice_id, pk__in=held).select_related("entry__patient")
    entries = [Candidate(offer.entry, None) for offer in offers]
    people = People(visit.practice, entries, at)
    return {people.phone(candidate.entry.patient_id) for candidate in entries}


def _offer(
    offer_round: OfferRound,
    entry: WaitlistEntry,
    one: Asked,
    visit: Appointment,
    people: People,
    rows: dict[UUID, Offer],
    *,
    by: Actor,
    at: datetime,
) -> Offer:
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
    offer.notice = texting.notice_of(offer, entry, visit, to, leaves_at=one.leaves_at, by=by, at=at)
    offer.save(update_fields=["notice"])
    return offer
