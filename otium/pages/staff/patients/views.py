"""The list of patients, and one patient's page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import access
from otium.desk import approvals as counted
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.patients import listing, load
from otium.pages.staff.patients.listing import Wanted
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import (
    approvals,
    attendance,
    bills,
    care,
    changes,
    head,
    lanes,
    ledger,
    rows,
    sheet,
    tasks,
    timeline,
)
from otium.records.models import Therapist

STATES = ("current", "left", "all")
ADDED = ("coverage", "benefit_check", "authorization", "authorization_request", "related_person", "document")
CARE_ADDED = ("episode", "referral", "plan_of_care", "goal", "measure", "progress_report")


@require_http_methods(["GET", "HEAD", "POST"])
def patients(request: HttpRequest) -> HttpResponse:
    """The list. A name that is looked for comes by POST: it must not stand in an address."""
    wanted = _wanted(request)
    in_view = practices.in_view(request)
    by_id = {p.pk: p for p in in_view}
    found = listing.listed(wanted, in_view, request.at)
    for each in found.rows:
        shown(request, each["practice_id"], each["id"])
    context = {
        "rows": [rows.row(each, by_id, request.at) for each in found.rows],
        "wanted": wanted,
        "has_more": found.has_more,
        "next_page": wanted.page + 1,
        "last_page": wanted.page - 1,
        "shows_site": len(in_view) > 1,
        "can_add": _may_anywhere(request, "patient_add"),
    }
    if request.headers.get("HX-Request"):
        return render(request, "patients/rows.html", context)
    therapists = Therapist.objects.filter(practice__in=in_view).order_by("name").values_list("id", "name")
    return render(request, "patients/list.html", context | {"therapists": [(str(k), n) for k, n in therapists]})


def _wanted(request: HttpRequest) -> Wanted:
    """What the list is narrowed to; what cannot be read is left out."""
    state, page = request.GET.get("state", ""), request.GET.get("page", "")
    therapist = request.GET.get("therapist", "")
    return Wanted(
        q=request.POST.get("q", "").strip(),
        state=state if state in STATES else STATES[0],
        therapist_id=UUID(therapist) if _is_id(therapist) else None,
        page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 10_000 else 1,
    )


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@require_safe
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Everything about one patient. `?show=all` lists every visit and event."""
    chart = load.chart(request, patient_id)
    shown(request, chart.practice.pk, patient_id)
    return render(request, "patients/patient.html", _page(request, chart) | _may(request, chart))


@require_safe
def letter(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The same on letter paper: who, coverage, authorizations with each visit."""
    chart = load.chart(request, patient_id)
    shown(request, chart.practice.pk, patient_id)
    return render(request, "patients/print.html", _page(request, chart, shows_all=True))


def _page(request: HttpRequest, chart: Chart, *, shows_all: bool = False) -> dict[str, Any]:
    shows_all = shows_all or request.GET.get("show") == "all"
    standing = chart.approval_rows()
    counts, ahead = counted.ledgers(standing), counted.outlooks(standing)
    listed = approvals.approvals(chart, counts, ahead)
    return {
        "patient_id": chart.patient.pk,
        "practice": chart.practice.name,
        "on": chart.on,
        "head": head.head(chart),
        "tasks": tasks.task_rows(chart),
        "approvals": [a for a in listed if a.is_current],
        "old_approvals": [a for a in listed if not a.is_current],
        "requests": approvals.requests(chart),
        "plot": lanes.picture(chart, counts, ahead),
        "ledger": ledger.ledger_table(chart, shows_all=shows_all),
        "sheets": sheet.sheets(chart),
        "care": care.care(chart),
        "bills": bills.bills(chart, shows_all=shows_all),
        "papers": care.papers(chart),
        "attendance": attendance.attendance(chart),
        "timeline": timeline.timeline(chart, request.at, shows_all=shows_all),
        "changes": changes.changes(chart),
        "shows_all": shows_all,
    }


def _may(request: HttpRequest, chart: Chart) -> dict[str, Any]:
    """Which changes the person may make here, so that no link leads to a closed door."""
    membership = next(m for m in request.memberships if m.practice_id == chart.practice.pk)
    office = access.may_enter(access.DOORS["coverage_add"], membership, chart.patient.pk)
    treats = access.may_enter(access.DOORS["goal_add"], membership, chart.patient.pk)
    books = access.may_enter(access.DOORS["visit_book"], membership, chart.patient.pk)
    return {
        "may_office": office,
        "may_care": treats,
        "may_chart": access.may_enter(access.DOORS["chart_save"], membership, chart.patient.pk),
        "may_papers": access.may_enter(access.DOORS["document_add"], membership, chart.patient.pk),
        "may_book": books,
        "may_traffic": access.may_enter(access.DOORS["traffic"], membership, chart.patient.pk),
        "may_print": access.may_enter(access.DOORS["patient_print"], membership, chart.patient.pk),
        "may_export": access.may_enter(access.DOORS["document_download"], membership, chart.patient.pk),
        "add": {kind: reverse(f"{kind}_add", args=[chart.patient.pk]) for kind in (*ADDED, *CARE_ADDED)},
    }


def _may_anywhere(request: HttpRequest, name: str) -> bool:
    return bool(access.practices_for(access.DOORS[name], request.memberships))
