"""A patient's chart, and what a therapist adds to it after a visit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otium.desk import access, charting, clock
from otium.desk.actor import Actor
from otium.desk.charting import OnFile, TakenBack
from otium.desk.mend import Invalid
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.chart import missing
from otium.pages.staff.chart import present as said
from otium.pages.staff.chart.forms import ChartForm
from otium.records.models import Appointment, GoalNote, Patient


@require_safe
def chart(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """`?visit=ID` charts the day of that visit; without one, today."""
    patient = patient_of(request, patient_id)
    on = clock.day(request.at, patient.practice)
    found = charting.on_file(patient, on)
    return _show(request, patient, found, ChartForm(found=found, on=on, visit_on=_visit_on(request, patient)))


@require_POST
def save(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = patient_of(request, patient_id)
    on = clock.day(request.at, patient.practice)
    found = charting.on_file(patient, on)
    form = ChartForm(request.POST, found=found, on=on)
    if not form.is_valid():
        return _show(request, patient, found, form)
    try:
        saved = charting.save(
            form.entry(), entry_id=form.cleaned_data["entry_id"], practice_id=patient.practice_id,
            patient_id=patient.pk, by=Actor.person(request.user.pk), at=request.at,
        )  # fmt: skip
    except Invalid as refused:
        form.tell(refused)
        return _show(request, patient, found, form)
    undo = reverse("chart_take_back", args=[patient.pk, saved.entry_id])
    messages.success(request, " ".join([_("Chart kept."), *saved.remarks]), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("chart", args=[patient.pk]))


@require_POST
def take_back(request: HttpRequest, patient_id: UUID, entry_id: UUID) -> HttpResponse:
    patient = patient_of(request, patient_id)
    try:
        charting.take_back(entry_id=entry_id, patient_id=patient.pk, by=Actor.person(request.user.pk), at=request.at)
    except TakenBack:
        messages.error(request, _("This was taken back before. Nothing was changed."))
    else:
        messages.success(request, _("Taken back: the chart is as it was before."))
    return HttpResponseRedirect(reverse("chart", args=[patient.pk]))


@require_POST
def withdraw_note(request: HttpRequest, patient_id: UUID, note_id: UUID) -> HttpResponse:
    _mark(request, patient_id, note_id, is_in_error=True)
    undo = reverse("goal_note_restore", args=[patient_id, note_id])
    messages.success(request, _("Taken out of the record; the note before it stands."), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("chart", args=[patient_id]))


@require_POST
def restore_note(request: HttpRequest, patient_id: UUID, note_id: UUID) -> HttpResponse:
    _mark(request, patient_id, note_id, is_in_error=False)
    messages.success(request, _("Back in the record."))
    return HttpResponseRedirect(reverse("chart", args=[patient_id]))


def _mark(request: HttpRequest, patient_id: UUID, note_id: UUID, *, is_in_error: bool) -> None:
    patient_of(request, patient_id)
    if not GoalNote.objects.filter(pk=note_id, patient_id=patient_id).exists():
        raise Http404("no such note")
    charting.mark_note(note_id=note_id, is_in_error=is_in_error, by=Actor.person(request.user.pk), at=request.at)


def patient_of(request: HttpRequest, patient_id: UUID) -> Patient:
    """Raises Http404 for a patient whom this request may not see; the page counts as having shown them."""
    found = Patient.objects.select_related("practice").filter(pk=patient_id).first()
    if found is None:
        raise Http404("no such patient")
    shown(request, found.practice_id, found.pk)
    return found


def _visit_on(request: HttpRequest, patient: Patient) -> Any:
    """The day of the visit that the address names; None where it names none of this patient."""
    try:
        key = UUID(request.GET.get("visit", ""))
    except ValueError:
        return None
    starts_at = Appointment.objects.filter(pk=key, patient=patient).values_list("starts_at", flat=True).first()
    return clock.day(starts_at, patient.practice) if starts_at else None


def _show(request: HttpRequest, patient: Patient, found: OnFile, form: ChartForm) -> HttpResponse:
    on = clock.day(request.at, patient.practice)
    membership = next(m for m in request.memberships if m.practice_id == patient.practice_id)
    lines = said.goals(found, on)
    by_id = {line.id: line for line in lines}
    context = {
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "on": present.full_day(on),
        "form": form,
        "may_chart": access.may_enter(access.DOORS["chart_save"], membership, patient.pk),
        "may_export": access.may_enter(access.DOORS["chart_export"], membership, patient.pk),
        "may_goals": access.may_enter(access.DOORS["goal_change"], membership, patient.pk),
        "goal_rows": [(by_id[goal.row.pk], status, current) for goal, status, current in form.goal_rows()],
        "score_lines": [(line, said.last(line.series, on)) for line in form.score_lines()],
        "goals": lines,
        "missing": missing.missing(patient, request.at, on),
        "scales": said.scales(found, on),
        "findings": said.findings(found, on),
        "instruments": charting.instrument_names(),
        "parts": charting.part_names(),
    }
    return render(request, "chart/chart.html", context)
