"""What may follow a denial or cut: each way with its day, and what another frequency does to booked visits."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import clock, history
from otium.desk.deciding.ways import Ways, weighed
from otium.desk.mend import options
from otium.pages import present, say
from otium.pages.middleware import shown
from otium.records import models as m
from otium.terms.duty import Reason

MOST = Decimal(14)
TASKS = ("work_denial", "work_reduction")


@require_safe
def reduction(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """`?per_week=1` tries a frequency: which visits stay, which do not. Nothing is changed by looking."""
    row = m.AuthorizationRequest.objects.select_related("patient", "practice").filter(pk=request_id).first()
    if row is None:
        raise Http404("no such request")
    patient = row.patient
    shown(request, row.practice_id, patient.pk)
    on = clock.day(request.at, row.practice)
    context: dict[str, Any] = {
        "request_id": row.pk,
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "state": options.words(options.REQUEST_STATES, row.state),
        "requested": row.requested,
        "approved": row.approved,
        "task_url": _task_url(row),
        "per_week": "",
        "ways": [],
    }
    typed = request.GET.get("per_week", "")
    if patient.is_active:
        found = weighed(row, at=request.at, per_week=_read(typed))
        context["ways"] = [say.reason(_stored(way), on=on) for way in found.ways]
        context |= _tried(found, typed, on)
    return render(request, "approvals/reduction.html", context)


def _stored(reason: Reason) -> dict[str, Any]:
    """As the queue would hold it."""
    return {"code": reason.code, "params": history.plain(reason.params)}


def _task_url(row: m.AuthorizationRequest) -> str:
    """The task in which one of the ways is recorded; empty where none is open."""
    tasks = m.Task.objects.filter(practice=row.practice, focus_id=row.pk, kind__in=TASKS, state="open")
    key = tasks.order_by("id").values_list("pk", flat=True).first()
    return reverse("desk_task", args=[key]) if key else ""


def _tried(found: Ways, typed: str, on: date) -> dict[str, Any]:
    """What a frequency does; what cannot be read is told and tries nothing."""
    if not typed:
        return {"per_week": f"{found.fits:f}" if found.fits else ""}
    if _read(typed) is None:
        return {"per_week": typed, "is_unreadable": True}
    stays, goes = ([(reverse("visit", args=[key]), present.day(day, on)) for key, day in each]
                   for each in (found.stays, found.goes))  # fmt: skip
    return {"per_week": typed, "is_tried": True, "stays": stays, "goes": goes}


def _read(typed: str) -> Decimal | None:
    try:
        number = Decimal(typed.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= MOST else None
