"""Letters behind their link: what is shown, and the one answer that is kept, however it was given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import blobs, clock, history, settle
from otium.desk.actor import Actor
from otium.desk.families import content as contents
from otium.desk.families import links, papers
from otium.desk.families.content import Bars, Paper
from otium.desk.families.opening import FAMILY, Incomplete, Opening
from otium.desk.families.recipients import themselves_or
from otium.records.models import FamilyNotice
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeState

LONGEST_NAME = 120
WHY = "family answered"


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


def look(opening: Opening) -> Opened:
    """The notice in the reader's language."""
    return _opened(opening.notice, opening.language)


def take(opening: Opening, posted: Mapping[str, str]) -> Answered:
    """Keep the answer, let the queue follow. Raises Incomplete where nothing that may be answered was chosen."""
    notice, at = opening.notice, opening.at
    chosen = _chosen(notice, posted.get("choice", ""))
    signed = _signed(notice, chosen, posted.get("name", ""))
    _keep(notice, chosen, signed, opening.spoken, by=FAMILY, at=at)
    settle.settle(opening.practice, by=FAMILY, at=at, patients=[notice.patient_id], why=WHY)
    local = at.astimezone(clock.zone(opening.practice))
    return Answered(opening.practice.name, opening.practice.phone, chosen.value, opening.spoken, local)


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
