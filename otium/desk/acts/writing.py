"""One act being written: its rows with their history, noted so that undoing the act takes them back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.records import models
from otium.records.models import Practice, Task

Values = dict[str, Any]


class Refused(Exception):
    """What was entered cannot be recorded: `entry` names the field, `code` the sentence (pages.words)."""

    def __init__(self, entry: str, code: str) -> None:
        super().__init__(f"{entry}: {code}")
        self.entry, self.code = entry, code


@dataclass
class Writing:
    """One act being written: the task it is about, and the effects so far."""

    practice: Practice
    task: Task
    by: Actor
    at: datetime
    effects: list[dict[str, Any]] = field(default_factory=list)

    @property
    def on(self) -> date:
        return clock.day(self.at, self.practice)

    def create(self, model: type[Model], **values: Any) -> Any:
        row = model._default_manager.create(practice=self.practice, **values)
        history.record(row, "recorded", by=self.by, at=self.at, after=values_of(values))
        self.made(row)
        return row

    def made(self, row: Any) -> None:
        """Note a row that was made, so that undoing the act takes it back."""
        row.refresh_from_db()  # as the database holds it: undo compares
        self.effects.append({"model": row._meta.model_name, "id": str(row.pk), "created": True, "after": held(row)})

    def moved(self, row: Any, before: Values, after: Values) -> None:
        """Note what of a row was changed elsewhere, with its history there, so that undoing the act restores it."""
        names = [name for name in before if before[name] != after[name]]
        pair = {"before": history.plain({name: before[name] for name in names}),
                "after": history.plain({name: after[name] for name in names})}  # fmt: skip
        self.effects.append({"model": row._meta.model_name, "id": str(row.pk), "created": False, **pair})

    def change(self, row: Any, **values: Any) -> None:
        before, after = history.changes(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        history.record(row, "changed", by=self.by, at=self.at, before=before, after=after)
        pair = {"before": history.plain(before), "after": history.plain(after)}
        self.effects.append({"model": row._meta.model_name, "id": str(row.pk), "created": False, **pair})


def held(row: Any) -> Values:
    """Every column of a row as JSON, to tell later whether it is still what the act made; no provenance."""
    names = [f.attname for f in row._meta.concrete_fields if f.name != "provenance"]
    return history.plain({name: getattr(row, name) for name in names})


def values_of(values: Values) -> Values:
    """The plain part of what a row was made with: no rows, no provenance."""
    return {name: v for name, v in values.items() if isinstance(v, str | int | date | Decimal | UUID)}


def coverage_of(task: Task) -> UUID | None:
    """The coverage the task is about: its focus, its authorization's or request's, or the patient's primary one."""
    if task.focus_type == "coverage":
        return task.focus_id
    if task.focus_type == "authorization":
        return models.Authorization.objects.values_list("coverage_id", flat=True).get(pk=task.focus_id)
    if task.focus_type == "authorization_request":
        named = models.AuthorizationRequest.objects.values_list("coverage_id", flat=True).get(pk=task.focus_id)
        if named:
            return named
    rows = models.Coverage.objects.filter(patient_id=task.patient_id, entered_in_error=False)
    return rows.order_by("order", "-starts_on").values_list("pk", flat=True).first()


def not_ahead(writing: Writing, values: Values, entry: str) -> date:
    """A day on which something was done: today or before."""
    if values[entry] > writing.on:
        raise Refused(entry, "day_ahead")
    return values[entry]
