"""What leaves to families of a chain: the question with its one-purpose link, and that nothing changes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otium.desk import clock, history, outbox
from otium.desk.actor import Actor
from otium.desk.chains import wording
from otium.desk.chains.wording import Facts
from otium.desk.families import links, telling, thresholds
from otium.desk.families.recipients import Recipient, themselves_or
from otium.desk.visit_messages.addressees import Addressee
from otium.records.models import FamilyNotice, Parcel, Patient, PlanMove, Practice
from otium.terms.family import NoticeAbout, NoticeState
from otium.terms.notice import Notice


@dataclass(frozen=True, slots=True)
class Question:
    """One patient's hours in a chain, and whom to ask about them by which road."""

    patient: Patient
    moves: tuple[PlanMove, ...]
    to: Addressee
    road: str
    leaves_at: datetime


def ask(practice: Practice, each: Question, *, until: datetime, by: Actor, at: datetime) -> FamilyNotice:
    """The notice of one question, told by the text or mail that is posted with it."""
    facts = _facts(practice, each.moves, until)
    to = each.to.to if each.road == each.to.road else each.to.mail
    notice = FamilyNotice.objects.create(
        practice=practice, patient=each.patient, related_person_id=each.to.who.related_person_id,
        about=NoticeAbout.CHAIN.value, instance=f"{each.moves[0].plan_id} {at.isoformat()}",
        language=each.to.who.language, facts=facts,
        digest=hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest(), state=NoticeState.TOLD.value,
        road=each.road, first_visit_on=min(move.on for move in each.moves if move.on), prepared_at=at, approved_at=at,
        approved_by_id=by.staff_id, told_at=at, to_hash=telling.addressed(practice, each.road, to),
    )  # fmt: skip
    link, token = links.make(practice, notice, at=at)
    body = _question(practice, notice, to, links.address(token))
    key = f"family notice {notice.pk} {link.pk}"
    notice.parcel = _post(practice, notice, key, body, each.leaves_at, by=by, at=at)
    notice.save(update_fields=["parcel"])
    history.record(notice, "told", by=by, at=at, after={"state": "told", "road": each.road})
    return notice


def tell_ended(notice: FamilyNotice, *, by: Actor, at: datetime) -> bool:
    """That nothing changes, once, by the road of the question. False where they can no longer be reached by it."""
    practice, to = notice.practice, themselves_or(notice.patient, notice.related_person)
    if notice.road not in telling.ways(practice, to).roads:
        return False
    leaves_at = thresholds.text_leaves_at(practice, notice.patient.state, at) if notice.road == telling.TEXT else at
    _post(practice, notice, f"chain ended {notice.pk}", _ended(practice, notice, to), leaves_at, by=by, at=at)
    return True


def _post(
    practice: Practice, notice: FamilyNotice, key: str, body: Notice, leaves_at: datetime, *, by: Actor, at: datetime
) -> Parcel:
    letter = outbox.Letter(
        key=key,
        kind=notice.road,
        body=body,
        patient_id=notice.patient_id,
        focus=("familynotice", notice.pk),
        not_before_at=leaves_at,
    )
    return outbox.post_notice(practice, letter, by=by, at=at)


def _question(practice: Practice, notice: FamilyNotice, to: str, link: str) -> Notice:
    if notice.road == telling.TEXT:
        return Notice(to=to, text=wording.question(practice, notice.facts, notice.language, link))
    subject, words = wording.mail(practice, notice.facts, notice.language, link)
    return Notice(to=to, subject=subject, text=words)


def _ended(practice: Practice, notice: FamilyNotice, to: Recipient) -> Notice:
    if notice.road == telling.TEXT:
        return Notice(to=to.phone, text=wording.ended(practice, notice.facts, notice.language))
    subject, words = wording.ended_mail(practice, notice.facts, notice.language)
    return Notice(to=to.email, subject=subject, text=words)


def _facts(practice: Practice, moves: Sequence[PlanMove], until: datetime) -> Facts:
    """Local days and times, as families read them."""
    ends = until.astimezone(clock.zone(practice))
    return {
        "plan": str(moves[0].plan_id),
        "hours": [_hour(move) for move in sorted(moves, key=lambda m: (str(m.on), str(m.at)))],
        "until_on": ends.date().isoformat(),
        "until_at": ends.time().isoformat("minutes"),
    }


def _hour(move: PlanMove) -> dict[str, object]:
    return {
        "move": str(move.pk),
        "on": move.on.isoformat() if move.on else "",
        "at": move.at.isoformat("minutes") if move.at else "",
        "was_on": move.from_on.isoformat() if move.from_on else "",
        "was_at": move.from_at.isoformat("minutes") if move.from_at else "",
        "weeks": move.weeks,
        "minutes": move.minutes,
        "therapist": move.therapist.name if move.therapist else "",
        "location": move.location.name if move.location else "",
    }


def moves_of(notice: FamilyNotice) -> list[PlanMove]:
    """Those that it asks about, while they are of the plan's newest answer. One query."""
    rows = PlanMove.objects.filter(practice_id=notice.practice_id, notice=notice)
    return list(rows.select_related("therapist", "location").order_by("on", "at", "id"))


def plan_id_of(notice: FamilyNotice) -> UUID:
    return UUID(notice.facts["plan"])
