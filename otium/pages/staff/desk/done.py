"""What was done today, as rows."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from otium.desk import clock
from otium.desk.agenda import Place
from otium.pages import present
from otium.pages.staff.desk.panel import trail
from otium.pages.staff.desk.present import who
from otium.pages.words.duties import NAMED
from otium.records.models import Act, Task
from otium.terms.duty import DutyKind


@dataclass(frozen=True, slots=True)
class DoneRow:
    """`undo` is empty where nothing can be taken back: the facts closed it."""

    url: str
    iso: str
    hour: str
    name: str
    what: str
    how: str
    by: str
    money: str
    site: str
    site_name: str
    undo: str


def done_rows(closed: list[Task], places: dict[UUID, Place]) -> list[DoneRow]:
    """One query, for the acts that closed them."""
    acts = Act.objects.filter(task_id__in=[t.pk for t in closed], undone_at=None).order_by("at")
    latest = {act.task_id: act for act in acts}
    return [_row(task, places[task.practice_id], latest.get(task.pk)) for task in closed]


def _row(task: Task, place: Place, act: Act | None) -> DoneRow:
    closed_at = task.closed_at or task.changed_at
    local = closed_at.astimezone(clock.zone(place.practice)).replace(second=0, microsecond=0)
    patient = task.patient
    can_undo = act is not None and act.choice not in trail.STAYS
    return DoneRow(
        url=reverse("desk_task", args=[task.pk]),
        iso=closed_at.isoformat(),
        hour=present.hour(local),
        name=who(patient.first_name, patient.last_name, task.why) if patient else who(None, None, task.why),
        what=str(NAMED[DutyKind(task.kind)].row),
        how=trail.closing(task.closed_why),
        by=task.closed_by.name if task.closed_by else "Otium",
        money=present.money(task.dollars),
        site=place.practice.short,
        site_name=place.practice.name,
        undo=reverse("desk_undo", args=[act.pk]) if act and can_undo else "",
    )
