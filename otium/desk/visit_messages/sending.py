"""Messages about visits are written in sets: notice, link, parcel and what was told of which visit, by a fixed number
of statements however many they are."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from otium.desk import clock, history, keys
from otium.desk.actor import Actor
from otium.desk.families import links, telling, thresholds
from otium.desk.outbox.posting import Letter, post_all
from otium.desk.visit_messages import wording
from otium.desk.visit_messages.addressees import Addressee
from otium.desk.visit_messages.inviting import with_invites
from otium.records.models import Appointment, FamilyNotice, History, Practice, VisitMessage
from otium.terms.family import NoticeAbout, NoticeState
from otium.terms.notice import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """One message to be written: these visits, to this addressee by `road`. `leaves_at`: not before that instant.

    `step`: the reminder that it is; `steps`: of another kind of message, the reminders that it stands for, by visit.
    """

    about: NoticeAbout
    visits: tuple[Appointment, ...]
    to: Addressee
    road: str
    leaves_at: datetime
    step: int = 0
    is_cancelled: bool = False
    more: dict[str, Any] = field(default_factory=dict)
    steps: Mapping[UUID, int] = field(default_factory=dict)


def leaves_at(practice: Practice, state: str, road: str, at: datetime) -> datetime:
    """When a text may reach somebody of this state (quiet hours); a mail leaves at once."""
    return thresholds.text_leaves_at(practice, state, at) if road == telling.TEXT else at


def send(practice: Practice, messages: Sequence[Message], *, by: Actor, at: datetime) -> list[FamilyNotice]:
    """Post them all. Must run inside a transaction that sees the practice and holds its lock."""
    if not messages:
        return []
    notices = _told_once(practice, messages, NoticeState.TOLD, at)
    until = [(n, _until(each, at)) for n, each in zip(notices, messages, strict=True)]
    made = links.make_all(practice, until, at=at)
    letters = [
        _letter(notice, each, link.pk, token)
        for notice, each, (link, token) in zip(notices, messages, made, strict=True)
    ]
    letters = with_invites(practice, letters, notices, [each.visits for each in messages])
    for notice, parcel in zip(notices, post_all(practice, letters, by=by, at=at), strict=True):
        notice.parcel = parcel
    FamilyNotice.objects.bulk_update(notices, ["parcel"], batch_size=500)
    trail = [history.row(n, "told", by=by, at=at, after={"about": n.about, "road": n.road}) for n in notices]
    History.objects.bulk_create(trail)
    return notices


def prepare(practice: Practice, messages: Sequence[Message], *, by: Actor, at: datetime) -> list[FamilyNotice]:
    """Keep them for a person to approve (families.telling): nothing leaves. As `send` otherwise."""
    if not messages:
        return []
    notices = _told_once(practice, messages, NoticeState.PREPARED, at)
    History.objects.bulk_create(
        [history.row(n, "prepared", by=by, at=at, after={"about": n.about, "state": n.state}) for n in notices]
    )
    return notices


def _told_once(practice: Practice, messages: Sequence[Message], state: NoticeState, at: datetime) -> list[FamilyNotice]:
    """Their notices, and that each visit is told by them. Two statements."""
    key = keys.data_key(practice)
    notices = [_notice(practice, each, key, state, at) for each in messages]
    FamilyNotice.objects.bulk_create(notices)
    told = [_told(practice, notice, each) for notice, each in zip(notices, messages, strict=True)]
    VisitMessage.objects.bulk_create([row for rows in told for row in rows])
    return notices


def facts_of(practice: Practice, message: Message) -> dict[str, Any]:
    """What is told: first names and local times, and which visits they are."""
    zone = clock.zone(practice)
    first = message.visits[0]
    return {
        "visits": [
            {"id": str(v.pk), "patient": str(v.patient_id), "first_name": v.patient.first_name,
             "at": v.starts_at.astimezone(zone).isoformat()}
            for v in message.visits
        ],
        "place": first.location.name if first.location else "",
        "is_cancelled": message.is_cancelled,
        **message.more,
    }  # fmt: skip


def _notice(practice: Practice, message: Message, key: bytes, state: NoticeState, at: datetime) -> FamilyNotice:
    is_told = state is NoticeState.TOLD
    facts, first = facts_of(practice, message), message.visits[0]
    text = json.dumps(facts, sort_keys=True)
    return FamilyNotice(
        practice=practice,
        patient=first.patient,
        related_person_id=message.to.who.related_person_id,
        about=message.about.value,
        instance=str(message.step) if message.step else at.isoformat(),
        language=message.to.who.language,
        facts=facts,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        state=state.value,
        road=message.road if is_told else "",
        first_visit_on=clock.day(first.starts_at, practice),
        prepared_at=at,
        approved_at=at if is_told else None,
        told_at=at if is_told else None,
        to_hash=keys.hash_by(key, _to(message).encode()),
    )


def _to(message: Message) -> str:
    return message.to.to if message.road == message.to.road else message.to.mail


def _until(message: Message, at: datetime) -> datetime:
    """A link is over once the last of its visits began; of cancelled ones after a month."""
    if message.is_cancelled:
        return at + links.LASTS
    return max(max(v.starts_at for v in message.visits), at + timedelta(minutes=1))


def _letter(notice: FamilyNotice, message: Message, link_id: UUID, token: str) -> Letter:
    address, to = links.address(token), _to(message)
    if message.road == telling.TEXT:
        body = Notice(to=to, text=wording.of_notice(notice, address))
    else:
        subject, words = wording.mail_of_notice(notice, address)
        body = Notice(to=to, subject=subject, text=words)
    return Letter(
        key=f"family notice {notice.pk} {link_id}",
        kind=message.road,
        body=body,
        patient_id=notice.patient_id,
        focus=("familynotice", notice.pk),
        not_before_at=message.leaves_at,
    )


def _told(practice: Practice, notice: FamilyNotice, message: Message) -> list[VisitMessage]:
    return [
        VisitMessage(
            practice=practice, appointment=visit, notice=notice, step=message.steps.get(visit.pk, message.step),
            starts_at=visit.starts_at, is_cancelled=message.is_cancelled,
        )
        for visit in message.visits
    ]  # fmt: skip
