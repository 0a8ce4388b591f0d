"""What may follow a denial or cut: each way with its day, and what another frequency does to booked visits."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.mend import options
from otium.desk.requests.proposing import case_of
from otium.pages import present, say
from otium.pages.middleware import shown
from otium.records import models as m
from otium.rules.case import Case
from otium.rules.prior_auth import follow
from otium.terms.prior_auth import AuthorizationRequest
from otium.terms.schedule import Visit

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
    if patient.is_active:
        case = case_of(row.practice, patient.pk, request.at)
        asked = next(r for r in case.patient.requests if r.id == row.pk)
        context["ways"] = [say.reason(_stored(way), on=on) for way in follow.ways(case, asked)]
        context |= _tried(case, asked, request.GET.get("per_week", ""))
    return render(request, "approvals/reduction.html", context)


def _stored(reason: Any) -> dict[str, Any]:
    from_rule = {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in reason.params.items()
    }
    return {"code": reason.code, "params": {k: str(v) if isinstance(v, Decimal) else v for k, v in from_rule.items()}}


def _task_url(row: m.AuthorizationRequest) -> str:
    """The task in which one of the ways is recorded; empty where none is open."""
    tasks = m.Task.objects.filter(practice=row.practice, focus_id=row.pk, kind__in=TASKS, state="open")
    key = tasks.order_by("id").values_list("pk", flat=True).first()
    return reverse("desk_task", args=[key]) if key else ""


def _tried(case: Case, asked: AuthorizationRequest, typed: str) -> dict[str, Any]:
    """What a frequency does; what cannot be read is told and tries nothing."""
    fits = follow.pace_that_fits(case, asked)
    suggested = f"{fits[0]:f}" if fits else ""
    if not typed:
        return {"per_week": suggested, "stays": [], "goes": [], "is_tried": False}
    per_week = _read(typed)
    if per_week is None:
        return {"per_week": typed, "stays": [], "goes": [], "is_tried": False, "is_unreadable": True}
    stays, goes = follow.kept_by(case, asked, per_week)
    return {
        "per_week": typed,
        "is_tried": True,
        "stays": [_visit(v, case) for v in stays],
        "goes": [_visit(v, case) for v in goes],
    }


def _read(typed: str) -> Decimal | None:
    try:
        number = Decimal(typed.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= MOST else None


def _visit(visit: Visit, case: Case) -> tuple[str, str]:
    return reverse("visit", args=[visit.id]), present.day(visit.on, case.on)
