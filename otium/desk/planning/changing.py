"""One step of a plan, with its history."""

from datetime import datetime
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.chains import ending
from otium.desk.planning.moves import next_state
from otium.records.models import SchedulePlan
from otium.terms.plans import Asking, PlanEvent


def locked(practice_id: UUID, plan_id: UUID) -> SchedulePlan:
    rows = SchedulePlan.objects.select_for_update(of=("self",)).select_related("practice")
    return rows.get(practice_id=practice_id, pk=plan_id)


ENDS = {PlanEvent.ASK: Asking.CHANGED, PlanEvent.AGE: Asking.CHANGED, PlanEvent.REFUSE: Asking.STOPPED}


def change(plan: SchedulePlan, event: PlanEvent, *, by: Actor, at: datetime) -> None:
    """Saves all of the plan; families that are asked about it hear where it ends. Raises DoesNotFollow."""
    before = plan.state
    plan.state, plan.changed_at = next_state(plan.state, event).value, at
    plan.save()
    history.record(plan, event.value, by=by, at=at, before={"state": before}, after={"state": plan.state})
    if event in ENDS:
        ending.end(plan, ENDS[event], by=by, at=at)
