"""What a family answered about its visits is done: confirmed, cancelled, moved, or noted for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import MoveRefused, Slot, Taken, change, cleared
from otium.desk.attendance import policy
from otium.desk.families.opening import Incomplete
from otium.desk.mend.problems import Invalid
from otium.desk.visit_messages import chosen, matters
from otium.desk.visit_messages.matters import Matter
from otium.desk.visit_messages.standing import Asked
from otium.records.models import Appointment, FamilyLink, FamilyNotice, Practice, VisitMessage
from otium.rules.schedule import attendance
from otium.terms.clearance import WORST_FIRST
from otium.terms.family import FamilyChoice, MatterKind, NoticeAbout, NoticeState
from otium.terms.parcel import ParcelState
from otium.terms.schedule import CancelReason

REASON = "Family cannot come"
WHY = "family answered"
MOVED = "moved"  # they took another time themselves


@dataclass(frozen=True, slots=True)
class Answer:
    """`wish`: when they would rather come, for OTHER_TIME; None: they ask to be called."""

    asked: Asked
    choice: FamilyChoice
    wish: datetime | None = None


def keep(notice: FamilyNotice, found: Sequence[Answer], *, language: str, by: Actor, at: datetime) -> datetime | None:
    """Do it, and keep it with the notice; the time that a visit was moved to at once, local.

    The visits stand as they were told, and the practice is locked. Raises Incomplete where a time is gone.
    """
    practice = notice.practice
    with settle.together():
        notes, moved_to = list[Matter](), None
        for answer in found:
            moved_to = _done(practice, notice, answer, notes, by=by, at=at) or moved_to
        people = matters.note(practice, notes, by=by, at=at)
        if people:
            settle.settle(practice, by=by, at=at, patients=people, why=WHY)
    choices = {str(v.pk): _said(answer, moved_to) for answer in found for v in answer.asked.visits}
    notice.state, notice.acknowledged_at = NoticeState.ACKNOWLEDGED.value, at
    notice.answer = {"choices": choices, "language": language, "at": at.isoformat(), "by": by.name}
    notice.save(update_fields=["state", "acknowledged_at", "answer"])
    told = {"state": "acknowledged", "choices": sorted(set(choices.values()))}
    _close_others(notice, at=at)
    history.record(notice, "acknowledged", by=by, at=at, before={"state": "told"}, after=told)
    return moved_to


def _said(answer: Answer, moved_to: datetime | None) -> str:
    return MOVED if moved_to is not None and answer.wish == moved_to else answer.choice.value


def _close_others(notice: FamilyNotice, *, at: datetime) -> None:
    """The links of what asked about the same visits before: they are answered. A later message that waits to leave
    keeps its own, else it would arrive with a link that opens nothing; of a cancelled visit it is taken back."""
    visits = VisitMessage.objects.filter(practice=notice.practice, notice=notice).values("appointment")
    rows = FamilyLink.objects.filter(practice=notice.practice, used_at=None, revoked_at=None)
    others = VisitMessage.objects.filter(practice=notice.practice, appointment__in=visits).exclude(notice=notice)
    waits = Q(notice__parcel__state=ParcelState.WAITING.value, notice__prepared_at__gt=notice.prepared_at)
    others = others.exclude(waits).exclude(notice__about=NoticeAbout.VISIT_BOOKED.value)  # it tells of more than these
    rows.filter(notice__in=others.values("notice")).update(revoked_at=at)


def _done(
    practice: Practice, notice: FamilyNotice, answer: Answer, notes: list[Matter], *, by: Actor, at: datetime
) -> datetime | None:
    """One answer done; what a person has to see is added to `notes`."""
    visits = answer.asked.visits
    first = visits[0]
    if answer.choice is FamilyChoice.CONFIRM:
        for visit in visits:
            change.confirm(appointment_id=visit.pk, by=by, at=at)
        return None
    if answer.choice is FamilyChoice.CANNOT_COME:
        for visit in visits:
            change.cancel(appointment_id=visit.pk, reason=REASON, code=CancelReason.FAMILY_OTHER.value, by=by, at=at)
        is_late = attendance.is_after_notice(first.starts_at, at, policy.notice_hours(practice, at))
        what = MatterKind.CANCELLED_LATE if is_late else MatterKind.CANCELLED
        notes.append(Matter(what, first.patient_id, first.pk, notice.pk))
        return None
    may_book = chosen.of(practice).other_time == chosen.BOOK and len(visits) == 1
    if may_book and answer.wish is not None and _moved(first, answer.wish, by=by, at=at):
        return answer.wish
    notes.append(Matter(MatterKind.OTHER_TIME, first.patient_id, first.pk, notice.pk, wish_at=answer.wish))
    return None


def _moved(visit: Appointment, to: datetime, *, by: Actor, at: datetime) -> bool:
    """Whether it stands at that time now; not where a limit of its plan would fail there that does not fail already.
    Raises Incomplete."""
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    local = to.astimezone(clock.zone(visit.practice))
    slot = Slot(visit.therapist_id, local.date(), local.time(), minutes)
    try:
        try:
            cleared.move(visit, slot, by=by, at=at)
        except cleared.Held as held:
            if _is_worse(held.seen):
                return False
            cleared.move(visit, slot, by=by, at=at, goes_anyway=True)
    except (Taken, Invalid, MoveRefused):
        raise Incomplete("visit.times_taken") from None
    return True


def _is_worse(seen: cleared.Seen) -> bool:
    was = {visit.visit_id: visit.state for ledger in seen.before for visit in ledger.visits}
    return any(
        visit.visit_id not in was or WORST_FIRST.index(visit.state) < WORST_FIRST.index(was[visit.visit_id])
        for visit, _found in seen.failing
    )
