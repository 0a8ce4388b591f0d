"""The text of an offer: a notice with its one-purpose link, and the text that tells who came too late.

Neither names the patient. The words are in desk/families/words.
"""

import hashlib
from datetime import date, datetime, time

from otium.desk import clock, history, outbox
from otium.desk.actor import Actor
from otium.desk.families import links, saying, telling, thresholds
from otium.desk.families.facts import Facts
from otium.desk.families.recipients import Recipient
from otium.desk.offers.freed import FreedHour
from otium.desk.waitlist import Candidate
from otium.records.models import FamilyNotice, Offer, Practice
from otium.terms.family import NoticeAbout, NoticeState
from otium.terms.notice import Notice
from otium.terms.offers import Asked

TEXT = "text"


def notice_of(
    offer: Offer,
    candidate: Candidate,
    hour: FreedHour,
    to: Recipient,
    one: Asked,
    *,
    by: Actor,
    at: datetime,
) -> FamilyNotice:
    """The notice of one offer, told by a text that leaves when it may reach them."""
    practice, entry = hour.practice, candidate.entry
    facts = _facts(offer, candidate, hour, one.latest)
    notice = FamilyNotice.objects.create(
        practice=practice, patient_id=entry.patient_id, related_person_id=to.related_person_id,
        about=NoticeAbout.OFFER.value, instance=str(offer.pk), language=to.language, facts=facts,
        digest=hashlib.sha256(str(offer.pk).encode()).hexdigest(), state=NoticeState.TOLD.value, road=TEXT,
        first_visit_on=date.fromisoformat(facts["on"]), prepared_at=at, approved_at=at, approved_by_id=by.staff_id,
        told_at=at, to_hash=telling.addressed(practice, TEXT, to.phone),
    )  # fmt: skip
    link, token = links.make(practice, notice, at=at)
    letter = outbox.Letter(
        key=f"family notice {notice.pk} {link.pk}",
        kind=TEXT,
        body=Notice(to=to.phone, text=_words(practice, to.language, facts, links.address(token))),
        patient_id=entry.patient_id,
        focus=("familynotice", notice.pk),
        not_before_at=one.leaves_at,
    )
    notice.parcel = outbox.post_notice(practice, letter, by=by, at=at)
    notice.save(update_fields=["parcel"])
    history.record(notice, "told", by=by, at=at, after={"state": "told", "road": TEXT, "offer_id": offer.pk})
    return notice


def latest(notice: FamilyNotice) -> datetime:
    """Up to when a yes has the hour, as the family was told."""
    facts = notice.facts
    return clock.instant(date.fromisoformat(facts["until_on"]), time.fromisoformat(facts["until_at"]), notice.practice)


def tell(notice: FamilyNotice, to: Recipient, what: str, *, by: Actor, at: datetime) -> None:
    """By text, once each: `gone` to who tried to take what somebody else has, `taken` to who took it by text."""
    if not to.takes_texts or not to.phone:
        return
    practice: Practice = notice.practice
    params = {**_when(to.language, notice.facts), "phone": practice.phone or "–"}
    letter = outbox.Letter(
        key=f"offer {what} {notice.pk}",
        kind=TEXT,
        body=Notice(to=to.phone, text=_fitted(practice, to.language, f"offer.text_{what}", params)),
        patient_id=notice.patient_id,
        focus=("familynotice", notice.pk),
        not_before_at=thresholds.text_leaves_at(practice, notice.patient.state, at),
    )
    outbox.post_notice(practice, letter, by=by, at=at)


def _facts(offer: Offer, candidate: Candidate, hour: FreedHour, latest: datetime) -> Facts:
    """Local days and times, as families read them. `until`: up to when a yes has the hour that nobody else has."""
    zone = clock.zone(hour.practice)
    local = hour.starts_at.astimezone(zone)
    until = latest.astimezone(zone)
    return {
        "offer_id": str(offer.pk),
        "on": local.date().isoformat(),
        "starts_at": local.time().isoformat("minutes"),
        "minutes": candidate.minutes,
        "therapist": hour.therapist.name if hour.therapist else "",
        "location": hour.location.name if hour.location else "",
        "need": candidate.entry.need,
        "until_on": until.date().isoformat(),
        "until_at": until.time().isoformat("minutes"),
    }


def _words(practice: Practice, language: str, facts: Facts, link: str) -> str:
    return _fitted(practice, language, "offer.text", {**_when(language, facts), "link": link})


def _when(language: str, facts: Facts) -> dict[str, str]:
    day, hour = date.fromisoformat(facts["on"]), time.fromisoformat(facts["starts_at"])
    return {"day": saying.short_day(language, day), "hour": saying.hour(language, hour)}


def _fitted(practice: Practice, language: str, code: str, params: dict[str, str]) -> str:
    """One text. A long name is cut at a word: who sends it must be said."""
    words = saying.one_line(practice.name).split(" ")
    for count in range(len(words), 0, -1):
        text = saying.say(language, code, practice=" ".join(words[:count]), **params)
        if len(text) <= telling.SHORT:
            return text
    return saying.say(language, code, practice=words[0][:20], **params)
