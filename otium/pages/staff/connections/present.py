"""Connections as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.connections.kinds import Probe, Step
from otium.pages import present
from otium.pages.staff.connections import words
from otium.pages.words.events import AUTOMATIONS
from otium.records.models import Connection, History, Practice
from otium.terms.parcel import ConnectionState

SHOWS_NOTHING = ("ok", "skipped")
_FINGERPRINT = "SHA256:"


@dataclass(frozen=True, slots=True)
class State:
    """How it stands: badge, word, and, where something is wrong, what to do."""

    tone: str
    word: str
    what: str = ""
    mend: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    name: str
    kind: str
    partner: str
    carries: str
    sent: str
    received: str
    state: State
    site: str
    site_name: str
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """One step of a test."""

    tone: str
    name: str
    words: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    iso: str
    day: str
    title: str
    what: str
    who: str


def row(connection: Connection, practice: Practice, at: datetime) -> Row:
    return Row(
        url=reverse("connection", args=[connection.pk]),
        name=connection.name,
        kind=str(words.KINDS[connection.carrier].name),
        partner=connection.receiver,
        carries=present.joined([str(words.CARRIES.get(kind, kind)) for kind in connection.carries]),
        sent=moment(connection.last_sent_at, practice, at),
        received=moment(connection.last_received_at, practice, at),
        state=state(connection, practice, at),
        site=practice.short,
        site_name=practice.name,
        is_paused=connection.state == ConnectionState.PAUSED,
    )


def state(connection: Connection, practice: Practice, at: datetime) -> State:
    """Paused before all; then what failed since it last went well; then whether it was ever used."""
    if connection.state == ConnectionState.PAUSED:
        return State("unknown", _("Paused"), _("Nothing leaves by it and nothing is fetched."))
    if connection.failures:
        return _failing(connection, practice, at)
    if not (connection.last_sent_at or connection.last_fetch_at):
        return State("unknown", _("Not used yet"))
    if connection.last_error.get("code") == "left" and connection.last_error_at == connection.last_fetch_at:
        fault = words.FAULTS["left"]
        return State("risk", _("Files left there"), str(fault.what), str(fault.mend))
    return State("clear", _("Works"))


def _failing(connection: Connection, practice: Practice, at: datetime) -> State:
    error = connection.last_error
    fault = words.FAULTS.get(error.get("code", ""), words.UNKNOWN_FAULT)
    needs_person = bool(error.get("needs_person")) or error.get("code") == "unfit"
    times = ngettext("%(n)d time in a row", "%(n)d times in a row", connection.failures) % {"n": connection.failures}
    when = f"{moment(connection.last_error_at, practice, at)}, {times}"
    if connection.rests_until and connection.rests_until > at:
        again = present.hour(connection.rests_until.astimezone(clock.zone(practice)))
        when = _("%(when)s; tried again at %(again)s") % {"when": when, "again": again}
    word = _("Needs you") if needs_person else _("Does not get through")
    return State("blocked" if needs_person else "risk", word, _with_detail(fault.what, error), str(fault.mend), when)


def _with_detail(what: Any, error: dict[str, Any]) -> str:
    """A fingerprint is left to the page that lets a person confirm it."""
    detail = str(error.get("detail") or "")
    if detail.startswith(_FINGERPRINT):
        return str(what)
    return f"{what} ({detail})" if detail else str(what)


def moment(value: datetime | None, practice: Practice, at: datetime) -> str:
    """Empty where it never was."""
    if value is None:
        return ""
    local = value.astimezone(clock.zone(practice))
    return f"{present.day(local.date(), clock.day(at, practice))}, {present.hour(local)}"


def steps(probe: Probe) -> list[Tried]:
    return [_step(each) for each in probe.steps]


def _step(step: Step) -> Tried:
    name = str(words.STEPS[step.name])
    if step.code == "ok":
        return Tried("clear", name, _("well (%(detail)s)") % {"detail": step.detail} if step.detail else _("well"))
    if step.code == "skipped":
        return Tried("unknown", name, _("not needed here"))
    fault = words.FAULTS.get(step.code, words.UNKNOWN_FAULT)
    if step.code == "host_key" and step.detail.startswith(_FINGERPRINT):
        return Tried("risk", name, str(fault.what))  # the page shows the key and what to do about it
    return Tried("blocked", name, _with_detail(fault.what, {"detail": step.detail}), str(fault.mend))


def shown_key(probe: Probe) -> str:
    """The fingerprint that the server showed and nobody has confirmed; empty for none."""
    found = (step.detail for step in probe.steps if step.name == "host_key" and step.code == "host_key")
    return next((detail for detail in found if detail.startswith(_FINGERPRINT)), "")


def history(rows: Iterable[History], names: dict[str, str], practice: Practice, at: datetime) -> list[Event]:
    on = clock.day(at, practice)
    found = []
    for each in rows:
        local = each.at.astimezone(clock.zone(practice))
        day, hour = present.day(local.date(), on), present.hour(local)
        who = names.get(each.by) or str(AUTOMATIONS.get(each.by, each.by))
        found.append(Event(local.isoformat(), day, f"{day}, {hour}", _event(each), who))
    return found


def _event(each: History) -> str:
    what = str(words.EVENTS.get(each.event, each.event))
    if each.why:
        return f"{what}: {each.why}"
    if each.event == "changed":
        changed = [str(words.FIELDS.get(name, name.replace("_", " "))) for name in each.after]
        return f"{what}: {present.joined(changed)}"
    if each.event == "tested":
        failed = [code for code in each.after.get("steps", {}).values() if code not in SHOWS_NOTHING]
        fault = words.FAULTS.get(failed[0], words.UNKNOWN_FAULT) if failed else None
        return f"{what}: {fault.what}" if fault else _("Tested: it works")
    return what


def road(carrier: str) -> str:
    """How a file came; empty where that is not known."""
    kind = words.KINDS.get(carrier)
    return str(words.ROADS.get(carrier) or (kind.name if kind else carrier.replace("_", " ")))


def secrets_set(
    connection: Connection, rows: Iterable[History], names: Iterable[str], practice: Practice, at: datetime
) -> dict[str, str]:
    """The day on which each secret was last set, at the latest when it was made. `rows` newest first."""
    rows, on = list(rows), clock.day(at, practice)
    days: dict[str, str] = {}
    for name in names:
        found = next((row.at for row in rows if name in (row.after.get("secrets") or ())), connection.made_at)
        days[name] = present.day(clock.day(found, practice), on)
    return days
