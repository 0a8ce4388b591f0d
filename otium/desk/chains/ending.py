"""Asking goes on until all said yes, one said no, or the time is over; then whoever said yes hears of it.

Below desk.planning: its steps end the asking.
"""

from datetime import datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.chains import texting
from otium.desk.families import links
from otium.records.models import FamilyNotice, PlanMove, SchedulePlan
from otium.terms.family import FamilyChoice, NoticeState
from otium.terms.plans import AWAITED, Asking, MoveKind, MoveState

KEPT = (MoveState.PROPOSED.value, MoveState.PINNED.value)
YES, NO = "yes", "no"


def heard(plan: SchedulePlan, move: PlanMove, *, by: Actor, at: datetime) -> None:
    """After the answer of one move was kept, by whomever: its question is answered, and all said yes, or it is over."""
    _answered(move, by=by, at=at)
    if plan.asking not in AWAITED:
        return
    if move.answer == NO:
        end(plan, Asking.REFUSED, by=by, at=at)
        return
    rows = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan, state__in=KEPT)
    if plan.asking == Asking.OPEN and not rows.exclude(kind=MoveKind.LEFT.value).exclude(answer=YES).exists():
        _set(plan, Asking.AGREED, by=by, at=at)


def end(plan: SchedulePlan, how: Asking, *, by: Actor, at: datetime) -> None:
    """Nobody is asked any more, and nothing of it moves: whoever said yes is told so, and their yes no longer counts;
    the questions that are open say so behind their link. Nothing where nobody is asked.

    Whoever cannot be told by message is kept as `to_call` in what was found.
    """
    if plan.asking not in AWAITED:
        return
    moves = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan)
    agreed = dict(moves.filter(answer=YES).values_list("patient_id", "notice_id"))
    moves.filter(answer=YES).update(answer="", answered_at=None, answered_by="")
    told = set()
    for notice in _notices(plan):
        if notice.state == NoticeState.TOLD.value:
            _withdraw(notice, how, by=by, at=at)
        elif notice.pk in agreed.values() and texting.tell_ended(notice, by=by, at=at):
            told.add(notice.patient_id)
    plan.found = {**plan.found, "to_call": sorted(str(key) for key in agreed if key not in told)}
    plan.save(update_fields=["found"])
    _set(plan, how, by=by, at=at)


def settle(plan: SchedulePlan, *, by: Actor, at: datetime) -> None:
    """It is in the calendar."""
    if plan.asking in AWAITED:
        _set(plan, Asking.SETTLED, by=by, at=at)


def _set(plan: SchedulePlan, asking: Asking, *, by: Actor, at: datetime) -> None:
    before, plan.asking = plan.asking, asking.value
    plan.save(update_fields=["asking"])
    history.record(
        plan, f"families_{asking}", by=by, at=at, before={"asking": before}, after={"asking": plan.asking}
    )  # fmt: skip


def _notices(plan: SchedulePlan) -> list[FamilyNotice]:
    """The questions that were put last."""
    moves = PlanMove.objects.filter(practice_id=plan.practice_id, plan=plan, notice__isnull=False)
    rows = FamilyNotice.objects.select_for_update(of=("self",)).filter(practice_id=plan.practice_id)
    rows = rows.filter(pk__in=list(moves.values_list("notice_id", flat=True)))
    return list(rows.select_related("practice", "patient", "related_person", "parcel").order_by("id"))


def _answered(move: PlanMove, *, by: Actor, at: datetime) -> None:
    """The question about it, once all that it asks is answered. One that was given to a person by phone too."""
    if move.notice_id is None:
        return
    notice = FamilyNotice.objects.select_for_update(of=("self",)).select_related("parcel").get(pk=move.notice_id)
    rows = PlanMove.objects.filter(practice_id=move.practice_id, notice=notice)
    said = set(rows.values_list("answer", flat=True))
    if notice.state != NoticeState.TOLD.value or ("" in said and NO not in said):
        return
    choice = FamilyChoice.KEEP if NO in said else FamilyChoice.AGREE
    notice.state, notice.acknowledged_at = NoticeState.ACKNOWLEDGED.value, at
    notice.answer = {"choice": choice.value, "at": at.isoformat(), "by": by.name}
    notice.save(update_fields=["state", "acknowledged_at", "answer"])
    after = {"state": "acknowledged", "choice": choice.value}
    history.record(notice, "acknowledged", by=by, at=at, before={"state": "told"}, after=after)
    links.take_back(notice.parcel, by=by, at=at)


def _withdraw(notice: FamilyNotice, how: Asking, *, by: Actor, at: datetime) -> None:
    """Its link goes on to open the page that says so."""
    notice.state = NoticeState.WITHDRAWN.value
    notice.save(update_fields=["state"])
    history.record(
        notice, "withdrawn", by=by, at=at, before={"state": "told"}, after={"state": "withdrawn"}, why=how.value
    )
    links.take_back(notice.parcel, by=by, at=at)
