"""Who changed what, in words; newest first."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.mend import KINDS, Field, FieldType
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.words import EVENTS, RECORDS, SEVERAL
from otium.pages.staff.records.present import value
from otium.pages.words.duties import NAMED
from otium.pages.words.events import AUTOMATIONS
from otium.pages.words.events import EVENTS as TASK_EVENTS
from otium.records.models import History
from otium.terms.duty import DutyKind

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
    """Newest first; what came of one kind in one moment, as by an import, is one line."""
    said = {row.pk: _change(chart, row) for row in chart.changes}
    at_once: dict[tuple[Any, ...], list[History]] = {}
    for row in chart.changes:
        lone = row.pk if said[row.pk].fields or row.focus_type not in SEVERAL else None
        at_once.setdefault((row.at, row.focus_type, row.event, row.by, lone), []).append(row)
    return [_folded(said[rows[0].pk], rows) if len(rows) > 1 else said[rows[0].pk] for rows in at_once.values()]


def _folded(first: Change, rows: list[History]) -> Change:
    several = str(SEVERAL[rows[0].focus_type]) % {"n": len(rows)}
    return replace(first, what=f"{several}: {_event(rows[0])}")


def _change(chart: Chart, row: History) -> Change:
    local = row.at.astimezone(clock.zone(chart.practice))
    record = " ".join(filter(None, (str(RECORDS.get(row.focus_type, row.focus_type)), _which(chart, row))))
    return Change(
        iso=local.isoformat(),
        day=present.short_day(local.date(), chart.on),
        title=f"{present.full_day(local.date())}, {present.hour(local)}",
        what=f"{record}: {_event(row)}",
        who=actor(row.by, chart.staff),
        fields=tuple(_fields(row)) if row.focus_type in BY_MODEL and row.event == "changed" else (),
    )


def _event(row: History) -> str:
    words = TASK_EVENTS if row.focus_type == "task" else EVENTS
    return str(words.get(row.event, row.event.replace("_", " ")))


def _which(chart: Chart, row: History) -> str:
    """The day of the record, or its number or name; empty where it is not on the page."""
    if row.focus_type == "appointment":
        starts_at = next((v.starts_at for v in chart.visits if v.pk == row.focus_id), None)
        return present.day(chart.day(starts_at), chart.on) if starts_at else ""
    if row.focus_type == "coverage":
        return next((c.payer.name for c in chart.coverages if c.pk == row.focus_id), "")
    if row.focus_type == "task":
        return next((f"“{NAMED[DutyKind(t.kind)].row}”" for t in chart.tasks if t.pk == row.focus_id), "")
    found = (record for rows in chart.rows.values() for record in rows if record.pk == row.focus_id)
    return _identity(next(found, None), chart)


def _identity(record: Any, chart: Chart) -> str:
    """The number, the title, or the first day that the record has."""
    for name in ("number", "title", "instrument"):
        if text := getattr(record, name, ""):
            return str(text)
    for name in ("written_on", "starts_on", "submitted_on", "decided_on", "received_on"):
        if day := getattr(record, name, None):
            return present.day(day, chart.on)
    return present.day(chart.day(record.answered_at), chart.on) if hasattr(record, "answered_at") else ""


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
