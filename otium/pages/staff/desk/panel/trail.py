"""History of a task: what happened, when, by whom, and what can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.acts import Entry, choices, may_act
from otium.desk.acts.undo import LASTING
from otium.desk.agenda import Place
from otium.pages import present
from otium.pages.staff.desk.panel import rows
from otium.pages.words.acts import CHOICES, ENTRIES, OPTIONS
from otium.pages.words.events import AUTOMATIONS, EVENTS
from otium.records.models import Act, History, Membership, Task

STAYS = frozenset(LASTING)  # acts that cannot be taken back


@dataclass(frozen=True, slots=True)
class Event:
    """`undo` is the address that takes it back, empty where that is not possible any more."""

    iso: str
    day: str
    title: str
    what: str
    who: str
    undo: str = ""


def events(task: Task, place: Place, acts: list[Act], *, member: Membership | None) -> list[Event]:
    """Newest first; `member` None: nothing may be taken back."""
    found = rows.history(task)
    names = rows.names({h.by for h in found} | {str(h.after.get("owner_id") or "") for h in found})
    by_time = {act.at: act for act in acts}
    listed = [_event(h, place, names, by_time.get(h.at), member) for h in found if h.event in EVENTS]
    undone = [_undone(act, place) for act in acts if act.undone_at]
    return sorted([*undone, *listed], key=lambda e: e.iso, reverse=True)


def _event(row: History, place: Place, names: dict[str, str], act: Act | None, member: Membership | None) -> Event:
    is_act = row.event == "act_recorded" and act is not None
    undo = reverse("desk_undo", args=[act.pk]) if is_act and act and _can_undo(act, member) else ""
    what = _act(act, place.on) if is_act and act else _what(row, names, place.on)
    who = names.get(row.by) or str(AUTOMATIONS.get(row.by, row.by))
    return _at(row.at, place, what, who, undo)


def _at(at: datetime, place: Place, what: str, who: str, undo: str = "") -> Event:
    local = at.astimezone(clock.zone(place.practice))
    title = f"{present.full_day(local.date())}, {present.hour(local.replace(second=0, microsecond=0))}"
    return Event(at.isoformat(), present.day(local.date(), place.on), title, what, who, undo)


def _can_undo(act: Act, member: Membership | None) -> bool:
    """True for an act that stands and that this member might have recorded."""
    if act.undone_at is not None or act.choice in STAYS:
        return False
    door = next(c.door for c in choices(act.duty_kind) if c.code == act.choice)
    return may_act(door, member, act.patient_id)


def _undone(act: Act, place: Place) -> Event:
    what = _("Undone: %(act)s") % {"act": CHOICES[act.choice].done}
    at = act.undone_at or act.at
    return _at(at, place, what, act.undone_by.name if act.undone_by else "")


def _act(act: Act, on: date) -> str:
    """Renewal recorded as sent (Mon, Nov 23, Fax, Visits asked for: 24)."""
    entries = next((c.entries for c in choices(act.duty_kind) if c.code == act.choice), ())
    told = ", ".join(_told(entry, act.fields[entry.name], on) for entry in entries if act.fields.get(entry.name))
    done = str(CHOICES[act.choice].done)
    return f"{done} ({told})" if told and act.choice not in STAYS else done


def _told(entry: Entry, value: Any, on: date) -> str:
    if entry.kind == "date":
        return present.day(date.fromisoformat(value), on)
    if entry.kind == "choice":
        return str(OPTIONS[value])
    return str(value) if entry.kind == "longtext" else f"{ENTRIES[entry.name]}: {value}"


def _what(row: History, names: dict[str, str], on: date) -> str:
    what = str(EVENTS[row.event])
    if row.event == "snoozed":
        until = present.day(date.fromisoformat(row.after["snoozed_until"]), on)
        return _("%(what)s until %(day)s: %(why)s") % {"what": what, "day": until, "why": row.why}
    if row.event == "assigned":
        return _("Given to %(name)s") % {"name": names.get(str(row.after.get("owner_id")), _("somebody"))}
    if row.event == "closed":
        return f"{what}: {closing(row.why)}"
    return f"{what}: {row.why}" if row.why else what


def closing(why: str) -> str:
    """Why a task closed: the act that did it, or the facts by themselves."""
    if why in CHOICES:
        return str(CHOICES[why].done)
    if why == "asked by itself":
        return _("Otium asked the payer by itself; the answer is awaited")
    return _("an act was undone") if why == "undone" else _("the facts no longer ask for it")
