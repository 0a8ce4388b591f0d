"""Cards and columns of the board as plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.agenda import Place
from otium.pages import present
from otium.pages.staff.prior_auth.filters import kind_of, payer_of, therapist_of
from otium.pages.staff.prior_auth.pipeline import Entry
from otium.pages.words.requests import COLUMNS, KINDS, ROADS, STATES

SHOWN = 30  # cards of a column; the list has them all
OURS = ("sign", "send", "pended", "cut")  # the next step is the practice's


@dataclass(frozen=True, slots=True)
class Card:
    """One request, or a duty that has none yet: then `starts` is the task whose button drafts it."""

    url: str
    starts: str
    patient: str
    patient_url: str
    kind: str
    payer: str
    asks: str
    says: str
    state: str
    state_word: str
    due: present.Due | None
    money: str
    unsafe: str
    therapist: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    title: Any
    empty: Any
    count: int
    sums: str
    cards: list[Card]
    more: int


def columns(entries: list[Entry], places: dict[Any, Place]) -> list[Column]:
    """Every column, in the order of work."""
    made = []
    for name, title, empty in COLUMNS:
        own = [entry for entry in entries if entry.column == name]
        cards = [card(entry, places[entry.practice_id]) for entry in own[:SHOWN]]
        made.append(Column(name, title, empty, len(own), sums(own), cards, max(len(own) - SHOWN, 0)))
    return made


def first(entries: list[Entry], places: dict[Any, Place]) -> Card | None:
    """What is due first of all that the practice has to do, by the order of the board; None where nothing is."""
    mine = (entry for entry in entries if entry.request is not None and entry.column in OURS and entry.due_on)
    found = next(mine, None)
    return card(found, places[found.practice_id]) if found else None


def sums(entries: list[Entry]) -> str:
    """$2,400 and 16 visits at risk; empty where nothing is. Visits without a known rate are counted all the same."""
    visits = sum(entry.visits for entry in entries)
    dollars = sum((entry.dollars for entry in entries if entry.dollars is not None), Decimal(0))
    if not visits and not dollars:
        return ""
    counted = ngettext("%(n)d visit at risk", "%(n)d visits at risk", visits) % {"n": visits}
    return f"{present.money(dollars)}, {counted}" if dollars else counted


def card(entry: Entry, place: Place) -> Card:
    request, task = entry.request, entry.task
    patient = request.patient if request is not None else task.patient  # type: ignore[union-attr]
    tone, word = STATES[request.state] if request is not None else ("risk", _("Not drafted"))
    return Card(
        url=reverse("request", args=[request.pk]) if request else "",
        starts=str(task.pk) if request is None and task else "",
        patient=f"{patient.first_name} {patient.last_name}",
        patient_url=reverse("patient", args=[patient.pk]),
        kind=str(KINDS.get(kind_of(entry), "")),
        payer=payer_of(entry)[1],
        asks=asks(request, place.on) if request else "",
        says=_says(entry, place.on),
        state=tone,
        state_word=str(word),
        due=present.due(task.due_on, on=place.on, days=place.days) if task else None,
        money=_risk(entry),
        unsafe=_unsafe(entry, place.on),
        therapist=therapist_of(entry)[1],
        site=place.practice.short,
        site_name=place.practice.name,
    )


def asks(request: Any, on: date) -> str:
    """24 visits, Dec 1 – Feb 22."""
    unit = {line.get("basis") for line in request.lines}
    count = ""
    if request.requested is not None:
        words = (
            ngettext("%(n)d unit", "%(n)d units", request.requested)
            if unit == {"units"}
            else ngettext("%(n)d visit", "%(n)d visits", request.requested)
        )
        count = words % {"n": request.requested}
    return ", ".join(part for part in (count, period(request, on)) if part)


def period(request: Any, on: date) -> str:
    if request.starts_on is None:
        return ""
    first = present.short_day(request.starts_on, on)
    if request.ends_on is None:
        return _("from %(day)s") % {"day": first}
    return f"{first} – {present.short_day(request.ends_on, on)}"


def _says(entry: Entry, on: date) -> str:
    """What is newest of it: sent when and how, what the payer wants, what it approved."""
    request = entry.request
    if request is None:
        return ""
    if entry.column == "payer" and request.submitted_on:
        day = present.short_day(request.submitted_on, on)
        road = ROADS.get(request.channel)
        sent = _("sent %(day)s by %(road)s") if road else _("sent %(day)s")
        return sent % {"day": day, "road": road}
    if entry.column == "pended":
        by = request.answer_by
        return _("answer by %(day)s") % {"day": present.day(by, on)} if by else _("answer it; it set no day")
    if entry.column in ("cut", "done") and request.approved is not None and request.requested is not None:
        return _("%(approved)d of %(requested)d") % {"approved": request.approved, "requested": request.requested}
    return ""


def _risk(entry: Entry) -> str:
    visits = ngettext("%(n)d visit", "%(n)d visits", entry.visits) % {"n": entry.visits} if entry.visits else ""
    return ", ".join(part for part in (present.money(entry.dollars), visits) if part)


def _unsafe(entry: Entry, on: date) -> str:
    """The first day on which somebody would be treated without approval."""
    if entry.first_visit_on is None or entry.column == "done":
        return ""
    return present.day(entry.first_visit_on, on)
