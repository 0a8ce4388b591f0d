"""What a practice chose about telling families: thresholds, and what may run by itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.autonomy import Autonomy
from otium.desk.families import thresholds
from otium.records.models import History, Practice
from otium.rules.families import amounts
from otium.rules.families.amounts import ThresholdError

__all__ = ["PLAYBOOKS", "ThresholdError", "change"]
PLAYBOOKS = ("tell_family", "give_abn")


@transaction.atomic
def change(*, practice_id: UUID, values: dict[str, Any], by: Actor, at: datetime) -> Practice:
    """Keep `visits` and `dollars` (lists of texts) and the autonomy of PLAYBOOKS; settles all tasks.

    Raises ThresholdError, ValueError for an autonomy that does not exist.
    """
    settle.lock_practice(practice_id)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    read = amounts.chosen({"visits": values["visits"], "dollars": values["dollars"]}, thresholds.shipped())
    kept = {"visits": list(read.visits), "dollars": [f"{n:f}" for n in read.dollars]}
    playbooks = {name: Autonomy(values[name]).value for name in PLAYBOOKS}
    before = {"family_thresholds": practice.family_thresholds, "autonomy": practice.autonomy}
    practice.family_thresholds, practice.autonomy = kept, {**practice.autonomy, **playbooks}
    practice.save(update_fields=["family_thresholds", "autonomy"])
    after = {"family_thresholds": kept, "autonomy": practice.autonomy}
    History.objects.create(
        practice=practice, focus_type="practice", focus_id=practice.pk, event="families_chosen",
        before=history.plain(before), after=history.plain(after), at=at, by=by.name,
    )  # fmt: skip
    settle.settle(practice, by=by, at=at, why="practice changed")
    return practice
