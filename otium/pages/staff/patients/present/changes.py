"""Who changed what, in words; newest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.mend import KINDS, Field, FieldType
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.words import EVENTS, RECORDS
from otium.pages.staff.records.present import value
from otium.pages.words.events import AUTOMATIONS
from otium.pages.words.events import EVENTS as TASK_EVENTS
from otium.records.models import History

MOST_FIELDS = 4
LONGEST = 60
BY_MODEL = {kind.model._meta.model_name: kind for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Change:
    iso: str
    day: str
    title: str
    what: str
    who: str
    fields: tuple[tuple[str, str, str], ...]  # name, before, after


def changes(chart: Chart) -> list[Change]:
    return [_change(chart, row) for row in chart.changes]


def _change(chart: Chart, row: History) -> Change:
    local = row.at.astimezone(clock.zone(chart.practice))
    words = TASK_EVENTS if row.focus_type == "task" else EVENTS
    record, event = RECORDS.get(row.focus_type, row.focus_type), words.get(row.event, row.event.replace("_", " "))
    return Change(
        iso=local.isoformat(),
        day=present.short_day(local.date(), chart.on),
        title=f"{present.full_day(local.date())}, {present.hour(local)}",
        what=f"{record}: {event}",
        who=actor(row.by, chart.staff),
        fields=tuple(_fields(row)) if row.focus_type in BY_MODEL and row.event == "changed" else (),
    )


def actor(name: str, staff: dict[str, str]) -> str:
    """A person's name, an automation's words, or Otium."""
    return staff.get(name) or str(AUTOMATIONS.get(name, _("Otium")))


def _fields(row: History) -> list[tuple[str, str, str]]:
    """(name, before, after) of what a person typed; ids of other rows tell nobody anything and are left out."""
    fields = {f.column: f for f in BY_MODEL[row.focus_type].fields if f.type is not FieldType.ROW}
    shown = [fields[column] for column in row.after if column in fields][:MOST_FIELDS]
    return [(str(f.label), _said(f, row.before.get(f.column)), _said(f, row.after[f.column])) for f in shown]


def _said(field: Field, stored: Any) -> str:
    """A value as history holds it (days as ISO text), in words."""
    is_day = field.type is FieldType.DAY and stored
    text = value(field, date.fromisoformat(stored) if is_day else stored, {})
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
