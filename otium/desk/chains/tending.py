"""The workers' part: an asking that nobody can answer any more ends. Doing it again changes nothing."""

from datetime import datetime
from uuid import UUID

from otium.desk import acting, clock, settle
from otium.desk.actor import OTIUM
from otium.desk.chains import asking, ending
from otium.desk.planning import applying
from otium.desk.planning.changing import change, locked
from otium.records.models import SchedulePlan
from otium.terms.plans import AWAITED, Asking, PlanEvent, PlanState


class TendingFailed(ExceptionGroup):
    """The chains of some practices could not be looked after; the others were."""


def tend_all(at: datetime | None = None) -> int:
    """Every practice of the installation; how many askings are open. Raises TendingFailed at the end."""
    when = at or clock.now()
    done, failures = 0, []
    for practice_id in acting.practice_ids():
        try:
            done += tend(practice_id, at=when)
        except Exception as error:  # told at the end, all together
            error.add_note(f"practice {practice_id}")
            failures.append(error)
    if failures:
        raise TendingFailed("chains could not be looked after", failures)
    return done


def tend(practice_id: UUID, *, at: datetime) -> int:
    """All askings of one practice, each in a transaction of its own; how many."""
    with acting.acting_for(practice_id):
        rows = SchedulePlan.objects.filter(practice_id=practice_id, asking__in=AWAITED)
        keys = list(rows.order_by("answers_by", "id").values_list("pk", flat=True))
    for key in keys:
        with acting.acting_for(practice_id):
            _tend(practice_id, key, at)
    return len(keys)


def _tend(practice_id: UUID, plan_id: UUID, at: datetime) -> None:
    """It lapses where not all said yes in time, and is over where its hours went to others, or by, meanwhile."""
    settle.lock_practice(practice_id)
    plan = locked(practice_id, plan_id)
    if plan.asking not in AWAITED or plan.state != PlanState.PROPOSED:
        return
    if plan.asking == Asking.OPEN and plan.answers_by is not None and at >= plan.answers_by:
        ending.end(plan, Asking.LAPSED, by=OTIUM, at=at)
    elif at >= asking.first_at(plan) or not applying.holds(plan, at=at):
        change(plan, PlanEvent.AGE, by=OTIUM, at=at)  # which ends the asking
