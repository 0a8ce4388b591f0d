"""Take back what was recorded: rows it made are marked as entered in error, fields it changed get their value back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.acts import allowed
from otium.desk.acts.choices import choices
from otium.desk.acts.writing import Refused
from otium.records.models import Act, Practice, Task
from otium.rules import prior_auth
from otium.terms.prior_auth import AppealState, AuthState, RequestEvent, RequestState

LASTING = {
    "matched": "match_stays",
    "ask_payer": "inquiry_stays",
    "claim_rebuilt": "claim_stays",
    "claims_corrected": "claim_stays",
    "sending_arrived": "decision_stays",
    "sending_again": "decision_stays",
}
PARTS = ("authorizedservice", "benefit")  # they count no longer than the row they belong to


@transaction.atomic
def undo(*, act_id: UUID, by: Actor, at: datetime) -> Act:
    """Undo one act and settle again. Refused when it is undone already, or something it changed was changed since."""
    settle.lock_practice_of(Act, act_id)
    act = Act.objects.select_for_update(of=("self",)).get(pk=act_id)
    chosen = next(c for c in choices(act.duty_kind) if c.code == act.choice)
    allowed.check(chosen, practice_id=act.practice_id, patient_id=act.patient_id, by=by)
    if act.undone_at is not None:
        raise Refused("", "undone_already")
    if act.choice in LASTING:
        raise Refused("", LASTING[act.choice])
    for effect in reversed(act.effects):
        take_back(effect, by=by, at=at)
    act.undone_at, act.undone_by_id = at, by.staff_id
    act.save(update_fields=["undone_at", "undone_by"])
    history.record(act, "undone", by=by, at=at, before={"choice": act.choice})
    _reopen(act, by=by, at=at)
    practice = Practice.objects.get(pk=act.practice_id)
    patients = [act.patient_id] if act.patient_id else []
    settle.settle(practice, by=by, at=at, patients=patients, why="undone")
    return act


def _reopen(act: Act, *, by: Actor, at: datetime) -> None:
    """Stand the act's own task up again, with its notes and history; settling closes it if the facts say so."""
    task = Task.objects.select_for_update(of=("self",)).filter(pk=act.task_id, state="closed").first()
    if task is None or Task.objects.filter(state__in=("open", "dismissed"), **_key(task)).exists():
        return
    task.state, task.closed_at, task.closed_by, task.closed_why, task.changed_at = "open", None, None, "", at
    task.save(update_fields=["state", "closed_at", "closed_by", "closed_why", "changed_at"])
    history.record(task, "reopened", by=by, at=at, before={"state": "closed"}, after={"state": "open"}, why="undone")


def _key(task: Task) -> dict[str, Any]:
    """What makes a task the one of its duty."""
    names = ("practice_id", "kind", "focus_id", "instance")
    return {name: getattr(task, name) for name in names}


def take_back(effect: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Take back one row that was made or changed. Raises Refused where it no longer stands as it was written."""
    model = apps.get_model("records", effect["model"])
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=effect["id"]).first()
    if row is None or not _stands(row, effect):
        raise Refused("", "changed_since")
    if effect["created"] and effect["model"] in PARTS:
        return
    values = _withdrawn(row, at) if effect["created"] else _restored(row, effect)
    before, after = history.changes(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    history.record(row, "taken_back", by=by, at=at, before=before, after=after)


def _stands(row: Any, effect: dict[str, Any]) -> bool:
    """True while the row holds what the act wrote: a payer's answer or a correction since then is not undone."""
    return history.plain({name: getattr(row, name) for name in effect["after"]}) == effect["after"]


def _withdrawn(row: Any, at: datetime) -> dict[str, Any]:
    """What makes a row that the act created count no longer; the row itself stays."""
    if row._meta.model_name == "authorizationrequest":
        return {"state": prior_auth.next_state(RequestState(row.state), RequestEvent.CANCEL).value}
    if row._meta.model_name == "appeal":
        return {"state": AppealState.WITHDRAWN.value}
    if row._meta.model_name == "requestsending":
        return {"taken_back_at": at}
    if row._meta.model_name == "authorization":
        return {"state": AuthState.CANCELLED.value}
    return {"entered_in_error": True}


def _restored(row: Any, effect: dict[str, Any]) -> dict[str, Any]:
    """The values from before the act."""
    return {name: row._meta.get_field(name).to_python(value) for name, value in effect["before"].items()}
