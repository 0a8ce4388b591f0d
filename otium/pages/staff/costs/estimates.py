"""One good-faith estimate: the document, and what people do with a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otium.desk import costs
from otium.desk import estimates as desk
from otium.desk.actor import Actor
from otium.pages import present
from otium.pages.staff.costs import forms
from otium.pages.staff.costs.listed import said
from otium.pages.staff.costs.views import find, may
from otium.pages.words import costs as words
from otium.records.models import GoodFaithEstimate, Patient

LANGUAGES = (("en", "English"), ("es", "Español"))


@require_POST
def ask(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = find(request, patient_id)
    row = desk.ask(patient_id=patient.pk, by=_by(request), at=request.at)
    day = present.day(row.due_on)
    messages.success(request, _("Recorded that they asked. The estimate is due %(day)s.") % {"day": day})
    return _to(row)


@require_POST
def draft(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = find(request, patient_id)
    row = desk.draft(patient_id=patient.pk, by=_by(request), at=request.at)
    messages.success(request, _("Drafted from what is booked. Look it through, then give it."))
    return _to(row)


@require_safe
def estimate(request: HttpRequest, patient_id: UUID, estimate_id: UUID) -> HttpResponse:
    """The document, in English or Spanish (`?language=es`)."""
    patient, row = _find(request, patient_id, estimate_id)
    language = request.GET.get("language") or patient.language
    return render(request, "costs/estimate.html", _page(request, patient, row, language))


@require_POST
def change(request: HttpRequest, patient_id: UUID, estimate_id: UUID) -> HttpResponse:
    patient, row = _find(request, patient_id, estimate_id)
    lines, diagnoses = forms.Lines(request.POST, prefix="line"), forms.DiagnosesForm(request.POST)
    if not (lines.is_valid() and diagnoses.is_valid()):
        page = _page(request, patient, row, patient.language) | {"lines": lines, "diagnoses": diagnoses}
        return render(request, "costs/estimate.html", page)
    found = [line for form in lines if (line := form.line())]
    return _move(
        request, row, _("Saved. The total is computed anew."),
        lambda **who: desk.change(
            estimate_id=row.pk, lines=found, diagnoses=diagnoses.cleaned_data["diagnoses"], **who
        ),
    )  # fmt: skip


@require_POST
def issue(request: HttpRequest, patient_id: UUID, estimate_id: UUID) -> HttpResponse:
    _patient, row = _find(request, patient_id, estimate_id)
    return _move(request, row, _("Recorded as given."), lambda **who: desk.issue(estimate_id=row.pk, **who))


@require_POST
def withdraw(request: HttpRequest, patient_id: UUID, estimate_id: UUID) -> HttpResponse:
    _patient, row = _find(request, patient_id, estimate_id)
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, _("Say why it is withdrawn. Nothing was changed."))
        return _to(row)
    return _move(request, row, _("Withdrawn."), lambda **who: desk.withdraw(estimate_id=row.pk, why=why, **who))


def _move(request: HttpRequest, row: GoodFaithEstimate, done: str, act: Any) -> HttpResponse:
    """One act of the desk, and back with a word."""
    try:
        act(by=_by(request), at=request.at)
    except desk.NotDraft:
        messages.error(request, _("This estimate is no draft any more. Nothing was changed; draft a new one."))
    except desk.NotReady as refused:
        lacks = ", ".join(str(words.ESTIMATE_LACKS[code][0]) for code in refused.lacks)
        messages.error(request, _("Still missing: %(lacks)s. Nothing was changed.") % {"lacks": lacks})
    else:
        messages.success(request, done)
    return _to(row)


def _find(request: HttpRequest, patient_id: UUID, estimate_id: UUID) -> tuple[Patient, GoodFaithEstimate]:
    patient = find(request, patient_id)
    row = GoodFaithEstimate.objects.filter(pk=estimate_id, patient=patient).first()
    if row is None:
        raise Http404("no such estimate")
    return patient, row


def _page(request: HttpRequest, patient: Patient, row: GoodFaithEstimate, language: str) -> dict[str, Any]:
    found = costs.of_patient(patient.practice, patient.pk, at=request.at)
    state, word = words.ESTIMATE_STATES[row.state]
    told = desk.content(row.pk, language, on=found.on)
    is_draft = row.state == "draft"
    return {
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "estimate_id": row.pk,
        "version": row.version,
        "state": state,
        "state_word": word,
        "said": said(row, patient, found),
        "told": told,
        "languages": [(code, name, code == told.language) for code, name in LANGUAGES],
        "lacks": [_lack(code, patient) for code in told.lacks],
        "standing": _standing(row, found),
        "lines": forms.lines_of(row.lines),
        "diagnoses": forms.DiagnosesForm(initial={"diagnoses": ", ".join(row.diagnoses)}),
        "may_change": is_draft and may(request, "patient_estimate_change", patient),
    }


def _lack(code: str, patient: Patient) -> tuple[str, str]:
    """What is missing, and where it is entered."""
    what, door = words.ESTIMATE_LACKS[code]
    args = [patient.pk] if door == "patient_change" else []
    return str(what), reverse(door, args=args) if door else "#items"


def _standing(row: GoodFaithEstimate, found: costs.Costs) -> dict[str, str] | None:
    """What was billed under an estimate that was given, and what it comes to with the bookings."""
    stands = desk.standing(found.case, row.pk)
    if stands is None:
        return None
    return {
        "billed": present.money(stands.billed, cents=True),
        "expected": present.money(stands.expected, cents=True),
        "limit": present.money(stands.disputable_from, cents=True),
        "state": _tone(stands),
    }


def _tone(stands: desk.Standing) -> str:
    if stands.billed is None:
        return "unknown"
    if stands.is_disputable:
        return "blocked"
    return "risk" if stands.is_near else "clear"


def _by(request: HttpRequest) -> Actor:
    return Actor.person(request.user.pk)


def _to(row: GoodFaithEstimate) -> HttpResponse:
    return HttpResponseRedirect(reverse("patient_estimate", args=[row.patient_id, row.pk]))
