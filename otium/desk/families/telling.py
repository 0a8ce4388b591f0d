"""A prepared notice leaves: by text or mail with a link, or on paper. One click, and never twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from otium.desk import autonomy, blobs, clock, estimates, history, keys, outbox, settle
from otium.desk.actor import Actor
from otium.desk.autonomy import Autonomy
from otium.desk.families import costing, links, papers, saying, thresholds
from otium.desk.families.facts import PLAYBOOKS
from otium.desk.families.recipients import Recipient, themselves_or
from otium.desk.outbox import roads
from otium.desk.visit_messages import inviting, wording
from otium.records.models import Appointment, FamilyNotice, Practice
from otium.rules import notices as rules
from otium.terms.family import ABOUT_VISITS, NoticeAbout, NoticeState
from otium.terms.notice import Notice, NoticeKind

TEXT, MAIL, LETTER = "text", "mail", "letter"
ROADS = (TEXT, MAIL, LETTER)
SHORT = 160  # characters: one text, as health-care messages must be (47 CFR 64.1200(a)(9)(iv))
WHY = "family told"


class Refused(Exception):
    """A notice stays as it is. `code` names the sentence (pages.words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Ways:
    """By which roads this recipient can be reached today; the first is the one to take."""

    roads: tuple[str, ...]
    lacks: tuple[str, ...] = ()  # why a road is closed: no_text_wanted, no_text_address, no_text_road


def carried(practices: Iterable[Practice]) -> dict[UUID, frozenset[str]]:
    """Whether texts and mails can leave, by practice. One query."""
    return roads.kinds_for([p.pk for p in practices], (TEXT, MAIL))


def ways(practice: Practice, to: Recipient, kinds: frozenset[str] | None = None) -> Ways:
    """Text where there is a number and a connection that carries texts, then mail alike. Paper always.

    `kinds` are those that can leave (`carried`), where a list asks for many.
    """
    open_kinds = carried([practice])[practice.pk] if kinds is None else kinds
    found, lacks = [], []
    for road, value in ((TEXT, to.phone), (MAIL, to.email)):
        if road == TEXT and not to.takes_texts:
            lacks.append("no_text_wanted")
        elif not _is_sound(road, value):
            lacks.append(f"no_{road}_address")
        elif road not in open_kinds:
            lacks.append(f"no_{road}_road")
        else:
            found.append(road)
    return Ways((*found, LETTER), tuple(lacks))


@transaction.atomic
def approve(*, notice_id: UUID, by: Actor, at: datetime, road: str = "") -> FamilyNotice:
    """Let the notice leave by this road, or by the first there is. Approved already: nothing happens again.

    Keeps the letter as it was approved. Raises Refused.
    """
    settle.lock_practice_of(FamilyNotice, notice_id)
    notice = _locked(notice_id)
    if notice.state in (NoticeState.TOLD, NoticeState.ACKNOWLEDGED):
        return notice
    if notice.state == NoticeState.WITHDRAWN:
        raise Refused("notice_withdrawn")
    if notice.about == NoticeAbout.COST and not costing.is_as_told(notice, at=at):
        raise Refused("cost_changed")
    if notice.about in ABOUT_VISITS and wording.has_begun(notice.facts, at):
        raise Refused("visit_begun")
    to = themselves_or(notice.patient, notice.related_person)
    taken = road or ways(notice.practice, to).roads[0]
    if taken not in ROADS or taken not in ways(notice.practice, to).roads:
        raise Refused("road_closed")
    notice.state, notice.road, notice.told_at = NoticeState.TOLD.value, taken, at
    notice.approved_at, notice.approved_by_id = at, by.staff_id
    if taken != LETTER:
        _send(notice, to, by=by, at=at)
    notice.save(update_fields=["state", "road", "told_at", "approved_at", "approved_by", "parcel", "to_hash"])
    _give(notice, by=by, at=at)
    notice.document = blobs.keep(notice.practice, papers.pdf(notice, notice.language, clock.day(at, notice.practice)))
    notice.save(update_fields=["document"])
    history.record(notice, "told", by=by, at=at, before={"state": "prepared"}, after={"state": "told", "road": taken})
    settle.settle(notice.practice, by=by, at=at, patients=[notice.patient_id], why=WHY)
    return notice


def approve_all(*, notice_ids: Iterable[UUID], by: Actor, at: datetime) -> list[FamilyNotice]:
    """Each in a transaction of its own, by its first road; those that were withdrawn meanwhile are left out."""
    done = []
    for notice_id in notice_ids:
        try:
            done.append(approve(notice_id=notice_id, by=by, at=at))
        except Refused:
            continue
    return done


def approve_automatic(practice: Practice, *, by: Actor, at: datetime) -> list[FamilyNotice]:
    """What the practice lets Otium send by itself, by text or mail. What can only be printed waits for a person."""
    automatic = [about for about, name in PLAYBOOKS.items() if autonomy.of(practice, name) is Autonomy.AUTO]
    if not automatic:
        return []
    rows = FamilyNotice.objects.filter(practice=practice, state=NoticeState.PREPARED, about__in=automatic)
    waiting = list(rows.select_related("patient", "related_person").order_by("prepared_at", "id"))
    leave = [n for n in waiting if ways(practice, themselves_or(n.patient, n.related_person)).roads[0] != LETTER]
    return approve_all(notice_ids=[n.pk for n in leave], by=by, at=at)


@transaction.atomic
def withdraw(*, notice_id: UUID, why: str, by: Actor, at: datetime) -> FamilyNotice:
    """Close its links and say it no more. One that was answered stays. Raises Refused."""
    settle.lock_practice_of(FamilyNotice, notice_id)
    notice = _locked(notice_id)
    if notice.state == NoticeState.WITHDRAWN:
        return notice
    if notice.state == NoticeState.ACKNOWLEDGED:
        raise Refused("notice_answered")
    if not why.strip():
        raise Refused("reason_missing")
    links.revoke(notice, at=at)
    before = notice.state
    notice.state = NoticeState.WITHDRAWN.value
    notice.save(update_fields=["state"])
    history.record(
        notice, "withdrawn", by=by, at=at, before={"state": before}, after={"state": "withdrawn"}, why=why.strip()
    )
    links.take_back(notice.parcel, by=by, at=at)
    settle.settle(notice.practice, by=by, at=at, patients=[notice.patient_id], why="notice withdrawn")
    return notice


@transaction.atomic
def resend(*, notice_id: UUID, by: Actor, at: datetime, road: str = "") -> FamilyNotice:
    """Send a told notice once more, with a new link; the old links close. Raises Refused."""
    settle.lock_practice_of(FamilyNotice, notice_id)
    notice = _locked(notice_id)
    if notice.about in ABOUT_VISITS:  # the next step says it anew
        raise Refused("road_closed")
    if notice.state != NoticeState.TOLD:
        raise Refused("notice_answered" if notice.state == NoticeState.ACKNOWLEDGED else "notice_not_told")
    to = themselves_or(notice.patient, notice.related_person)
    open_roads = ways(notice.practice, to).roads
    taken = road or open_roads[0]
    if taken not in open_roads:
        raise Refused("road_closed")
    links.revoke(notice, at=at)
    before, notice.parcel = notice.parcel, None
    notice.road, notice.told_at = taken, at
    if taken != LETTER:
        _send(notice, to, by=by, at=at)
    notice.save(update_fields=["road", "told_at", "parcel", "to_hash"])
    links.take_back(before, by=by, at=at)
    history.record(notice, "told_again", by=by, at=at, after={"road": taken})
    settle.settle(notice.practice, by=by, at=at, patients=[notice.patient_id], why=WHY)
    return notice


@transaction.atomic
def stop_texts(*, notice_id: UUID, by: Actor, at: datetime) -> FamilyNotice:
    """The recipient wants no more texts, said in whatever way: from now on none leaves, one that waits is withdrawn.

    Source: 47 CFR 64.1200(a)(10); at once, where the rule allows ten business days.
    """
    settle.lock_practice_of(FamilyNotice, notice_id)
    notice = _locked(notice_id)
    who = notice.related_person or notice.patient
    if who.no_texts_since is None:
        who.no_texts_since = at
        who.save(update_fields=["no_texts_since"])
        history.record(who, "texts_stopped", by=by, at=at, after={"no_texts_since": at})
    same = Q(related_person=notice.related_person) if notice.related_person else Q(related_person=None)
    told = FamilyNotice.objects.filter(same, patient=notice.patient, parcel__kind=TEXT, parcel__state="waiting")
    for parcel_id in told.values_list("parcel_id", flat=True):
        outbox.withdraw(parcel_id, why="texts_stopped", by=by, at=at)
    return notice


def _give(notice: FamilyNotice, *, by: Actor, at: datetime) -> None:
    """The estimate in the letter is given with it, so that the letter says what was given. Raises Refused."""
    if notice.about != NoticeAbout.ESTIMATE:
        return
    try:
        estimates.issue(estimate_id=UUID(notice.facts["estimate_id"]), notice_id=notice.pk, by=by, at=at)
    except (estimates.NotDraft, estimates.NotReady):
        raise Refused("estimate_changed") from None


def _locked(notice_id: UUID) -> FamilyNotice:
    rows = FamilyNotice.objects.select_for_update(of=("self",))
    return rows.select_related("practice", "patient", "related_person", "document").get(pk=notice_id)


def _send(notice: FamilyNotice, to: Recipient, *, by: Actor, at: datetime) -> None:
    """Post the text or mail. It names the practice and the link, and nobody."""
    practice = notice.practice
    is_visit = notice.about in ABOUT_VISITS
    until = wording.ends_at(notice.facts) if is_visit else at + links.LASTS
    ((link, token),) = links.make_all(practice, [(notice, until)], at=at)
    address = links.address(token)
    words = wording.of_notice(notice, address) if is_visit else _text(practice, notice.language, address)
    body = Notice(to=to.phone, text=words)
    if notice.road == MAIL and is_visit:
        subject, text = wording.mail_of_notice(notice, address)
        body = Notice(to=to.email, subject=subject, text=text)
    elif notice.road == MAIL:
        params = {"practice": practice.name, "link": links.address(token), "phone": practice.phone or "–"}
        subject = saying.say(notice.language, "text.mail_subject", practice=saying.one_line(practice.name))
        body = Notice(to=to.email, subject=subject, text=saying.say(notice.language, "text.mail", **params))
    is_text = notice.road == TEXT
    letter = outbox.Letter(
        key=f"family notice {notice.pk} {link.pk}",
        kind=notice.road,
        body=body,
        patient_id=notice.patient_id,
        focus=("familynotice", notice.pk),
        not_before_at=thresholds.text_leaves_at(practice, notice.patient.state, at) if is_text else None,
    )
    if is_visit:
        visits = Appointment.objects.filter(practice=practice, pk__in=[row["id"] for row in notice.facts["visits"]])
        (letter,) = inviting.with_invites(practice, [letter], [notice], [list(visits)])
    notice.parcel = outbox.post_notice(practice, letter, by=by, at=at)
    notice.to_hash = addressed(practice, notice.road, body.to)


def _text(practice: Practice, language: str, link: str) -> str:
    """One text. A long name is cut at a word: who sends it must be said."""
    words = saying.one_line(practice.name).split(" ")
    for count in range(len(words), 0, -1):
        text = saying.say(language, "text.message", practice=" ".join(words[:count]), link=link)
        if len(text) <= SHORT:
            return text
    return saying.say(language, "text.message", practice=words[0][:20], link=link)


def addressed(practice: Practice, road: str, value: str) -> str:
    """The keyed hash under which what was sent to a number or address is found: however it was typed."""
    return keys.keyed_hash(practice, normal(road, value).encode())


def normal(road: str, value: str) -> str:
    """A number as E.164, an address in small letters. Raises rules.notices.NoticeRefusedError."""
    return rules.checked(NoticeKind(road), Notice(to=value, text="x", subject="x")).to.lower()


def _is_sound(road: str, value: str) -> bool:
    try:
        normal(road, value)
    except rules.NoticeRefusedError:
        return False
    return True
