"""Visits of the board as rows: one for each coverage and state, the next visit first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.agenda import Place
from otium.desk.board import NEEDS_PERSON, Board, BookedVisit
from otium.pages import present, say
from otium.pages.words.lacks import LACKS
from otium.pages.words.standings import COMPLETE, GROUPS, LATER, NEXT, NEXT_OF_REASON, STANDINGS
from otium.terms.coverage_standing import CoverageStanding, StandingState

Key = tuple[UUID, UUID | None, StandingState, str]
ORDER = tuple(GROUPS)


class Row(TypedDict):
    """One coverage in one state. A dictionary, because templates look those up fastest and a board has many rows."""

    url: str
    id: str
    day: str
    iso: str
    full_day: str
    tone: str
    name: str
    next: str
    why: str
    more: str
    state: str
    state_word: str
    payer: str
    site: str
    site_name: str
    task: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """Visits of one coverage that stand alike, in order of time."""

    group: str
    visits: tuple[BookedVisit, ...]

    @property
    def first(self) -> BookedVisit:
        return self.visits[0]

    @property
    def rank(self) -> tuple[Any, ...]:
        first = self.first.visit
        return (ORDER.index(self.group), first.on, -len(self.visits), first.starts_at, str(first.id))


def gathered(visits: Iterable[BookedVisit], places: dict[UUID, Place]) -> list[Gathered]:
    """What needs a person first, and of that the visit that comes next."""
    found: dict[Key, list[BookedVisit]] = {}
    for b in visits:
        group = group_of(b.standing, places[b.practice_id].on)
        found.setdefault((b.visit.patient_id, b.standing.coverage_id, b.standing.state, group), []).append(b)
    rows = [Gathered(key[3], tuple(of_one)) for key, of_one in found.items()]
    return sorted(rows, key=lambda row: row.rank)


def group_of(standing: CoverageStanding, on: date) -> str:
    if standing.state in NEEDS_PERSON:
        return "person"
    if standing.state is StandingState.STALE:
        return "ask" if standing.can_ask_again else "later"
    return standing.state.value


def row(found: Gathered, board: Board, *, name: str, task: str, shows_site: bool, current: UUID | None) -> Row:
    first = found.first
    place = board.places[first.practice_id]
    state, word, _means = STANDINGS[first.standing.state]
    others = len(found.visits) - 1
    return {
        "url": address(first),
        "id": str(first.visit.id),
        "day": near_day(first.visit.on, place.on),
        "iso": first.visit.on.isoformat(),
        "full_day": present.full_day(first.visit.on),
        "tone": "today" if first.visit.on == place.on else "",
        "name": name,
        "next": next_step(first, board),
        "why": why(first, board),
        "more": ngettext("%(n)d more visit", "%(n)d more visits", others) % {"n": others} if others else "",
        "state": state,
        "state_word": str(word),
        "payer": first.payer.payer_name if first.payer else "",
        "site": place.practice.short if shows_site else "",
        "site_name": place.practice.name,
        "task": task,
        "is_current": current is not None and current == first.standing.coverage_id,
    }


def address(booked: BookedVisit) -> str:
    """The coverage's own page; the patient's where none is on file."""
    patient_id = booked.visit.patient_id
    if booked.standing.coverage_id is None:
        return reverse("patient", args=[patient_id]) + "#coverage"
    return reverse("coverage", args=[patient_id, booked.standing.coverage_id])


def near_day(day: date, on: date) -> str:
    """Today, Tomorrow, Mon, Nov 30."""
    if day == on:
        return _("Today")
    return _("Tomorrow") if day - on == timedelta(days=1) else present.day(day, on)


def next_step(booked: BookedVisit, board: Board) -> str:
    stands = booked.standing
    if stands.coverage_id in board.lacks:
        return str(COMPLETE)
    if stands.why and stands.why.code in NEXT_OF_REASON and stands.state is not StandingState.ASKING:
        return str(NEXT_OF_REASON[stands.why.code])
    if stands.state is StandingState.STALE and not stands.can_ask_again and stands.asks_from:
        on = board.places[booked.practice_id].on
        return str(LATER) % {"day": present.day(stands.asks_from, on)}
    return str(NEXT[stands.state])


def why(booked: BookedVisit, board: Board) -> str:
    """One line; empty where nothing is to be said."""
    lacks = board.lacks.get(booked.standing.coverage_id) if booked.standing.coverage_id else None
    if lacks:
        return str(LACKS[lacks[0].code]) % {"detail": lacks[0].detail, "line": lacks[0].line}
    reason = booked.standing.why
    return say.short(reason, on=board.places[booked.practice_id].on) if reason else ""
