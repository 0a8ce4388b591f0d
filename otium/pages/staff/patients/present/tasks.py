"""What is to be done for the patient, as rows that lead to the desk."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from otium.desk import calendar, ranking
from otium.desk.ranking import Pressing
from otium.pages import present, say
from otium.pages.staff.patients.load import Chart
from otium.pages.words.duties import NAMED
from otium.records.models import Task
from otium.terms.duty import DutyKind


@dataclass(frozen=True, slots=True)
class TaskRow:
    url: str
    what: str
    why: str
    due: present.Due
    money: str


def task_rows(chart: Chart, *, focus_id: UUID | None = None) -> list[TaskRow]:
    """Most pressing first, as on the desk; those about one record where `focus_id` names it."""
    days = calendar.business_days(chart.practice, chart.on)

    def key(task: Task) -> object:
        item = Pressing(task.due_on, task.last_safe_on, task.dollars, chart.practice.closes_at)
        return (*ranking.key(item, on=chart.on, days=days), task.kind, str(task.pk))

    return [
        TaskRow(
            url=reverse("desk_task", args=[task.pk]),
            what=str(NAMED[DutyKind(task.kind)].row),
            why=say.row(task.why, on=chart.on),
            due=present.due(task.due_on, on=chart.on, days=days, closes_at=chart.practice.closes_at),
            money=present.money(task.dollars),
        )
        for task in sorted(chart.tasks, key=key)
        if focus_id is None or task.focus_id == focus_id
    ]
