"""What people do with a task besides the work itself: take it, rest it, speak about it, set it aside.

None of these closes a task: only the facts do (desk.settle), and acts are facts (desk.acts).
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.records.models import Note, Practice, Presence, Staff, Task

HERE = timedelta(seconds=30)  # a page asks every 10 s, so who was seen within this has the task open


class Refused(Exception):
    """The queue refuses; `code` names the sentence for the person (pages.words), `params` fill it."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@transaction.atomic
def claim(*, task_id: UUID, by: Actor, at: datetime) -> Task:
    """Make the person the task's owner. Refused when somebody else is: release it first."""
    task = _open(task_id)
    if task.owner_id not in (None, by.staff_id):
        raise Refused("owned_by_other", name=_name(task.owner_id))
    return _save(task, "claimed", {"owner_id": by.staff_id, "owned_at": at}, by=by, at=at)


@transaction.atomic
def assign(*, task_id: UUID, staff_id: UUID, by: Actor, at: datetime) -> Task:
    """Give the task to a member of the task's practice."""
    task = _open(task_id)
    if not Staff.objects.filter(
        pk=staff_id, memberships__practice_id=task.practice_id, memberships__ended_at=None
    ).exists():
        raise Refused("not_a_member")
    return _save(task, "assigned", {"owner_id": staff_id, "owned_at": at}, by=by, at=at)


@transaction.atomic
def release(*, task_id: UUID, by: Actor, at: datetime) -> Task:
    return _save(_open(task_id), "released", {"owner_id": None, "owned_at": None}, by=by, at=at)


@transaction.atomic
def snooze(*, task_id: UUID, until_on: date, reason: str, by: Actor, at: datetime) -> Task:
    """Hide the task until a day. Refused without reason, for a day not ahead, or past the last safe day."""
    task = _open(task_id)
    on = clock.day(at, Practice.objects.get(pk=task.practice_id))
    if not reason.strip():
        raise Refused("reason_missing")
    if until_on <= on:
        raise Refused("day_not_ahead", on=until_on)
    if task.last_safe_on is not None and until_on > task.last_safe_on:
        raise Refused("past_last_safe_day", on=task.last_safe_on)
    values = {"snoozed_until": until_on, "snooze_reason": reason.strip()}
    return _save(task, "snoozed", values, by=by, at=at, why=reason.strip())


@transaction.atomic
def wake(*, task_id: UUID, by: Actor, at: datetime) -> Task:
    return _save(_open(task_id), "woken", {"snoozed_until": None, "snooze_reason": ""}, by=by, at=at)


@transaction.atomic
def dismiss(*, task_id: UUID, reason: str, by: Actor, at: datetime) -> Task:
    """Set the task aside for as long as the facts behind it stay the same. Refused without reason."""
    if not reason.strip():
        raise Refused("reason_missing")
    task = _open(task_id)
    return _save(task, "dismissed", {"state": "dismissed"}, by=by, at=at, why=reason.strip())


@transaction.atomic
def restore(*, task_id: UUID, by: Actor, at: datetime) -> Task:
    """Undo a dismissal."""
    task = _locked(task_id)
    if task.state != "dismissed":
        raise Refused("not_dismissed")
    return _save(task, "restored", {"state": "open"}, by=by, at=at)


@transaction.atomic
def note(*, task_id: UUID, text: str, by: Actor, at: datetime) -> Note:
    if not text.strip():
        raise Refused("note_empty")
    task = _locked(task_id)
    _save(task, "noted", {}, by=by, at=at)
    return Note.objects.create(practice_id=task.practice_id, task=task, text=text.strip(), at=at, by_id=by.staff_id)


@transaction.atomic
def seen(*, task_id: UUID, staff_id: UUID, at: datetime) -> list[str]:
    """Note that the person has the task open; the names of others who have, newest first."""
    task = Task.objects.only("practice_id").get(pk=task_id)
    Presence.objects.update_or_create(
        practice_id=task.practice_id, task_id=task_id, staff_id=staff_id, defaults={"seen_at": at}
    )
    here = Presence.objects.filter(task_id=task_id, seen_at__gt=at - HERE).exclude(staff_id=staff_id)
    return list(here.order_by("-seen_at").values_list("staff__name", flat=True))


def _open(task_id: UUID) -> Task:
    task = _locked(task_id)
    if task.state != "open":
        raise Refused("not_open")
    return task


def _locked(task_id: UUID) -> Task:
    settle.lock_practice_of(Task, task_id)
    return Task.objects.select_for_update(of=("self",)).get(pk=task_id)


def _save(task: Task, event: str, values: dict[str, Any], *, by: Actor, at: datetime, why: str = "") -> Task:
    """Change these fields, mark the task as changed for live lists, write the history row."""
    before, after = history.changes(task, values)
    for name, value in values.items():
        setattr(task, name, value)
    task.changed_at = at
    task.save(update_fields=[*values, "changed_at"])
    history.record(task, event, by=by, at=at, before=before, after=after, why=why)
    return task


def _name(staff_id: UUID | None) -> str:
    return Staff.objects.filter(pk=staff_id).values_list("name", flat=True).first() or ""
