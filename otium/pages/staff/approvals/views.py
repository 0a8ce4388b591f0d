"""The ledger of one patient's authorizations: on the screen, on paper, for a spreadsheet."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import access
from otium.desk import approvals as counted
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.approvals.changed import changes
from otium.pages.staff.approvals.forecast import forecasts
from otium.pages.staff.patients import load
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import approvals, lanes
from otium.pages.staff.patients.present import ledger as visits
from otium.records import models as m
from otium.terms.schedule import VisitStatus

HEADER = ("day", "visit_state", "authorization", "quantity", "basis", "why", "is_estimated", "left_after")
COUNTED = {s.value for s in VisitStatus if s.uses_benefits}


@require_safe
def ledger(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """`?show=all` lists every visit and change."""
    chart = _chart(request, patient_id)
    shows_all = request.GET.get("show") == "all"
    return render(request, "approvals/ledger.html", _page(chart, shows_all=shows_all) | _may(request, chart))


@require_safe
def ledger_print(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The same on letter paper, with every visit."""
    return render(request, "approvals/print.html", _page(_chart(request, patient_id), shows_all=True))


@require_safe
def ledger_export(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Each visit and what it uses; several lines for one that uses several. Empty is unknown, or none."""
    chart = _chart(request, patient_id)
    return HttpResponse(
        rows_as_csv(HEADER, _lines(chart)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="authorizations-{patient_id}-{chart.on.isoformat()}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _chart(request: HttpRequest, patient_id: UUID) -> Chart:
    chart = load.chart(request, patient_id)
    shown(request, chart.practice.pk, patient_id)
    return chart


def _page(chart: Chart, *, shows_all: bool) -> dict[str, Any]:
    standing = chart.approval_rows()
    counts, ahead = counted.ledgers(standing), counted.outlooks(standing)
    listed = approvals.approvals(chart, counts, ahead)
    return {
        "patient_id": chart.patient.pk,
        "name": f"{chart.patient.first_name} {chart.patient.last_name}",
        "practice": chart.practice.name,
        "on": chart.on,
        "plot": lanes.picture(chart, counts, ahead),
        "forecasts": forecasts(chart, counts, ahead),
        "approvals": [a for a in listed if a.is_current],
        "old_approvals": [a for a in listed if not a.is_current],
        "requests": approvals.requests(chart),
        "ledger": visits.ledger_table(chart, shows_all=shows_all),
        "changes": changes(chart, shows_all=shows_all),
        "shows_all": shows_all,
    }


def _may(request: HttpRequest, chart: Chart) -> dict[str, bool]:
    member = next(each for each in request.memberships if each.practice_id == chart.practice.pk)

    def may(door: str) -> bool:
        return access.may_enter(access.DOORS[door], member, chart.patient.pk)

    return {
        "may_office": may("decision_add"),
        "may_print": may("patient_authorizations_print"),
        "may_export": may("patient_authorizations_export"),
    }


def _lines(chart: Chart) -> Iterator[tuple[object, ...]]:
    numbers = {a.pk: a.number for a in chart.rows[m.Authorization]}
    services = {s.pk: s for rows in chart.services.values() for s in rows}
    left = {key: None if s.approved is None else s.approved - s.opening_used for key, s in services.items()}
    uses: dict[UUID, list[m.AuthorizationUse]] = {}
    for use in chart.uses:
        uses.setdefault(use.appointment_id, []).append(use)
    for visit in chart.visits:
        day = chart.day(visit.starts_at)
        if visit.status in COUNTED and visit.pk not in uses:
            yield day, visit.status, None, None, None, None, None, None
        for use in uses.get(visit.pk, ()):
            known = left[use.service_id]
            left[use.service_id] = None if known is None else known - use.quantity
            yield (day, visit.status, numbers[use.authorization_id], use.quantity, services[use.service_id].basis,
                   use.why, use.is_estimated, left[use.service_id])  # fmt: skip
