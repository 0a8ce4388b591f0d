"""The clearance of one patient's visits: shown, tried out, printed, exported; and the strip of one visit."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import access, clearance, clock
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.clearance import changes, strip
from otium.pages.staff.clearance.changes import Wanted
from otium.pages.staff.clearance.compared import compared
from otium.pages.staff.clearance.ledger import table
from otium.pages.staff.patients.present.head import age
from otium.pages.words import clearance as words
from otium.records.models import Appointment, Patient, Practice, Task
from otium.terms.clearance import ClearanceLedger

FIRST_STRIPS = 6  # on the patient's page
HEADER = ("visit_on", "state", "check", "result", "found", "what_clears_it", "dollars")


@dataclass(frozen=True, slots=True)
class Found:
    """`ledger` is empty for a patient who left."""

    patient: Patient
    practice: Practice
    on: date
    ledger: ClearanceLedger


@require_safe
def ledger(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    found = _find(request, patient_id)
    if request.headers.get("HX-Target") == "strips":
        return render(request, "clearance/strips.html", _strips(found))
    return render(request, "clearance/page.html", _page(request, found))


@require_safe
def letter(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    return render(request, "clearance/print.html", _page(request, _find(request, patient_id)))


@require_safe
def export(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A line for each check of each visit."""
    found = _find(request, patient_id)
    lines = [
        (
            visit.on, words.STATES[visit.state.value], words.CHECKS[each.check.value], words.STATES[each.state.value],
            strip.mark(each, on=found.on).sentence, words.ACTS[each.act] if each.act else "", visit.dollars,
        )
        for visit in found.ledger.visits
        for each in visit.findings
    ]  # fmt: skip
    return HttpResponse(
        rows_as_csv(HEADER, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="clearance-{found.on.isoformat()}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def of_visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The strip of one visit, for a page that asks for it; the ledger for a person who follows the link."""
    visit = Appointment.objects.select_related("practice").filter(pk=appointment_id).first()
    if visit is None:
        raise Http404("no such visit")
    shown(request, visit.practice_id, visit.patient_id)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(strip.address(visit.patient_id, visit.pk))
    made = of_appointment(visit, clock.day(request.at, visit.practice))
    return render(request, "clearance/strip.html", {"strip": made})


def of_appointment(visit: Appointment, on: date) -> strip.Strip | None:
    """None for a visit that is over, or of a patient who left."""
    ledgers = clearance.of_patients(visit.practice, on=on, patients=(visit.patient_id,))
    found = ledgers.get(visit.patient_id)
    cleared = next((v for v in found.visits if v.visit_id == visit.pk), None) if found else None
    return strip.strip(cleared, on=on, url=strip.address(visit.patient_id, visit.pk)) if cleared else None


def _find(request: HttpRequest, patient_id: UUID) -> Found:
    patient = Patient.objects.select_related("practice").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("no such patient")
    shown(request, patient.practice_id, patient_id)
    on = clock.day(request.at, patient.practice)
    ledgers = clearance.of_patients(patient.practice, on=on, patients=(patient_id,))
    return Found(patient, patient.practice, on, ledgers.get(patient_id) or ClearanceLedger(patient_id, ()))


def _strips(found: Found) -> dict[str, Any]:
    made = [
        {"day": present.day(v.on, found.on), "iso": v.on.isoformat(), "url": reverse("visit", args=[v.visit_id]),
         "strip": strip.strip(v, on=found.on)}
        for v in found.ledger.visits[:FIRST_STRIPS]
    ]  # fmt: skip
    return {
        "visits": made,
        "more": max(len(found.ledger.visits) - FIRST_STRIPS, 0),
        "first": table(found.ledger, on=found.on, tasks={}).first,
        "patient_id": found.patient.pk,
    }


def _page(request: HttpRequest, found: Found) -> dict[str, Any]:
    patient = found.patient
    member = next(m for m in request.memberships if m.practice_id == found.practice.pk)

    def may(door: str) -> bool:
        return access.may_enter(access.DOORS[door], member, patient.pk)

    visits = frozenset(v.visit_id for v in found.ledger.visits)
    wanted = changes.read(request.GET, on=found.on, visits=visits)
    tried = None
    if wanted.changes:
        tried = clearance.what_if(found.practice, patient_id=patient.pk, changes=wanted.changes, on=found.on)
    tasks = Task.objects.filter(practice=found.practice, patient=patient, state="open").order_by("-due_on", "id")
    return {
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "age": age(patient.birth_on, found.on),
        "practice": found.practice.name,
        "on": found.on,
        "table": table(
            found.ledger,
            on=found.on,
            tasks={kind: reverse("desk_task", args=[key]) for kind, key in tasks.values_list("kind", "id")},
        ),
        "wanted": wanted,
        "tried": compared(tried, on=found.on) if tried else None,
        "book_url": _book_url(patient.pk, wanted),
        "options": [(str(v.visit_id), present.day(v.on, found.on)) for v in found.ledger.visits],
        "may_book": may("visit_book"),
        "may_print": may("clearance_print"),
        "may_export": may("clearance_export"),
    }


def _book_url(patient_id: UUID, wanted: Wanted) -> str:
    """The booking form with what was tried; empty where nothing was added."""
    if not wanted.added:
        return ""
    query = {"on": present.full_day(wanted.added[0]), "visits": len(wanted.added)}
    return f"{reverse('visit_book', args=[patient_id])}?{urlencode(query)}"
