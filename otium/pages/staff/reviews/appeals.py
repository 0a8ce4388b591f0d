"""Appeals by their last day, with what hangs on each; as CSV."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import agenda, clock
from otium.desk.agenda import Place
from otium.desk.reviews import appeals as desk
from otium.desk.reviews import standing
from otium.desk.reviews.loading import BESIDE
from otium.desk.reviews.standing import Disputed
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import practices, present
from otium.pages.middleware import shown
from otium.pages.staff.reviews import present as shared
from otium.pages.words.reviews import APPEALS, LEVELS, OUTCOMES, TRACKS
from otium.records.models import Appeal, Practice

MOST = 200
VIEWS = {
    "open": (_("To file"), ("draft", "ready")),
    "waiting": (_("With the payer"), ("filed", "acknowledged")),
    "decided": (_("Decided"), ("decided",)),
    "over": (_("Withdrawn or over"), ("withdrawn", "expired")),
}
HEADER = ("patient", "payer", "track", "level", "state", "notice_on", "file_by", "filed_on", "decide_by", "decided_on",
          "outcome", "is_expedited", "visits_at_risk", "dollars_at_risk")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    patient: str
    payer: str
    track: str
    level: str
    tone: str
    state: str
    due: Any
    due_word: str
    is_expedited: bool
    visits: int
    dollars: str
    site: str
    site_name: str


@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    places, view = _places(request), _view(request)
    here = agenda.places(places, request.at)
    found = _found(places, view)
    risks = _risks(here, found)
    for each in found:
        shown(request, each.practice_id, each.request.patient_id)
    by_state = _totals(places)
    context = {
        "rows": [_row(each, here[each.practice_id], risks.get(each.request_id, standing.NOTHING)) for each in found],
        "view": view,
        "title": VIEWS[view][0],
        "tabs": [
            {"url": f"?view={key}", "words": words, "count": sum(by_state.get(s, 0) for s in states),
             "is_current": key == view}
            for key, (words, states) in VIEWS.items()
        ],
        "shows_site": len(places) > 1,
        "may_export": any(shared.may(request, "appeals_export", place.pk) for place in places),
    }  # fmt: skip
    return render(request, "reviews/appeals.html", context)


@require_safe
def appeals_export(request: HttpRequest) -> HttpResponse:
    """The view for a spreadsheet: days ISO, dollars as numbers, empty where unknown."""
    places, view = _places(request), _view(request)
    here = agenda.places(places, request.at)
    found = _found(places, view)
    risks = _risks(here, found)
    for each in found:
        shown(request, each.practice_id, each.request.patient_id)
    lines = (_line(each, risks.get(each.request_id, standing.NOTHING)) for each in found)
    day = max((clock.day(request.at, place) for place in places), default=request.at.date()).isoformat()
    return HttpResponse(
        rows_as_csv(HEADER, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="appeals-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _places(request: HttpRequest) -> list[Practice]:
    return [place for place in practices.in_view(request) if not place.is_firm_office]


def _view(request: HttpRequest) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "open"


def _found(places: list[Practice], view: str) -> list[Appeal]:
    """What is due first comes first; what is over, newest first."""
    order = {"open": "file_by", "waiting": "decide_by"}.get(view, "-opened_on")
    rows = Appeal.objects.filter(practice__in=places, state__in=VIEWS[view][1]).select_related(*BESIDE)
    return list(rows.order_by(order, "id")[:MOST])


def _totals(places: list[Practice]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for state in Appeal.objects.filter(practice__in=places).values_list("state", flat=True):
        totals[state] = totals.get(state, 0) + 1
    return totals


def _risks(here: dict[UUID, Place], found: list[Appeal]) -> dict[UUID, Disputed]:
    risks: dict[UUID, Disputed] = {}
    for practice_id, place in here.items():
        patients = {each.request.patient_id for each in found if each.practice_id == practice_id}
        risks |= standing.disputed(place.practice, patients, on=place.on)
    return risks


def _row(row: Appeal, place: Place, found: Disputed) -> Row:
    tone, word = OUTCOMES[row.outcome] if row.outcome else APPEALS[row.state]
    day, words = _due(row)
    return Row(
        url=reverse("appeal", args=[row.pk]),
        patient=shared.name(row.request),
        payer=row.request.coverage.payer.name if row.request.coverage else "",
        track=str(TRACKS[row.track]),
        level=level_name(row, place.on),
        tone=tone,
        state=str(word),
        due=present.due(day, on=place.on, days=place.days) if day else None,
        due_word=words,
        is_expedited=row.is_expedited,
        visits=found.visits,
        dollars=present.money(found.at_risk.amount),
        site=place.practice.short,
        site_name=place.practice.name,
    )


def _due(row: Appeal) -> tuple[date | None, str]:
    if row.state in ("draft", "ready"):
        return row.file_by, _("to file")
    if row.state in ("filed", "acknowledged"):
        return row.decide_by, _("for their decision")
    return None, ""


def level_name(row: Appeal, on: date) -> str:
    level = desk.level_of(row, on)
    return str(LEVELS[level.code]) if level else _("Level %(n)d") % {"n": row.level}


def _line(row: Appeal, found: Disputed) -> tuple[object, ...]:
    of = row.request
    return (
        f"{of.patient.last_name}, {of.patient.first_name}", of.coverage.payer.name if of.coverage else "", row.track,
        row.level, row.state, row.notice_on, row.file_by, row.filed_on, row.decide_by, row.decided_on, row.outcome,
        row.is_expedited, found.visits, found.at_risk.amount,
    )  # fmt: skip
