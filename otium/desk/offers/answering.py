"""What the link of an offer opens, and what a tap does: the first who says yes has the hour.

Who comes too late is told so on the page, and by text where they tried; nobody loses their place on the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.db import transaction

from otium.desk import clock, history, offer_soon, waitlist
from otium.desk.actor import Actor
from otium.desk.appointments import Taken
from otium.desk.families.opening import FAMILY, REPLY, Heard, Incomplete, Opening
from otium.desk.families.recipients import themselves_or
from otium.desk.families.saying import day, hour, say
from otium.desk.mend.problems import Invalid
from otium.desk.offers import closing, freed, texting
from otium.desk.offers.moves import OfferEvent
from otium.records.models import Appointment, FamilyNotice, Offer
from otium.rules.waitlist.rounds import can_take
from otium.terms.family import FamilyChoice, Meant, NoticeState
from otium.terms.offers import OPEN_OFFERS, OfferState, RoundState
from otium.terms.schedule import ActorType
from otium.terms.waitlist import WaitNeed

TAKE, DECLINE = FamilyChoice.TAKE.value, FamilyChoice.DECLINE.value


class Standing(StrEnum):
    """How the offer stands for who opens it."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"
    GONE = "gone"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    BUSY = "busy"  # the patient has another visit then
    TROUBLE = "trouble"  # something else stands in the way


OVER = {
    OfferState.DECLINED.value: Standing.DECLINED,
    OfferState.GONE.value: Standing.GONE,
    OfferState.WITHDRAWN.value: Standing.WITHDRAWN,
}

STILL_TAKEN = (RoundState.OPEN.value, RoundState.EXHAUSTED.value)  # by those whose hold is over; a filled one is over


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says. `is_open`: there is a yes and a no to tap."""

    practice: str
    phone: str
    language: str
    about: str
    title: str
    points: tuple[str, ...]
    standing: str

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN.value


def look(opening: Opening) -> Shown | None:
    """How the offer stands now. Writes nothing."""
    offer = _offer(opening.notice)
    return offer and _shown(opening, offer, _standing(offer, opening.at))


def take(opening: Opening, posted: Mapping[str, str]) -> Shown | None:
    """A tap: yes books, no lets the next be asked; too late changes nothing. Raises Incomplete for neither."""
    offer = _offer(opening.notice, lock=True)
    if offer is None:
        return None
    choice = posted.get("choice", "")
    if choice not in (TAKE, DECLINE):
        raise Incomplete("choice.missing")
    standing = _answer(offer, opening.notice, choice, by=FAMILY, at=opening.at)
    if standing is Standing.GONE and choice == TAKE:
        to = themselves_or(opening.notice.patient, opening.notice.related_person)
        texting.tell(opening.notice, to, "gone", by=FAMILY, at=opening.at)
    return _shown(opening, offer, standing)


def hear(heard: Heard) -> bool:
    """A text that came back: yes or no, answered by a text. Anything else a person reads."""
    choice = {Meant.YES: TAKE, Meant.NO: DECLINE}.get(heard.said.meant)
    offer = _offer(heard.notice, lock=True)
    if choice is None or offer is None:
        return False
    standing = _answer(offer, heard.notice, choice, by=REPLY, at=heard.at)
    if standing in (Standing.BUSY, Standing.TROUBLE):
        return False
    code = {Standing.TAKEN: "taken", Standing.DECLINED: ""}.get(standing, "gone")
    if code:
        to = themselves_or(heard.notice.patient, heard.notice.related_person)
        texting.tell(heard.notice, to, code, by=REPLY, at=heard.at)
    return True


def asks(notice: FamilyNotice) -> frozenset[str]:
    """The hour, while it is theirs to take: two offers are two questions. One whose hold is over asks on only where no
    other hour was offered to them since."""
    offer = _offer(notice)
    if offer is None:
        return frozenset()
    is_asked = offer.state in OPEN_OFFERS
    if offer.state == OfferState.LAPSED.value and offer.offer_round.state in STILL_TAKEN:
        rows = Offer.objects.filter(practice_id=offer.practice_id, patient_id=offer.patient_id)
        is_asked = not rows.filter(state__in=closing.HELD).exists()
    return frozenset({str(offer.pk)}) if is_asked else frozenset()


def visits(notice: FamilyNotice) -> tuple[Appointment, ...]:
    """The visit that they took, while they have it."""
    offer = _offer(notice)
    is_theirs = offer is not None and offer.state == OfferState.TAKEN.value and not _is_left(offer)
    return (offer.visit,) if offer is not None and is_theirs else ()


def _answer(offer: Offer, notice: FamilyNotice, choice: str, *, by: Actor, at: datetime) -> Standing:
    standing = _standing(offer, at)
    if standing is not Standing.OPEN:
        return standing
    if choice == TAKE:
        return _take(offer, notice, by=by, at=at)
    closing.move(offer, OfferEvent.DECLINE, by=by, at=at, answered_at=at)
    closing.ask_next(offer, at=at)
    _keep(notice, DECLINE, by=by, at=at)
    offer_soon.tend_at(offer.practice_id, at)
    return Standing.DECLINED


def _take(offer: Offer, notice: FamilyNotice, *, by: Actor, at: datetime) -> Standing:
    """The hour is booked and all others are told, or nothing changes but that a filled hour is found to be filled."""
    try:
        with transaction.atomic():
            waitlist.take(offer.entry, freed.of_round(offer.offer_round), offer, by=by, at=at)
    except waitlist.NotFree:
        closing.end(offer.offer_round, RoundState.CLOSED, OfferEvent.LOSE, by=by, at=at)
        return Standing.GONE
    except Taken as taken:
        who = taken.clashes[0].who if taken.clashes else ""
        return Standing.BUSY if who == ActorType.PATIENT.value else Standing.TROUBLE
    except Invalid:
        return Standing.TROUBLE
    _keep(notice, TAKE, by=by, at=at)
    return Standing.TAKEN


def _standing(offer: Offer, at: datetime) -> Standing:
    """A hold that is over lets others be asked as well; a yes has the hour as long as nobody else does."""
    if offer.state == OfferState.TAKEN.value:
        return Standing.WITHDRAWN if _is_left(offer) else Standing.TAKEN
    if offer.state in OVER:
        return OVER[offer.state]
    if offer.entry.ended_on is not None or offer.entry.entered_in_error:
        return Standing.WITHDRAWN
    latest = texting.latest(offer.notice)
    is_free = freed.is_free(freed.of_round(offer.offer_round), at)
    if can_take(at=at, latest=latest, is_free=is_free):
        return Standing.OPEN if offer.offer_round.state in STILL_TAKEN else Standing.WITHDRAWN
    return Standing.GONE if not is_free and at < latest else Standing.LAPSED


def _is_left(offer: Offer) -> bool:
    """Whether the visit they took was cancelled since, or goes at another time."""
    visit: Appointment = offer.visit
    return visit.status in freed.FREED or visit.starts_at != freed.of_round(offer.offer_round).starts_at


def _keep(notice: FamilyNotice, choice: str, *, by: Actor, at: datetime) -> None:
    notice.state, notice.acknowledged_at = NoticeState.ACKNOWLEDGED.value, at
    notice.answer = {"choice": choice, "at": at.isoformat(), "by": by.name}
    notice.save(update_fields=["state", "acknowledged_at", "answer"])
    said = {"state": "acknowledged", "choice": choice}
    history.record(notice, "acknowledged", by=by, at=at, before={"state": "told"}, after=said)


def _offer(notice: FamilyNotice, *, lock: bool = False) -> Offer | None:
    rows = Offer.objects.filter(practice_id=notice.practice_id, notice=notice)
    rows = rows.select_related("offer_round__visit", "entry__patient", "visit", "notice__practice")
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def _shown(opening: Opening, offer: Offer, standing: Standing) -> Shown:
    notice, language = opening.notice, opening.spoken
    to = themselves_or(notice.patient, notice.related_person)
    whom = "offer.about_patient" if to.related_person_id else "offer.about_you"
    return Shown(
        practice=opening.practice.name,
        phone=opening.practice.phone,
        language=language,
        about=say(language, whom, name=notice.patient.first_name),
        title=_title(notice, language, standing),
        points=tuple(filter(None, _points(offer, notice, language, standing))),
        standing=standing.value,
    )  # fmt: skip


def _title(notice: FamilyNotice, language: str, standing: Standing) -> str:
    facts = notice.facts
    when = {
        "day": day(language, date.fromisoformat(facts["on"])),
        "hour": hour(language, time.fromisoformat(facts["starts_at"])),
    }
    return say(language, "offer.title" if standing is Standing.OPEN else f"offer.{standing}", **when)


def _points(offer: Offer, notice: FamilyNotice, language: str, standing: Standing) -> list[str]:
    facts, is_earlier = notice.facts, offer.entry.need == WaitNeed.EARLIER.value
    where = [
        say(language, "offer.minutes", minutes=facts["minutes"]),
        say(language, "offer.with", therapist=facts["therapist"]) if facts["therapist"] else "",
        say(language, "offer.at", location=facts["location"]) if facts["location"] else "",
    ]
    until = {
        "day": day(language, date.fromisoformat(facts["until_on"])),
        "hour": hour(language, time.fromisoformat(facts["until_at"])),
    }
    if standing is Standing.OPEN:
        is_today = clock.day(notice.told_at, notice.practice).isoformat() == facts["until_on"]
        ends = say(language, "offer.until" if is_today else "offer.until_day", **until)
        return [*where, ends, say(language, "offer.earlier") if is_earlier else "", say(language, "offer.keep")]
    if standing is Standing.TAKEN:
        return [say(language, "offer.taken_moved") if is_earlier else "", *where, say(language, "offer.taken_note")]
    return [say(language, f"offer.{standing}_note", **until)]
