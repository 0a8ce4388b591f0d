"""The pipeline board, as columns or as a list, and its export."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import access, agenda
from otium.desk.agenda import Place
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.prior_auth import filters, pipeline, present
from otium.pages.staff.prior_auth.pipeline import Entry
from otium.pages.words.requests import COLUMNS, KINDS, ROADS, STATES


@require_safe
def authorizations(request: HttpRequest) -> HttpResponse:
    places = _places(request)
    chosen = filters.read(request.GET)
    everything = pipeline.entries(places.values())
    found = _passing(chosen, everything, places)
    columns = present.columns(found, places)
    for entry in found:
        _shown(request, entry)
    context = {
        "columns": [c for c in columns if not chosen.chosen["column"] or c.name == chosen.chosen["column"]],
        "cards": [card for column in columns for card in column.cards] if chosen.as_list else [],
        "sums": present.sums([e for e in found if e.column != "done"]),
        "count": sum(column.count for column in columns if column.name != "done"),
        "first": present.first(found, places),
        "selects": filters.selects(chosen, everything),
        "filters": chosen,
        "export": f"{reverse('authorizations_export')}?{chosen.query}",
        "columns_url": _address(chosen, as_list=False),
        "list_url": _address(chosen, as_list=True),
        "shows_site": len(places) > 1,
        "may_export": bool(access.practices_for(access.DOORS["authorizations_export"], request.memberships)),
        "may_change": bool(access.practices_for(access.DOORS["request_new"], request.memberships)),
    }
    return render(request, "prior_auth/board.html", context)


def _places(request: HttpRequest) -> dict[UUID, Place]:
    rows = [place for place in practices.in_view(request) if not place.is_firm_office]
    return {row.pk: agenda.place(row, request.at) for row in rows}


def _passing(chosen: filters.Filters, everything: list[Entry], places: dict[UUID, Place]) -> list[Entry]:
    does = filters.passes(chosen, lambda entry: places[entry.practice_id].on)
    return [entry for entry in everything if does(entry)]


def _shown(request: HttpRequest, entry: Entry) -> None:
    row: Any = entry.request or entry.task
    shown(request, row.practice_id, row.patient_id)


def _address(chosen: filters.Filters, *, as_list: bool) -> str:
    query = filters.Filters(chosen.chosen, as_list).query
    return reverse("authorizations") + (f"?{query}" if query else "")


HEADER = ("where", "patient", "payer", "kind", "state", "requested", "approved", "starts_on", "ends_on", "sent_on",
          "road", "answer_by", "decided_on", "due_on", "last_safe_on", "first_visit_on", "visits_at_risk",
          "dollars_at_risk", "therapist")  # fmt: skip


@require_safe
def authorizations_export(request: HttpRequest) -> HttpResponse:
    """The board as it is filtered, for a spreadsheet."""
    places = _places(request)
    found = _passing(filters.read(request.GET), pipeline.entries(places.values()), places)
    for entry in found:
        _shown(request, entry)
    day = max((place.on for place in places.values()), default=request.at.date()).isoformat()
    return HttpResponse(
        rows_as_csv(HEADER, (_line(entry) for entry in found)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="authorizations-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _line(entry: Entry) -> tuple[Any, ...]:
    request, task = entry.request, entry.task
    patient = request.patient if request is not None else task.patient  # type: ignore[union-attr]
    asked = (
        "state",
        "requested",
        "approved",
        "starts_on",
        "ends_on",
        "submitted_on",
        "channel",
        "answer_by",
        "decided_on",
    )
    state, requested, approved, starts, ends, sent, channel, by, decided = (getattr(request, n, "") for n in asked)
    return (
        {name: title for name, title, _empty in COLUMNS}[entry.column],
        f"{patient.last_name}, {patient.first_name}", filters.payer_of(entry)[1],
        KINDS.get(filters.kind_of(entry), ""), STATES[state][1] if state else "", requested, approved, starts, ends,
        sent, ROADS.get(channel, channel), by, decided, entry.due_on, task.last_safe_on if task else "",
        entry.first_visit_on, entry.visits, entry.dollars, filters.therapist_of(entry)[1],
    )  # fmt: skip
