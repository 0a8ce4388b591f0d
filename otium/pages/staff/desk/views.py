"""What the desk shows: the list, one task beside it, what was done today, who else is here."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import agenda, queue
from otium.desk.agenda import Listed, Place
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.desk import filters, present
from otium.pages.staff.desk.done import done_rows
from otium.pages.staff.desk.filters import Filters
from otium.pages.staff.desk.panel import build, rows
from otium.pages.staff.desk.panel.build import Panel, Refusal
from otium.pages.words.duties import WORKFLOWS
from otium.records.models import Task, Therapist

BESIDE = "work"  # the id of the panel beside the list: what htmx asks for when a row is chosen


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The list; the page asks for its first task by itself, where there is room beside the list."""
    context = board(request, filters.read(request.GET), current=None)
    first = next((row for group in context["groups"] for row in group.rows), None)
    return render(request, "desk/desk.html", {**context, "first": first, "is_task": False})


@require_safe
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task: beside the list, or alone when htmx asks for the panel or on a phone."""
    found = rows.task(task_id)
    return show_task(request, found, filters.read(request.GET))


def show_task(request: HttpRequest, found: Task, chosen: Filters, refusal: Refusal | None = None) -> HttpResponse:
    panel = _panel(request, found, chosen, refusal)
    if request.headers.get("HX-Target") == BESIDE and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "desk/panel.html", {"panel": panel, "is_alone": True, "is_task": True})
    context = board(request, chosen, current=found.pk)
    return render(request, "desk/desk.html", {**context, "panel": panel, "is_task": True})


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The list anew for a page that is open; 204 while nothing changed since the version it has."""
    places = agenda.places(practices.in_view(request), request.at)
    if request.GET.get("version") == agenda.version(places):
        return HttpResponse(status=204)
    current = request.GET.get("open", "")
    open_id = UUID(current) if filters.is_id(current) else None
    context = board(request, filters.read(request.GET), current=open_id)
    return render(request, "desk/live.html", context)


@require_safe
def here(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Notes that the person has the task open, where Otium saves; says who else has."""
    found = rows.task(task_id)
    others = queue.seen(task_id=found.pk, staff_id=request.user.pk, at=request.at) if request.is_saving else []
    return render(request, "desk/here.html", {"others": others})


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What was done today, newest first, each with its undo."""
    places = agenda.places(practices.in_view(request), request.at)
    closed = agenda.closed_today(places, request.at)
    for each in closed:
        shown(request, each.practice_id, each.patient_id)
    return render(request, "desk/done.html", {"rows": done_rows(closed, places), "shows_site": len(places) > 1})


def board(request: HttpRequest, chosen: Filters, *, current: UUID | None) -> dict[str, Any]:
    """All that the list shows. A fixed number of queries."""
    places = agenda.places(practices.in_view(request), request.at)
    everything = agenda.open_tasks(places)
    admitted = [item for item in everything if chosen.admits(item, staff_id=request.user.pk)]
    if chosen.order == "dollars":
        admitted = agenda.by_dollars(admitted)
    visible = admitted[: chosen.limit]
    made = _rows(request, visible, places, chosen, current or (visible[0].id if visible else None))
    return {
        "groups": present.grouped(admitted, made, places, chosen.order),
        "figures": present.figures(admitted, done=agenda.count_closed_today(places, request.at)),
        "views": present.views(everything, chosen, staff_id=request.user.pk),
        "filters": chosen,
        "workflows": [(w.value, name) for w, name in WORKFLOWS.items()],
        "therapists": _therapists(everything),
        "dollars_url": reverse("desk") + chosen.query(order="dollars"),
        "unknown_url": reverse("desk") + chosen.query(money="unknown"),
        "more": len(admitted) - len(visible),
        "more_url": chosen.query(rows=str(chosen.limit + filters.FIRST_ROWS)),
        "live_url": reverse("desk_live") + chosen.query(version=agenda.version(places)),
    }


def _rows(
    request: HttpRequest, visible: list[Listed], places: dict[UUID, Place], chosen: Filters, current: UUID | None
) -> dict[UUID, present.Row]:
    details = agenda.details(item.id for item in visible)
    for detail in details.values():
        shown(request, detail["practice_id"], detail["patient_id"])
    maker = present.Rows(query=chosen.query(), shows_site=len(places) > 1, current=current)
    return {key: maker.row(detail, places[detail["practice_id"]]) for key, detail in details.items()}


def _therapists(items: list[Listed]) -> list[tuple[str, str]]:
    """Those who have open tasks, for the filter: id and name, by name."""
    ids = {item.therapist_id for item in items if item.therapist_id}
    found = Therapist.objects.filter(pk__in=ids).order_by("name").values_list("id", "name")
    return [(str(key), name) for key, name in found]


def _panel(request: HttpRequest, found: Task, chosen: Filters, refusal: Refusal | None = None) -> Panel:
    shown(request, found.practice_id, found.patient_id)
    place = build.place_of(found, request, practices.visible(request))
    return build.build(request, found, place, query=chosen.query(), refusal=refusal)
