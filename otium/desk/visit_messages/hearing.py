"""A text that came in: opt-out words at once, an answer where exactly one question is open, else a person reads it."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from otium.desk import history, keys, outbox, settle
from otium.desk.actor import Actor
from otium.desk.families import saying, telling
from otium.desk.families.kinds import KINDS
from otium.desk.families.opening import REPLY, Heard
from otium.desk.inbox import messages
from otium.desk.inbox.outcome import Applied
from otium.desk.visit_messages import matters, numbers, replying
from otium.desk.visit_messages.matters import Matter
from otium.desk.visit_messages.numbers import Person
from otium.desk.visit_messages.replying import To
from otium.records.models import Appointment, FamilyLink, FamilyNotice, InboundFile, Patient, Practice
from otium.rules import notices
from otium.rules.families import replies
from otium.rules.notices import NoticeRefusedError, Reply
from otium.terms.family import MatterKind, Meant, NoticeAbout, NoticeState
from otium.terms.notice import NoticeKind
from otium.terms.parcel import ParcelState
from otium.terms.schedule import VisitStatus
from otium.terms.text import IncomingText

KIND = "text"
HEARING = [about.value for about, kind in KINDS.items() if kind.hear is not None]
_CANCEL = re.compile(r"\bcancel", re.IGNORECASE)  # cancel, cancelar, cancele
WHY = "family texted"
LATELY = timedelta(days=2)
CLOCKS = timedelta(minutes=2)  # by which a service's clock may be behind ours


def apply(practice: Practice, file: InboundFile, text: IncomingText, at: datetime) -> Applied:
    """What it asks for is done, or a matter is noted. The practice is locked."""
    number = _normal(text.sender)
    people = numbers.whose(practice, number)
    asked = notices.reply(text.words)
    opened = _open(practice, number, at, text.at)
    to = _to(practice, file, number, people, opened)
    what: MatterKind | None = None
    if asked is Reply.STOP:
        what = _stop(practice, to, people, text.words, at)
    elif asked is Reply.START:
        _start(practice, to, people, at)
    elif asked is Reply.HELP:
        replying.send(practice, to, "help", by=REPLY, at=at)
    else:
        what = _answered(practice, to, people, opened, text.words, at)
    patient_id = to.patient_id
    if what is not None:
        _note(practice, what, to, opened, text, bool(people), at=at)
    says = {"reply": asked.value if asked is not Reply.OTHER else "answer" if what is None else what.value}
    return Applied("applied", KIND, text.segment, "", patient_id, "inboundfile", file.pk, says)


messages.TEXTS[:] = [apply]


def _normal(number: str) -> str:
    """As E.164 where it is one, else as it came."""
    try:
        return telling.normal(NoticeKind.TEXT.value, number)
    except NoticeRefusedError:
        return number


def _open(practice: Practice, number: str, at: datetime, sent_at: datetime | None) -> list[FamilyNotice]:
    """The questions that were put to that number and still stand, the newest first; one that a newer one asks too is
    left out. A text that came late answers none that was put after it was sent."""
    links = FamilyLink.objects.filter(
        practice=practice, notice=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=at
    )
    rows = FamilyNotice.objects.filter(
        Exists(links), practice=practice, to_hash=keys.keyed_hash(practice, number.encode()), about__in=HEARING,
        state=NoticeState.TOLD.value, road=telling.TEXT,
    ).select_related("practice", "patient", "related_person")  # fmt: skip
    if sent_at is not None:
        rows = rows.filter(told_at__lte=sent_at + CLOCKS)
    found, seen = [], set[str]()
    for notice in rows.order_by("-told_at", "id"):
        asks = KINDS[NoticeAbout(notice.about)].asks(notice)
        if asks - seen:
            found.append(notice)
        seen |= asks
    return found


def _to(practice: Practice, file: InboundFile, number: str, people: list[Person], opened: list[FamilyNotice]) -> To:
    own = saying.language_of(people[0].language) if people else "en"
    language = str(opened[0].language) if opened else own
    patients = {p.pk if isinstance(p, Patient) else p.patient_id for p in people} | {n.patient_id for n in opened}
    only: UUID | None = next(iter(patients)) if len(patients) == 1 else opened[0].patient_id if opened else None
    if only is None and people:
        only = people[0].pk if isinstance(people[0], Patient) else people[0].patient_id
    return To(number, language, file.pk, only, ("inboundfile", file.pk))


def _stop(practice: Practice, to: To, people: list[Person], words: str, at: datetime) -> MatterKind | None:
    """No text leaves any more; one confirms it, unless they had said so before. "Cancel" may have meant a visit: that
    is never cancelled on a guess, and a person calls."""
    was_on = not people or any(person.no_texts_since is None for person in people)
    for person in people:
        if person.no_texts_since is None:
            person.no_texts_since = at
            person.save(update_fields=["no_texts_since"])
            history.record(person, "texts_stopped", by=REPLY, at=at, after={"no_texts_since": at})
    _take_back(practice, to.number, at)
    means_visit = bool(_CANCEL.search(words)) and _has_visits(practice, people, at)
    if was_on:
        replying.send(practice, to, "stop_visit" if means_visit else "stop", by=REPLY, at=at)
    return MatterKind.STOP_AND_CANCEL if means_visit else None


def _start(practice: Practice, to: To, people: list[Person], at: datetime) -> None:
    for person in people:
        if person.no_texts_since is not None:
            before = {"no_texts_since": person.no_texts_since}
            person.no_texts_since = None
            person.save(update_fields=["no_texts_since"])
            history.record(person, "texts_started", by=REPLY, at=at, before=before)
    replying.send(practice, to, "start", by=REPLY, at=at)


def _take_back(practice: Practice, number: str, at: datetime) -> None:
    waiting = FamilyNotice.objects.filter(
        practice=practice, to_hash=keys.keyed_hash(practice, number.encode()), road=telling.TEXT,
        parcel__state=ParcelState.WAITING.value,
    )  # fmt: skip
    for parcel_id in waiting.values_list("parcel_id", flat=True):
        outbox.withdraw(parcel_id, why="texts_stopped", by=REPLY, at=at)


def _has_visits(practice: Practice, people: list[Person], at: datetime) -> bool:
    ids = {person.pk if isinstance(person, Patient) else person.patient_id for person in people}
    rows = Appointment.objects.filter(practice=practice, patient__in=ids, status=VisitStatus.BOOKED.value)
    return bool(ids) and rows.filter(starts_at__gt=at).exists()


def _answered(
    practice: Practice, to: To, people: list[Person], opened: list[FamilyNotice], words: str, at: datetime
) -> MatterKind | None:
    """None where it answered the one question that was open, or is a yes to what was told and asks nothing."""
    said = replies.read(words)
    if not opened and said.meant is Meant.YES and _was_told(practice, to.number, at):
        return None  # thanks for what asked nothing
    if len(opened) != 1:
        return MatterKind.SEVERAL_OPEN if opened else MatterKind.NOTHING_OPEN
    (notice,) = opened
    takes_texts = all(person.no_texts_since is None for person in people)
    kind = KINDS[NoticeAbout(notice.about)]
    heard = Heard(practice, notice, said, at, to, takes_texts)
    if kind.hear is not None and kind.hear(heard):
        return None
    return MatterKind.UNREADABLE


def _was_told(practice: Practice, number: str, at: datetime) -> bool:
    """Whether a text told that number lately that visits were booked."""
    rows = FamilyNotice.objects.filter(
        practice=practice, to_hash=keys.keyed_hash(practice, number.encode()), about=NoticeAbout.VISIT_BOOKED.value,
        road=telling.TEXT, told_at__gt=at - LATELY,
    )  # fmt: skip
    return rows.exclude(parcel__state=ParcelState.WAITING.value).exists()


def _note(
    practice: Practice, what: MatterKind, to: To, opened: list[FamilyNotice], text: IncomingText, is_known: bool,
    *, at: datetime,
) -> None:  # fmt: skip
    """A matter with the words. Of a number that nobody has, its last digits."""
    number = "" if is_known else notices.partly(NoticeKind.TEXT, to.number)
    matter = Matter(what, to.patient_id, None, None, to.file_id, text.words, number)
    by: Actor = REPLY
    people = matters.note(practice, [matter], by=by, at=at)
    settle.settle(practice, by=by, at=at, patients=people, why=WHY)
