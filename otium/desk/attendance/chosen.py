"""A practice chooses its attendance policy, or switches it on or off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.attendance import policy
from otium.records.models import History, Practice
from otium.rules.schedule import attendance as rules
from otium.rules.schedule.attendance import BOUNDS, PolicyError

__all__ = ["BOUNDS", "PolicyError", "change"]
NAMES = (*BOUNDS, "illness_counts", "is_on")


@transaction.atomic
def change(*, practice_id: UUID, values: dict[str, Any], by: Actor, at: datetime) -> Practice:
    """Keep all values of the policy; settles all tasks. Raises PolicyError."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    kept = {name: values[name] for name in NAMES}
    rules.chosen(kept, policy.shipped(clock.day(at, practice)))
    before, practice.attendance_policy = practice.attendance_policy, kept
    practice.save(update_fields=["attendance_policy"])
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="attendance_chosen",
        before=history.plain(before), after=history.plain(kept), at=at, by=by.name,
    )  # fmt: skip
    settle.settle(practice, by=by, at=at, why="practice changed")
    return practice
