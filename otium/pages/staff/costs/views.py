"""What the family of one patient owes: on the screen, on paper, for a spreadsheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from otium.desk import access, clock, costs, estimates
from otium.desk.actor import Actor
from otium.desk.families import costing
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.costs import plot, present
from otium.pages.staff.costs.listed import listed
from otium.pages.words.families import REFUSED
from otium.records.models import Patient

HEADER = ("day", "payer", "allowed", "insurers_pay", "family_owes", "running_total", "not_known", "how_computed")


@require_safe
def patient_costs(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = find(request, patient_id)
    return render(request, "costs/costs.html", _page(request, patient))


@require_safe
def patient_costs_print(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The same on letter paper, each computation open."""
    patient = find(request, patient_id)
    return render(request, "costs/print.html", _page(request, patient) | {"opens": True})


@require_safe
def patient_costs_export(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The visits for a spreadsheet: dollars as numbers, empty where unknown."""
    patient = find(request, patient_id)
    found = costs.of_patient(patient.practice, patient.pk, at=request.at)
    lines = (
        (visit.on, row.payer, visit.allowed, visit.paid, visit.owed, row.total.lstrip("$").replace(",", ""), row.lacks,
         "; ".join(f"{s.words} {s.dollars}".strip() for s in row.steps))
        for visit, row in zip(found.estimate.visits, present.rows(found), strict=True)
    )  # fmt: skip
    day = clock.day(request.at, patient.practice).isoformat()
    return HttpResponse(
        rows_as_csv(HEADER, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="costs-{patient.pk}-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
def patient_costs_letter(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The letter about costs, prepared; approved on its own page as others are."""
    patient = find(request, patient_id)
    try:
        made = costing.prepare(patient_id=patient.pk, by=Actor.person(request.user.pk), at=request.at)
    except costing.NothingToTell as refused:
        messages.error(request, str(REFUSED[refused.code]))
        return HttpResponseRedirect(reverse("patient_costs", args=[patient.pk]))
    return HttpResponseRedirect(reverse("family_notice", args=[made.pk]))


def find(request: HttpRequest, patient_id: UUID) -> Patient:
    """Raises Http404 for a patient whom this request may not see."""
    patient = Patient.objects.select_related("practice").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("no such patient")
    shown(request, patient.practice_id, patient.pk)
    return patient


def _page(request: HttpRequest, patient: Patient) -> dict[str, Any]:
    found = costs.of_patient(patient.practice, patient.pk, at=request.at)
    return {
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "practice": patient.practice.name,
        "on": found.on,
        "rows": present.rows(found),
        "total": present.total(found),
        "unknown": found.estimate.unknown,
        "gaps": present.gaps(found),
        "sums": present.sums(found),
        "plot": plot.plot(found.estimate.visits, found.on),
        "estimates": listed(patient, found),
        "pays_self": estimates.pays_self(found.case),
        "may_office": may(request, "patient_estimate_draft", patient),
        "may_letter": may(request, "patient_costs_letter", patient),
        "may_print": may(request, "patient_costs_print", patient),
        "may_export": may(request, "patient_costs_export", patient),
    }


def may(request: HttpRequest, door: str, patient: Patient) -> bool:
    membership = next(m for m in request.memberships if m.practice_id == patient.practice_id)
    return access.may_enter(access.DOORS[door], membership, patient.pk)
