"""What a family link opens, and the one answer it takes. No account: the link itself is what lets in.

Opening changes nothing, because mail scanners and phones open links before people do.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import acting, audit, blobs, clock, history, settle
from otium.desk.actor import Actor
from otium.desk.families import content as contents
from otium.desk.families import links, papers
from otium.desk.families.content import Bars, Paper
from otium.desk.families.recipients import themselves_or
from otium.records.models import FamilyNotice, Practice
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeState

FAMILY = Actor("family link")
DOOR = "portal"
LONGEST_NAME = 120
WHY = "family answered"


@dataclass(frozen=True, slots=True)
class Over:
    """A link that opens nothing. The practice is known where the signature was ours; nothing else is told."""

    practice: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the page shows: this notice, and nothing beside it."""

    practice: str
    phone: str
    language: str  # the recipient's own
    about: str
    title: str
    points: tuple[str, ...]
    question: str
    choices: tuple[tuple[str, str], ...]
    is_signed: bool  # a name must be typed
    bars: Bars | None
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class Answered:
    practice: str
    phone: str
    choice: str
    language: str
    at: datetime  # in the practice's zone


class NotToldError(ValueError):
    """Only what was told, and not answered yet, is answered. Holds the state of the notice."""


class Incomplete(Exception):
    """The answer lacks something: `code` is choice.missing or choice.name_missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def look(text: str, *, language: str, at: datetime, is_saving: bool) -> Opened | Over:
    """The notice in that language (empty: the recipient's). Writes one audit row and nothing else."""
    token = links.read(text)
    if token is None:
        return Over()
    with acting.acting_for(token.practice_id):
        practice = Practice.objects.filter(pk=token.practice_id).first()
        if practice is None:
            return Over()
        link = links.find(practice, token, at=at)
        notice = _notice(link.notice_id) if link else None
        if notice is None or notice.state != NoticeState.TOLD:
            return Over(practice.name, practice.phone)
        if is_saving:
            audit.append([_entry(notice, "read")], by=FAMILY, at=at)
        return _opened(notice, language)


def answer(text: str, *, choice: str, name: str, language: str, at: datetime) -> Answered | Over:
    """Keep the answer, close the link, let the queue follow. A link takes one answer, whoever is first.

    Raises Incomplete where nothing, or nothing that may be answered, was chosen; the link stays open then.
    """
    token = links.read(text)
    if token is None:
        return Over()
    with acting.acting_for(token.practice_id):
        practice = Practice.objects.filter(pk=token.practice_id).first()
        if practice is None:
            return Over()
        settle.lock_practice(practice.pk)
        link = links.find(practice, token, at=at, lock=True)
        notice = _notice(link.notice_id, lock=True) if link else None
        if link is None or notice is None or notice.state != NoticeState.TOLD:
            return Over(practice.name, practice.phone)
        chosen = _chosen(notice, choice)
        signed = _signed(notice, chosen, name)
        link.used_at = at
        link.save(update_fields=["used_at"])
        spoken = language or notice.language
        _keep(notice, chosen, signed, spoken, by=FAMILY, at=at)
        audit.append([_entry(notice, "change")], by=FAMILY, at=at)
        settle.settle(practice, by=FAMILY, at=at, patients=[notice.patient_id], why=WHY)
        return Answered(practice.name, practice.phone, chosen.value, spoken, at.astimezone(clock.zone(practice)))


@transaction.atomic
def record(*, notice_id: UUID, choice: str, name: str, by: Actor, at: datetime) -> FamilyNotice:
    """Keep what a family answered on paper or by phone. One answer a notice. Raises Incomplete, NotToldError."""
    settle.lock_practice_of(FamilyNotice, notice_id)
    notice = _notice(notice_id, lock=True)
    if notice.state != NoticeState.TOLD:
        raise NotToldError(notice.state)
    chosen = _chosen(notice, choice)
    signed = _signed(notice, chosen, name)
    links.revoke(notice, at=at)
    _keep(notice, chosen, signed, notice.language, by=by, at=at)
    links.take_back(notice.parcel, by=by, at=at)
    settle.settle(notice.practice, by=by, at=at, patients=[notice.patient_id], why=WHY)
    return notice


def _keep(notice: FamilyNotice, choice: FamilyChoice, name: str, language: str, *, by: Actor, at: datetime) -> None:
    notice.state, notice.acknowledged_at = NoticeState.ACKNOWLEDGED.value, at
    notice.answer = {"choice": choice.value, "language": language, "at": at.isoformat(), "by": by.name}
    if name:
        notice.answer["name"] = name
        notice.document = blobs.keep(notice.practice, papers.pdf(notice, language, clock.day(at, notice.practice)))
    notice.save(update_fields=["state", "acknowledged_at", "answer", "document"])
    said = {"state": "acknowledged", "choice": choice.value}
    history.record(notice, "acknowledged", by=by, at=at, before={"state": "told"}, after=said)


def _chosen(notice: FamilyNotice, choice: str) -> FamilyChoice:
    offered = contents.choices_of(notice.about, notice.facts)
    found = next((each for each in offered if each.value == choice), None)
    if found is None:
        raise Incomplete("choice.missing")
    return found


def _signed(notice: FamilyNotice, choice: FamilyChoice, name: str) -> str:
    """The typed name, where the notice must be signed."""
    if notice.about != NoticeAbout.ABN:
        return ""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name[:LONGEST_NAME]).split())
    if not plain:
        raise Incomplete("choice.name_missing")
    return plain


def _opened(notice: FamilyNotice, language: str) -> Opened:
    spoken = language or notice.language
    made = contents.content(notice.about, notice.facts, spoken)
    to = themselves_or(notice.patient, notice.related_person)
    return Opened(
        practice=notice.practice.name,
        phone=notice.practice.phone,
        language=notice.language,
        about=papers.about(notice.patient, to, spoken),
        title=made.title,
        points=made.points,
        question=made.question,
        choices=tuple((choice.value, words) for choice, words in made.choices),
        is_signed=notice.about == NoticeAbout.ABN,
        bars=made.bars,
        paper=made.paper,
    )


def _notice(notice_id: UUID, *, lock: bool = False) -> FamilyNotice:
    rows = FamilyNotice.objects.select_related("practice", "patient", "related_person")
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=notice_id)


def _entry(notice: FamilyNotice, action: str) -> audit.Entry:
    return audit.Entry(notice.practice_id, action, DOOR, (notice.patient_id,))
