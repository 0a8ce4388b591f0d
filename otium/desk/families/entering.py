"""In by a family link, whatever it is about. Opening changes nothing: mail scanners and phones open links before people
do."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from otium.desk import acting, audit, settle
from otium.desk.families import links
from otium.desk.families.kinds import KINDS
from otium.desk.families.opening import DOOR, FAMILY, Found, Opening, Over
from otium.desk.feeds import invites
from otium.desk.tokens import Token
from otium.records.models import FamilyNotice, Practice
from otium.terms.family import NoticeAbout, NoticeState


def look(
    text: str, *, language: str, at: datetime, is_saving: bool, query: Mapping[str, str] | None = None
) -> Found | Over:
    """What the link shows in that language (empty: the recipient's). Writes one audit row and nothing else."""
    token = links.read(text)
    if token is None:
        return Over()
    with acting.acting_for(token.practice_id):
        practice = Practice.objects.filter(pk=token.practice_id).first()
        if practice is None:
            return Over()
        opening = _opening(practice, token, language, at, query or {})
        kind = KINDS[NoticeAbout(opening.notice.about)] if opening else None
        value = kind.look(opening) if kind and opening and (kind.shows_used or _is_open(opening)) else None
        if opening is None or value is None:
            return Over(practice.name, practice.phone)
        if is_saving:
            audit.append([_entry(opening.notice, "read")], by=FAMILY, at=at)
        return Found(opening.notice.about, value)


def calendar(text: str, *, language: str, at: datetime, is_saving: bool) -> bytes | None:
    """The visits that a link tells of, as a file for the reader's calendar; None where it opens none. As `look`, it
    writes one audit row."""
    token = links.read(text)
    if token is None:
        return None
    with acting.acting_for(token.practice_id):
        practice = Practice.objects.filter(pk=token.practice_id).first()
        opening = _opening(practice, token, language, at, {}) if practice else None
        visits = KINDS[NoticeAbout(opening.notice.about)].visits if opening else None
        told = visits(opening.notice) if opening and visits else ()
        if opening is None or not told:
            return None
        if is_saving:
            audit.append([_entry(opening.notice, "read")], by=FAMILY, at=at)
        return invites.load(opening.practice, told).to_keep(told, language=opening.spoken)


def answer(text: str, posted: Mapping[str, str], *, language: str, at: datetime) -> Found | Over:
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
        opening = _opening(practice, token, language, at, {}, lock=True)
        if opening is None:
            return Over(practice.name, practice.phone)
        kind = KINDS[NoticeAbout(opening.notice.about)]
        if not (kind.answers_late or _is_open(opening)):
            shown = kind.look(opening) if kind.shows_used else None
            return Found(opening.notice.about, shown) if shown is not None else Over(practice.name, practice.phone)
        value = kind.take(opening, posted)
        if value is None:
            return Over(practice.name, practice.phone)
        opening.link.used_at = opening.link.used_at or at
        opening.link.save(update_fields=["used_at"])
        audit.append([_entry(opening.notice, "change")], by=FAMILY, at=at)
        return Found(opening.notice.about, value, is_kept=True)


def _opening(
    practice: Practice, token: Token, language: str, at: datetime, query: Mapping[str, str], lock: bool = False
) -> Opening | None:
    """None for a link that is not there, was revoked, or is over."""
    link = links.find(practice, token, at=at, lock=lock)
    if link is None:
        return None
    rows = FamilyNotice.objects.select_related("practice", "patient", "related_person")
    notice = (rows.select_for_update(of=("self",)) if lock else rows).get(pk=link.notice_id)
    return Opening(practice, link, notice, at, language, query)


def _is_open(opening: Opening) -> bool:
    """Whether it may still be answered."""
    return opening.link.used_at is None and opening.notice.state == NoticeState.TOLD


def _entry(notice: FamilyNotice, action: str) -> audit.Entry:
    others = {UUID(visit["patient"]) for visit in notice.facts.get("visits", ())}
    return audit.Entry(notice.practice_id, action, DOOR, tuple(sorted({notice.patient_id, *others}, key=str)))
