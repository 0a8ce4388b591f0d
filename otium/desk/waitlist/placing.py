"""Giving a freed hour to one of those who wait: by hand or by their own yes, in one way."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import Booking, Place, Slot, book, cleared, makeups, move
from otium.desk.appointments.cleared import Held, Seen
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.offers import closing, freed
from otium.desk.offers.freed import FreedHour, NotFree
from otium.desk.waitlist.fitting import Candidate, Candidates, candidates, kind_of
from otium.desk.waitlist.later import later_visits
from otium.records.models import Appointment, Offer, Practice, WaitlistEntry
from otium.terms.offers import OfferState
from otium.terms.waitlist import Opening, Passed, WaitNeed

NOT_TAKEN = (OfferState.DECLINED.value, OfferState.LAPSED.value)
ANY_ROOM = Place(any_room=True)


@transaction.atomic
def place(
    *, entry_id: UUID, hour_id: UUID, by: Actor, at: datetime, why: str = "", is_sure: bool = False
) -> Appointment:
    """The freed hour is theirs and their wait is over. Raises NotFree, Filled, Invalid, and what booking and moving
    raise.

    Whoever stood before it and was ready is passed over with `why`, which is needed then.
    """
    hour = locked(hour_id)
    found = candidates(hour, at=at)
    chosen = _chosen(found, entry_id)
    earlier = found.fitting[: found.fitting.index(chosen)]
    asked = _asked(hour)
    before = [c for c in earlier if c.is_ready and c.entry.patient_id != chosen.entry.patient_id]
    if any(c.entry.pk not in asked for c in before) and not why.strip():
        raise Invalid([Problem("why", _("Say why those before are passed over: asked and declined, no answer."))])
    for passed in before:
        if passed.entry.pk not in asked:
            history.record(passed.entry, "passed_over", by=by, at=at, why=why.strip())
    own = closing.by_hand(hour, chosen.entry, _passed(found, chosen, before, why.strip()), by=by, at=at)
    return _give(chosen.entry, hour, found.opening, own, is_sure=is_sure, by=by, at=at)


def foresee(*, entry_id: UUID, hour_id: UUID, by: Actor, at: datetime) -> Seen | None:
    """What placing who waits for an earlier time does besides; nothing is kept. None for who waits for anything else:
    nothing of theirs moves. Raises as `place` does.
    """
    hour = locked(hour_id)
    chosen = _chosen(candidates(hour, at=at), entry_id)
    if chosen.later is None:
        return None
    try:
        cleared.move(
            chosen.later, _slot(chosen, hour), place=ANY_ROOM, by=by, at=at, is_sure=True, is_look=True
        )  # fmt: skip
    except Held as held:
        return held.seen
    raise AssertionError("a look keeps nothing")


@transaction.atomic
def take(entry: WaitlistEntry, hour: FreedHour, offer: Offer, *, by: Actor, at: datetime) -> Appointment:
    """The freed hour is theirs by their own yes to `offer`: its round is filled, their wait is over, what else they
    were offered is withdrawn. The practice is locked. Raises NotFree, Filled, and what booking and moving raise.
    """
    opening = freed.opening(hour, at)
    closing.fill(offer, by=by, at=at)
    return _give(entry, hour, opening, offer, is_sure=True, by=by, at=at)


def _give(
    entry: WaitlistEntry, hour: FreedHour, opening: Opening, offer: Offer, *, is_sure: bool, by: Actor, at: datetime
) -> Appointment:
    """A visit is booked; of who waits for an earlier time the later visit moves here. The round is over by then, so
    that this taking of the hour does not end it as lost."""
    if entry.need == WaitNeed.EARLIER.value:
        later = later_visits(hour, [entry.patient_id]).get(entry.patient_id)
        if later is None:
            raise Invalid([Problem("", _("There is no later visit to move any more."))])
        slot = _slot(Candidate(entry, None, later), hour)
        taken = move(appointment_id=later.pk, to=slot, by=by, at=at, place=ANY_ROOM, is_sure=is_sure)
    else:
        booking = _booking(entry, opening, is_sure=is_sure)
        (taken,) = book(booking, practice_id=hour.practice_id, by=by, at=at).visits
    closing.taken_by(offer, taken, at=at)
    closing.withdraw_others(entry, by=by, at=at)
    _end(entry, taken, hour.practice, by, at)
    return taken


def locked(hour_id: UUID) -> FreedHour:
    """The hour as it is once nobody else can change it. Raises NotFree where there is none."""
    if hour := freed.find(hour_id):
        settle.lock_practice(hour.practice_id)
        hour = freed.find(hour_id)
    if hour is None:
        raise NotFree
    return hour


def _chosen(found: Candidates, entry_id: UUID) -> Candidate:
    chosen = next((c for c in found.fitting if c.entry.pk == entry_id), None)
    if chosen is None:
        raise Invalid([Problem("", _("They do not wait for this hour any more. Look at the list again."))])
    return chosen


def _slot(candidate: Candidate, hour: FreedHour) -> Slot:
    local = hour.starts_at.astimezone(clock.zone(hour.practice))
    return Slot(hour.therapist_id, local.date(), local.time(), candidate.minutes)


def _asked(hour: FreedHour) -> set[UUID]:
    """Who was offered this hour and did not take it: they are passed over for that reason."""
    rows = Offer.objects.filter(practice_id=hour.practice_id, offer_round__in=freed.rounds_of(hour))
    return set(rows.filter(state__in=NOT_TAKEN).values_list("entry_id", flat=True))


def _passed(
    found: Candidates, chosen: Candidate, before: list[Candidate], why: str
) -> dict[UUID, tuple[WaitlistEntry, Passed, str]]:
    """Everybody else who waits, with the reason why the hour is not theirs."""
    passed = {entry.pk: (entry, reason, "") for entry, reason in (*found.passed, *found.own)}
    for candidate in found.fitting:
        reason = Passed.NOT_READY if candidate.cleared and not candidate.is_ready else Passed.TURN
        passed[candidate.entry.pk] = (candidate.entry, reason, "")
    passed |= {c.entry.pk: (c.entry, Passed.BY_HAND, why) for c in before}
    del passed[chosen.entry.pk]
    return passed


def _booking(entry: WaitlistEntry, opening: Opening, *, is_sure: bool) -> Booking:
    return Booking(
        entry.patient_id,
        Slot(opening.therapist_id, opening.on, opening.starts_at, entry.minutes),
        kind_of(WaitNeed(entry.need)),
        opening.location_id,
        any_room=True,
        is_sure=is_sure,
        makes_up_id=makeups.still_open(entry),
    )


def _end(entry: WaitlistEntry, visit: Appointment, practice: Practice, by: Actor, at: datetime) -> None:
    """A standing hour is waited for until it is found; one visit does not end that wait."""
    if entry.need == WaitNeed.WEEKLY.value:
        history.record(entry, "offered_once", by=by, at=at, after={"visit_id": visit.pk})
        return
    entry.visit, entry.ended_on = visit, clock.day(at, practice)
    entry.save(update_fields=["visit", "ended_on"])
    history.record(entry, "placed", by=by, at=at, after={"visit_id": visit.pk, "ended_on": entry.ended_on})
