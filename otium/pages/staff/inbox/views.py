"""The list of received files, one file, its bytes."""

from typing import Any
from uuid import UUID

from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import access, raw_file, search
from otium.pages import explained, practices
from otium.pages.middleware import shown
from otium.pages.staff.inbox import present as said
from otium.pages.staff.inbox.words import STATES, WAITING
from otium.records.models import InboundFile, Patient, Practice, Receipt, Task

ROWS = 50
FEW_SEGMENTS, MOST_SEGMENTS = 500, 5_000  # on the page of one file, at first and when asked for more


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for a person first; `?state=` narrows to one state, `?page=` counts from 1."""
    in_view = {p.pk: p for p in practices.in_view(request)}
    state = request.GET.get("state", "")
    page = int(request.GET.get("page", "")) if request.GET.get("page", "").isdecimal() else 1
    files = InboundFile.objects.filter(practice_id__in=list(in_view))
    if state == "waiting":
        files = files.filter(state__in=WAITING)
    elif state in STATES:
        files = files.filter(state=state)
    start = (max(page, 1) - 1) * ROWS
    waits = Case(When(state__in=WAITING, then=0), default=1)
    found = list(files.order_by(waits, "-received_at", "id")[start : start + ROWS + 1])
    for each in found[:ROWS]:
        shown(request, each.practice_id)
    context = {
        "rows": [said.row(f, in_view[f.practice_id], request.at) for f in found[:ROWS]],
        "state": state,
        "states": [(key, word) for key, (_tone, word) in STATES.items()],
        "waiting": InboundFile.objects.filter(practice_id__in=list(in_view), state__in=WAITING).count(),
        "has_more": len(found) > ROWS,
        "page": max(page, 1),
        "next_page": max(page, 1) + 1,
        "shows_site": len(in_view) > 1,
    }
    return render(request, "inbox/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One file. A name that is looked for to match it comes by POST: it must not stand in an address."""
    found = find(file_id)
    report = found.report
    names = _names(report)
    shown(request, found.practice_id, found.patient_id, *names)
    parts = [said.message(m, names) for m in report.get("messages", [])]
    data = raw_file.load(found)
    most = MOST_SEGMENTS if request.GET.get("all") else FEW_SEGMENTS
    told = explained.shown(
        raw_file.explain(data, most=most), starts=said.starts(parts), notes=said.notes(report.get("notes", []))
    )
    q = request.POST.get("q", "").strip()
    people = [p for p in search.people(q) if p.practice_id == found.practice_id] if q else []
    shown(request, found.practice_id, *(p.id for p in people))
    context = {
        "file": said.row(found, found.practice, request.at),
        "file_id": found.pk,
        "practice": found.practice,
        "parts": parts,
        "shown": told,
        "may_see_more": bool(told.more) and most == FEW_SEGMENTS,
        "receipts": said.receipts(list(Receipt.objects.filter(inbound_file=found)), found.practice, request.at),
        "q": q,
        "people": people,
        "stated": said.stated(data, report) if found.state == "unmatched" else None,
        **_may(request, found),
    }
    return render(request, "inbox/file.html", context)


@require_safe
def raw(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The bytes as they came, as a download only; an export in the audit trail."""
    found = find(file_id)
    shown(request, found.practice_id, found.patient_id, *_names(found.report))
    return HttpResponse(
        raw_file.load(found),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="received-{found.received_at:%Y%m%d-%H%M%S}.txt"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def find(file_id: UUID) -> InboundFile:
    """Raises Http404 for a file that this request may not see."""
    found = InboundFile.objects.select_related("practice").filter(pk=file_id).first()
    if found is None:
        raise Http404("no such file")
    return found


def task_of(file: InboundFile) -> Task | None:
    """The open task about the file."""
    return Task.objects.filter(practice_id=file.practice_id, focus_id=file.pk, state="open").first()


def _names(report: dict[str, Any]) -> dict[UUID, str]:
    ids = {m["patient_id"] for m in report.get("messages", []) if m.get("patient_id")}
    rows = Patient.objects.filter(pk__in=ids).values_list("id", "first_name", "last_name")
    return {key: f"{first} {last}" for key, first, last in rows}


def _may(request: HttpRequest, file: InboundFile) -> dict[str, Any]:
    membership = next(m for m in request.memberships if m.practice_id == file.practice_id)
    may_work = access.may_enter(access.DOORS["inbox_match"], membership, None)
    is_waiting, task = file.state in WAITING, task_of(file)
    return {
        "may_match": may_work and file.state == "unmatched" and task is not None,
        "may_set_aside": may_work and is_waiting and task is not None,
        "may_route": access.may_enter(access.DOORS["inbox_route"], membership, None) and file.state == "unrouted",
        "may_export": access.may_enter(access.DOORS["inbox_raw"], membership, None),
        "targets": _targets(request, file) if file.state == "unrouted" else [],
    }


def _targets(request: HttpRequest, file: InboundFile) -> list[Practice]:
    """Practices the person may hand the file to: where their role opens the same door."""
    open_for = set(access.practices_for(access.DOORS["inbox_route"], request.memberships))
    return [p for p in practices.visible(request) if p.pk in open_for and not p.is_firm_office]
