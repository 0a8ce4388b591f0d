"""The list of connections, one connection, making and changing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import access
from otium.desk.actor import Actor
from otium.desk.connections import carriers, editing, trial
from otium.desk.connections.kinds import SETTINGS
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.connections import present as said
from otium.pages.staff.connections import words
from otium.pages.staff.connections.forms import ConnectionForm, TestMessageForm
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Connection, History, Parcel, Staff
from otium.terms.parcel import ConnectionState, ParcelState

EVENTS = 30


@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    in_view = {p.pk: p for p in practices.in_view(request) if not p.is_firm_office}
    rows = Connection.objects.filter(practice_id__in=list(in_view)).order_by("practice__name", "name")
    waiting = Parcel.objects.filter(practice_id__in=list(in_view), connection=None, state=ParcelState.WAITING)
    for practice_id in in_view:
        shown(request, practice_id)
    context = {
        "rows": [said.row(each, in_view[each.practice_id], request.at) for each in rows],
        "homeless": waiting.count(),
        "may_add": bool(access.practices_for(access.DOORS["connection_add"], request.memberships)),
        "shows_site": len(in_view) > 1,
    }
    return render(request, "connections/list.html", context)


@require_safe
def connection(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    return page(request, find(connection_id))


def page(request: HttpRequest, row: Connection, **more: Any) -> HttpResponse:
    """One connection; `more` is what an act on it has to say."""
    shown(request, row.practice_id)
    events = list(_events(row)[:EVENTS])
    waiting = Parcel.objects.filter(practice_id=row.practice_id, connection=row, state=ParcelState.WAITING).count()
    kind = trial.kind_of(row)
    context = {
        "row": said.row(row, row.practice, request.at),
        "connection_id": row.pk,
        "practice": row.practice,
        "test": row.is_test and kind is None,
        "waiting": waiting,
        "fetches": kind is None,
        "looked": said.moment(row.last_fetch_at, row.practice, request.at),
        "events": said.history(events, _names(events), row.practice, request.at),
        "may_change": may(request, "connection_change", row),
        "may_test": may(request, "connection_test", row),
        "message": TestMessageForm(kind=kind) if kind and row.state == ConnectionState.ACTIVE else None,
        **more,
    }
    return render(request, "connections/connection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def connection_add(request: HttpRequest) -> HttpResponse:
    """Without `?kind=` the kinds are offered, each with when it is the right one."""
    practice = practice_of(request)
    shown(request, practice.pk)
    carrier = request.GET.get("kind") or request.POST.get("kind") or ""
    context = {"practice": practice, "others": other_practices(request, practice)}
    if carrier not in SETTINGS:
        kinds = [(key, kind.name, kind.when) for key, kind in words.KINDS.items() if key in SETTINGS]
        return render(request, "connections/kinds.html", context | {"kinds": kinds})
    form = ConnectionForm(request.POST if request.method == "POST" else None, carrier=carrier)
    if request.method == "POST" and form.is_valid():
        try:
            made = editing.create(practice.pk, carrier, form.draft(), by=Actor.person(request.user.pk), at=request.at)
        except editing.Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, _("Connection made. Test it now: nothing is sent by a test."))
            return HttpResponseRedirect(reverse("connection", args=[made.pk]))
    return render(request, "connections/form.html", context | _form(form, carrier))


@require_http_methods(["GET", "HEAD", "POST"])
def connection_change(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    row = find(connection_id)
    shown(request, row.practice_id)
    kept = said.secrets_set(row, _events(row), carriers.secrets_of(row.practice, row), row.practice, request.at)
    form = ConnectionForm(request.POST if request.method == "POST" else None, carrier=row.carrier, row=row, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            editing.change(row.pk, form.draft(), by=Actor.person(request.user.pk), at=request.at)
        except editing.Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, _("Connection changed."))
            return HttpResponseRedirect(reverse("connection", args=[row.pk]))
    context = {"practice": row.practice, "connection_id": row.pk, "name": row.name}
    return render(request, "connections/form.html", context | _form(form, row.carrier))


def _form(form: ConnectionForm, carrier: str) -> dict[str, Any]:
    return {"form": form, "groups": form.groups(), "kind": words.KINDS[carrier], "carrier": carrier}


def find(connection_id: UUID) -> Connection:
    """Raises Http404 for a connection that this request may not see."""
    found = Connection.objects.select_related("practice").filter(pk=connection_id).first()
    if found is None:
        raise Http404("no such connection")
    return found


def may(request: HttpRequest, door: str, row: Connection) -> bool:
    return row.practice_id in access.practices_for(access.DOORS[door], request.memberships)


def _events(row: Connection) -> Any:
    rows = History.objects.filter(practice_id=row.practice_id, focus_type="connection", focus_id=row.pk)
    return rows.order_by("-at", "-id")


def _names(events: list[History]) -> dict[str, str]:
    """Who did it: staff id as text -> name."""
    ids = []
    for each in events:
        try:
            ids.append(UUID(each.by))
        except ValueError:
            continue
    return {str(key): name for key, name in Staff.objects.filter(pk__in=ids).values_list("id", "name")}
