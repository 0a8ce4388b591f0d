"""The board's page as plain values."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from otium.desk import access, board, clock
from otium.desk.board import NEEDS_PERSON, Board, BookedVisit
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.eligibility.filters import PERSON, Filters
from otium.pages.staff.eligibility.plot import plot
from otium.pages.staff.eligibility.rows import Gathered, Row, gathered, row
from otium.pages.words.standings import GROUPS, STANDINGS
from otium.records.models import Patient, Practice, Task, Therapist
from otium.terms.coverage_standing import StandingState as S
from otium.terms.duty import DutyKind

KINDS = (DutyKind.REPLACE_COVERAGE, DutyKind.FIX_INQUIRY, DutyKind.VERIFY_COVERAGE)
ALWAYS = (S.VERIFIED, S.STALE, S.FAILED, S.CANNOT_ASK, S.ASKING)  # counted where there are none, too


@dataclass(frozen=True, slots=True)
class Tile:
    url: str
    state: str
    word: str
    means: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class RowGroup:
    code: str
    title: str
    count: int
    rows: list[Row]


def places(request: HttpRequest) -> list[Practice]:
    return [place for place in practices.in_view(request) if not place.is_firm_office]


def page(request: HttpRequest, chosen: Filters, *, limit: int | None = None) -> dict[str, Any]:
    """All that the board shows. A fixed number of queries."""
    in_view = places(request)
    whole = board.board(in_view, request.at)
    of_people = [b for b in whole.visits if chosen.is_of_people(b)]
    found = gathered((b for b in of_people if chosen.is_of_state(b)), whole.places)
    made = rows(request, found[: limit or chosen.limit], whole)
    asked = [b for b in whole.visits if b.payer and b.standing.can_ask_again]
    on = max((p.on for p in whole.places.values()), default=clock.now().date())
    return {
        "filters": chosen,
        "query": chosen.query(),
        "tiles": _tiles(of_people, chosen),
        "groups": _groups(found, made),
        "count": len(of_people),
        "person": sum(b.standing.state in NEEDS_PERSON for b in of_people),
        "person_url": reverse("eligibility") + chosen.query(state=PERSON, rows=""),
        "asks": len({b.payer.id for b in asked if b.payer}),
        "payers": _payers(whole.visits),
        "therapists": _therapists(whole.visits),
        "plot": plot(of_people, on),
        "more": max(len(found) - (limit or chosen.limit), 0),
        "more_url": reverse("eligibility") + chosen.query(rows=str(chosen.limit + 50)),
        "shows_site": len(in_view) > 1,
        "practices": ", ".join(p.name for p in in_view),
        "on": on,
        "may_ask": _may(request, "eligibility_ask"),
        "may_print": _may(request, "eligibility_print"),
        "may_export": _may(request, "eligibility_export"),
    }


def _may(request: HttpRequest, door: str) -> bool:
    return bool(access.practices_for(access.DOORS[door], request.memberships))


def _tiles(visits: list[BookedVisit], chosen: Filters) -> list[Tile]:
    counts = Counter(b.standing.state for b in visits)
    return [
        Tile(
            url=reverse("eligibility") + chosen.query(state="" if chosen.state == state else state.value, rows=""),
            state=badge,
            word=str(word),
            means=str(means),
            count=counts[state],
            is_current=chosen.state == state,
        )
        for state, (badge, word, means) in STANDINGS.items()
        if counts[state] or state in ALWAYS
    ]


def _groups(found: list[Gathered], made: list[tuple[str, Row]]) -> list[RowGroup]:
    counts = Counter(each.group for each in found)
    groups = [
        RowGroup(code, str(title), counts[code], [r for of, r in made if of == code]) for code, title in GROUPS.items()
    ]
    return [group for group in groups if group.rows]


def rows(request: HttpRequest, found: list[Gathered], whole: Board) -> list[tuple[str, Row]]:
    """Each with its group. Two queries: names, and the tasks that stand for them."""
    for each in found:
        shown(request, each.first.practice_id, each.first.visit.patient_id)
    people = {each.first.visit.patient_id for each in found}
    names = {
        key: f"{first} {last}".strip()
        for key, first, last in Patient.objects.filter(pk__in=people).values_list("id", "first_name", "last_name")
    }
    tasks = _tasks(found)
    shows_site = len(whole.places) > 1
    return [
        (
            each.group,
            row(
                each,
                whole,
                name=names[each.first.visit.patient_id],
                task=tasks.get(each.first.standing.coverage_id or each.first.visit.patient_id, ""),
                shows_site=shows_site,
                current=None,
            ),
        )
        for each in found
    ]


def _tasks(found: list[Gathered]) -> dict[UUID, str]:
    """The address of the open task about a coverage, or about a patient without one."""
    about = {each.first.standing.coverage_id or each.first.visit.patient_id for each in found}
    open_ones = Task.objects.filter(
        Q(focus_id__in=about), practice_id__in={each.first.practice_id for each in found}, state="open", kind__in=KINDS
    )
    pairs = open_ones.order_by("due_on", "id").values_list("focus_id", "id")
    return {focus: reverse("desk_task", args=[key]) for focus, key in reversed(list(pairs))}


def _payers(visits: tuple[BookedVisit, ...]) -> list[tuple[str, str]]:
    """For the filter: id and name, by name."""
    found = {str(b.payer.payer_id): b.payer.payer_name for b in visits if b.payer}
    return sorted(found.items(), key=lambda pair: pair[1])


def _therapists(visits: tuple[BookedVisit, ...]) -> list[tuple[str, str]]:
    ids = {b.visit.therapist_id for b in visits if b.visit.therapist_id}
    found = Therapist.objects.filter(pk__in=ids).order_by("name").values_list("id", "name")
    return [(str(key), name) for key, name in found]
