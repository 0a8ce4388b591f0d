"""A history row for each state change of anything: from, to, event, at, by, why."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.desk.actor import Actor
from otium.records.models import History


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The same values as JSON holds them: dates and times ISO, ids and money as text."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def row(
    focus: Any, event: str, *, by: Actor, at: datetime, before: dict[str, Any] | None = None, **more: Any
) -> History:
    """An unsaved history row of `focus`; `more`: after (dict), why (text). Save many with bulk_create."""
    name = focus._meta.model_name
    patient_id = focus.pk if name == "patient" else getattr(focus, "patient_id", None)
    return History(
        practice_id=focus.practice_id,
        focus_type=name,
        focus_id=focus.pk,
        patient_id=patient_id,
        event=event,
        before=plain(before or {}),
        after=plain(more.get("after") or {}),
        at=at,
        by=by.name,
        why=more.get("why", ""),
    )


def record(
    focus: Any, event: str, *, by: Actor, at: datetime, before: dict[str, Any] | None = None, **more: Any
) -> None:
    row(focus, event, by=by, at=at, before=before, **more).save(force_insert=True)


def changes(focus: Any, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of those fields of `focus` that `values` would change."""
    before = {name: getattr(focus, name) for name, value in values.items() if getattr(focus, name) != value}
    return before, {name: values[name] for name in before}
