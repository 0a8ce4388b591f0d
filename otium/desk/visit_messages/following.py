"""A visit that families were told of has changed: what waits to leave is taken back, what has left is put right."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from otium.desk import clock, history, outbox, settle
from otium.desk.actor import Actor
from otium.desk.families import links, telling
from otium.desk.families.opening import BY_FAMILY
from otium.desk.visit_messages import matters, sending
from otium.desk.visit_messages.addressees import Addressee, addressees
from otium.desk.visit_messages.matters import Matter
from otium.desk.visit_messages.sending import Message
from otium.records.models import Appointment, FamilyNotice, History, Practice, VisitMessage
from otium.terms.family import ABOUT_VISITS, MatterKind, NoticeAbout, NoticeState
from otium.terms.parcel import ParcelState
from otium.terms.schedule import CALLED_OFF, VisitStatus

BOOKED = VisitStatus.BOOKED.value
CHANGES = ("moved", "cancel", "cancel_late")  # events of desk.appointments, which stands on this
WHY = "the visit has changed"


def follow(practice: Practice, visits: Iterable[Appointment], *, by: Actor, at: datetime) -> None:
    """After a change of these visits, in its transaction. Two queries where nothing was told of them."""
    _follow(practice, Q(appointment__in=[v.pk for v in visits]), by=by, at=at)


def catch_up(practice: Practice, *, by: Actor, at: datetime) -> None:
    """The same for every visit to come that changed otherwise, by an import or an undo. Settles what it noted."""
    people = _follow(practice, Q(), by=by, at=at)
    if people:
        settle.settle(practice, by=by, at=at, patients=people, why=WHY)


def take_back_waiting(practice: Practice, visits: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """What waits to leave about these visits; they are due again."""
    told = VisitMessage.objects.filter(practice=practice, appointment__in=list(visits))
    rows = FamilyNotice.objects.filter(practice=practice, pk__in=told.values("notice")).select_related(
        "parcel", "practice"
    )
    for notice in rows.select_for_update(of=("self",)).order_by("id"):
        if _has_not_left(notice):
            _take_back(notice, by=by, at=at)


def lapse(practice: Practice, *, by: Actor, at: datetime) -> None:
    """What was prepared and nobody approved before the day was over."""
    late = FamilyNotice.objects.filter(
        practice=practice, about__in=ABOUT_VISITS, state=NoticeState.PREPARED.value,
        first_visit_on__lt=clock.day(at, practice),
    )  # fmt: skip
    for notice in late.select_for_update(of=("self",)).order_by("id"):
        _take_back(notice, by=by, at=at)


def _follow(practice: Practice, which: Q, *, by: Actor, at: datetime) -> list[UUID]:
    """The patients of what a person has to call about."""
    last = _last_told(practice, which, at)
    changed = [told for told in last if _differs(told, at)]
    if not changed:
        return []
    left = []
    for told in changed:
        is_answered = by.name in BY_FAMILY or told.notice.state == NoticeState.ACKNOWLEDGED.value
        if _has_not_left(told.notice) and not is_answered:
            _take_back(told.notice, by=by, at=at)
            continue
        links.take_back(told.notice.parcel, by=by, at=at)  # answered by its link before the text left
        left.append(told)
    return _put_right(practice, left, by=by, at=at)


def _last_told(practice: Practice, which: Q, at: datetime) -> list[VisitMessage]:
    """What each visit was told of last, where it or its old time lies ahead."""
    rows = VisitMessage.objects.filter(
        which, Q(starts_at__gt=at) | Q(appointment__starts_at__gt=at), practice=practice
    ).exclude(notice__state=NoticeState.WITHDRAWN.value)
    if not which:
        rows = rows.filter(~Q(appointment__starts_at=F("starts_at")) | ~Q(appointment__status=BOOKED))
        rows = VisitMessage.objects.filter(practice=practice, appointment__in=rows.values("appointment"))
        rows = rows.exclude(notice__state=NoticeState.WITHDRAWN.value)
    rows = rows.select_related("notice__parcel", "notice__practice", "appointment__patient", "appointment__location")
    found = {row.appointment_id: row for row in rows.order_by("notice__prepared_at", "id")}
    return list(found.values())


def _differs(told: VisitMessage, at: datetime) -> bool:
    visit = told.appointment
    if visit.status in CALLED_OFF:
        return not told.is_cancelled and told.starts_at > at
    is_as_told = told.starts_at == visit.starts_at and not told.is_cancelled
    return visit.status == BOOKED and not is_as_told and visit.starts_at > at


def _has_not_left(notice: FamilyNotice) -> bool:
    waits = notice.parcel is not None and notice.parcel.state == ParcelState.WAITING.value
    return waits or notice.state == NoticeState.PREPARED.value


def _take_back(notice: FamilyNotice, *, by: Actor, at: datetime) -> None:
    """Nothing of it was told: those it still holds for are due again."""
    if notice.state == NoticeState.WITHDRAWN.value:
        return
    links.revoke(notice, at=at)
    if notice.parcel_id is not None:
        outbox.withdraw(notice.parcel_id, why=WHY, by=by, at=at)
    before = notice.state
    notice.state = NoticeState.WITHDRAWN.value
    notice.save(update_fields=["state"])
    moved = {"before": {"state": before}, "after": {"state": "withdrawn"}}
    history.record(notice, "withdrawn", by=by, at=at, why=WHY, **moved)
    VisitMessage.objects.filter(practice=notice.practice, notice=notice).delete()


def _put_right(practice: Practice, told: list[VisitMessage], *, by: Actor, at: datetime) -> list[UUID]:
    """One message a household, day and kind of change. A family that changed it itself knows."""
    theirs = _by_family(practice, [row.appointment_id for row in told])
    visits = [row.appointment for row in told if row.appointment_id not in theirs]
    if not visits:
        return []
    to = addressees(practice, (v.patient for v in visits), clock.day(at, practice))
    groups: dict[tuple[str, object, bool], list[Appointment]] = defaultdict(list)
    unreached = []
    for visit in visits:
        if visit.patient_id in to:
            key = (to[visit.patient_id].to, clock.day(visit.starts_at, practice), visit.status in CALLED_OFF)
            groups[key].append(visit)
        else:
            unreached.append(visit)
    messages = []
    for (_to, _on, is_cancelled), those in groups.items():
        message = _message(practice, those, to[those[0].patient_id], is_cancelled, at)
        messages += [message] if message else []
        unreached += [] if message else those
    sending.send(practice, messages, by=by, at=at)
    last = {row.appointment_id: row.notice_id for row in told}
    return matters.note(
        practice,
        [Matter(MatterKind.NOT_DELIVERED, v.patient_id, v.pk, last[v.pk]) for v in unreached],
        by=by,
        at=at,
    )


def _message(
    practice: Practice, visits: list[Appointment], to: Addressee, is_cancelled: bool, at: datetime
) -> Message | None:
    """None where no text would come before the visit, and no mail can be sent."""
    visits.sort(key=lambda v: (v.starts_at, str(v.pk)))
    first, about = visits[0], NoticeAbout.VISIT_CHANGED
    if to.road == telling.TEXT:
        leaves_at = sending.leaves_at(practice, first.patient.state, telling.TEXT, at)
        if leaves_at < first.starts_at:
            return Message(about, tuple(visits), to, telling.TEXT, leaves_at, is_cancelled=is_cancelled)
    if to.mail:
        return Message(about, tuple(visits), to, telling.MAIL, at, is_cancelled=is_cancelled)
    return None


def _by_family(practice: Practice, visits: list[UUID]) -> set[UUID]:
    """Those whose last change was the family's own."""
    if not visits:
        return set()
    rows = History.objects.filter(
        practice=practice, focus_type="appointment", focus_id__in=visits, event__in=CHANGES
    ).order_by("at", "id")
    last = dict(rows.values_list("focus_id", "by"))
    return {key for key, by in last.items() if by in BY_FAMILY}
