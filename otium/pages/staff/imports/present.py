"""A run and its report as plain values for the templates."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.imports import words as problems
from otium.desk.imports.moves import WORKING
from otium.pages import present
from otium.pages.staff.imports import words
from otium.pages.staff.inbox.words import KINDS, STATES, WAITING
from otium.records.models import ImportRun

HELD_SHOWN = 200
NOT_WORTH_A_LINE = ("external", "is_imported")


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the list, and the head of the run's own page."""

    url: str
    state: str
    tone: str
    state_word: str
    when: str
    iso: str
    who: str
    site: str
    site_name: str
    is_working: bool
    held: int
    error: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One row held back, or one remark. `place` is where to look, `what` and `do` are sentences."""

    place: str
    table: str
    column: str
    key: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of a change. Private ones say only that they change; `before` None: there was nothing."""

    name: str
    before: str | None
    after: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Sample:
    record: str
    is_new: bool
    why: str
    facts: tuple[Fact, ...]


def run(of: ImportRun, people: dict[str, str], at: datetime) -> Run:
    tone, word = words.STATES[of.state]
    local = of.started_at.astimezone(clock.zone(of.practice))
    today = at.astimezone(clock.zone(of.practice)).date()
    return Run(
        url=reverse("import_run", args=[of.pk]),
        state=of.state,
        tone=tone,
        state_word=str(word),
        when=f"{present.day(local.date(), today)}, {present.hour(local)}",
        iso=local.isoformat(),
        who=people.get(of.by, of.by),
        site=of.practice.short,
        site_name=of.practice.name,
        is_working=of.state in WORKING,
        held=of.report.get("held_count", 0),
        error=of.report.get("error", ""),
    )


def step(of: ImportRun) -> tuple[str, int, int]:
    """(words, done, total) of a run that is being worked on."""
    word = words.STEPS.get(of.step) or words.RECORDS.get(of.step, of.step)
    is_record = of.step in words.RECORDS
    said = _("Writing: %(what)s") % {"what": word} if is_record else str(word)
    return said, min(of.done, of.total), of.total


def report(content: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """What the templates show of a report; empty values where it has none."""
    held = content.get("held", [])
    return {
        "tables": [_table(t) for t in content.get("tables", [])],
        "counts": [(name, str(word)) for name, word in words.COUNTS],
        "gone": sum(t["gone"] for t in content.get("tables", [])),
        "freed": content.get("freed", 0),
        "orphans": sum(t["orphans"] for t in content.get("tables", [])),
        "held": [finding(f) for f in held[:HELD_SHOWN]],
        "held_count": content.get("held_count", 0),
        "more_held": max(0, len(held) - HELD_SHOWN),
        "recognised_nothing": _recognised_nothing(content),
        "remarks": [] if _recognised_nothing(content) else [finding(f) for f in content.get("remarks", [])],
        "samples": [_sample(s, zone) for s in content.get("sample", [])],
        "changes_nothing": not content.get("records") and not content.get("x12") and not content.get("received"),
        "records": [_record(name, counts) for name, counts in content.get("records", {}).items()],
        "x12": [_foreseen(one) for one in content.get("x12", [])],
        "received": _received(content.get("received", [])),
        "outcome": _outcome(content.get("received", [])),
        "tasks": _tasks(content.get("tasks")),
    }


def _recognised_nothing(content: dict[str, Any]) -> bool:
    """True when no file is a table or a payer's: one sentence then says more than a remark for each table."""
    seen = (
        any(f["table"] for f in content.get("files", []))
        or content.get("x12")
        or content.get("received")
        or content.get("held")
    )
    return "files" in content and not seen


def finding(stored: dict[str, Any]) -> Finding:
    place = _("%(file)s, row %(row)s") % stored if stored["file"] else ""
    table = words.TABLES.get(stored["table"], "")
    return Finding(
        place=place,
        table=str(table),
        column=stored["column"],
        key=stored["key"],
        what=problems.what(stored["problem"], stored["params"]),
        do=problems.do(stored["problem"]),
    )


def csv_rows(held: Iterable[dict[str, Any]]) -> Iterable[tuple[object, ...]]:
    """Held rows for a spreadsheet, in the order of CSV_HEADER."""
    for stored in held:
        said = finding(stored)
        yield stored["file"], stored["row"], stored["table"], said.column, said.key, said.what, said.do


CSV_HEADER = ("file", "row", "table", "column", "key", "what_is_wrong", "what_to_do")


def _table(stored: dict[str, Any]) -> dict[str, Any]:
    cells = [(str(word), stored[name]) for name, word in words.COUNTS]
    return {"name": str(words.TABLES[stored["table"]]), "cells": cells, "held": stored["held"]}


def _record(name: str, counts: dict[str, int]) -> dict[str, Any]:
    return {"name": str(words.RECORDS[name]), **counts}


def _sample(stored: dict[str, Any], zone: ZoneInfo) -> Sample:
    return Sample(
        record=str(words.RECORDS[stored["record"]]),
        is_new=stored["is_new"],
        why=stored["why"],
        facts=tuple(_fact(f, zone) for f in stored["facts"] if f["name"] not in NOT_WORTH_A_LINE),
    )


def _fact(stored: dict[str, Any], zone: ZoneInfo) -> Fact:
    name = str(words.COLUMNS.get(stored["name"], stored["name"]))
    if stored["is_private"]:
        return Fact(name, None, "", is_private=True)
    before, after = (_value(stored["name"], stored.get(side), zone) for side in ("before", "after"))
    return Fact(name, before or None, after or "–", is_private=False)


def _value(name: str, value: Any, zone: ZoneInfo) -> str:
    """A stored value in words; empty for nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_at"):
        local = datetime.fromisoformat(value).astimezone(zone)
        return f"{present.full_day(local.date())}, {present.hour(local)}"
    if name.endswith("_on"):
        return present.full_day(date.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(" × ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    return str(value)


def _foreseen(stored: dict[str, Any]) -> dict[str, Any]:
    if not stored["is_readable"]:
        says = _("cannot be read; it will wait for a person")
    elif not stored["messages"]:
        says = _("is kept as it came")
    else:
        says = ngettext("%(n)d answer or decision", "%(n)d answers or decisions", stored["messages"]) % {
            "n": stored["messages"]
        }
        says += ": " + _("%(known)d for patients on file, %(unknown)d for nobody known yet") % stored
    return {"name": stored["name"], "kind": str(KINDS.get(stored["kind"], stored["kind"])), "says": says}


def _outcome(stored: list[dict[str, Any]]) -> str:
    """What became of payers' messages, in counts; of a file without messages, what became of the file."""
    states = Counter(m["state"] for one in stored for m in (one["messages"] or [one]))
    waits, here = sum(states[s] for s in WAITING), states["nothing_new"]
    parts = [
        ngettext("%(n)d was applied", "%(n)d were applied", states["applied"]) % {"n": states["applied"]},
        ngettext("%(n)d waits for a person", "%(n)d wait for a person", waits) % {"n": waits} if waits else "",
        ngettext("%(n)d was here already", "%(n)d were here already", here) % {"n": here} if here else "",
        ngettext("%(n)d is kept", "%(n)d are kept", states["kept"]) % {"n": states["kept"]} if states["kept"] else "",
    ]
    return _("Of what payers sent, %(counts)s.") % {"counts": ", ".join(p for p in parts if p)} if stored else ""


def _tasks(tasks: dict[str, int] | None) -> str:
    if not tasks:
        return ""
    opened = ngettext("%(n)d task was opened", "%(n)d tasks were opened", tasks["opened"]) % {"n": tasks["opened"]}
    return _("On the desk %(opened)s and %(closed)d closed.") % {"opened": opened, "closed": tasks["closed"]}


def _received(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": one["name"],
            "kind": str(KINDS.get(one["kind"], one["kind"])),
            "tone": STATES[one["state"]][0],
            "state_word": str(STATES[one["state"]][1]),
            "url": reverse("inbox_file", args=[one["file_id"]]) if one["file_id"] else "",
        }
        for one in stored
    ]
