"""Where a goal stands, changed in its own form: noted with its day like progress at a visit, with who and when."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.mend.table import Draft, Values
from otium.records.models import GoalNote, History

STANDS = frozenset({"status", "current"})


def stood_on(draft: Draft) -> Values:
    """The day since which a goal stands as it does, where that changes."""
    before = {name: getattr(draft.row, name) for name in STANDS} if draft.row else {"status": "active", "current": ""}
    return {"current_on": draft.on} if any(draft.values.get(n) != was for n, was in before.items()) else {}


def note(row: Any, changed: Collection[str], on: date, *, by: Actor, at: datetime) -> None:
    """Add the note of the day; another note of the same day counts no longer, as at a visit."""
    if not STANDS.intersection(changed) or (row.status == "active" and not row.current and "status" not in changed):
        return
    trail: list[History] = []
    for older in GoalNote.objects.select_for_update().filter(goal=row, noted_on=on, entered_in_error=False):
        older.entered_in_error = True
        older.save(update_fields=["entered_in_error"])
        before, after = {"entered_in_error": False}, {"entered_in_error": True}
        trail.append(history.row(older, "withdrawn", by=by, at=at, before=before, after=after, why="noted anew"))
    made = GoalNote.objects.create(
        practice_id=row.practice_id, patient_id=row.patient_id, goal=row, noted_on=on, current=row.current,
        status=row.status,
    )  # fmt: skip
    trail.append(history.row(made, "recorded", by=by, at=at, after={"status": row.status, "noted_on": on}))
    History.objects.bulk_create(trail)
