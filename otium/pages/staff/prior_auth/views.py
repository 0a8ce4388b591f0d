"""One request, its content as a form, and a new one by hand."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.requests import life as desk
from otium.pages.middleware import shown
from otium.pages.staff.prior_auth import one
from otium.pages.staff.prior_auth.forms import NewForm, RequestForm, tell
from otium.records.models import Authorization, AuthorizationRequest, Patient, Task

LOADED = ("practice", "patient", "coverage__payer", "coverage__plan", "authorization", "follows", "episode",
          "therapist", "location")  # fmt: skip


@require_safe
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    found = find(request_id)
    shown(request, found.practice_id, found.patient_id)
    return render(request, "prior_auth/request.html", one.page(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, request_id: UUID) -> HttpResponse:
    found = of_theirs(request, request_id, "request_change")
    on = clock.day(request.at, found.practice)
    form = RequestForm(request.POST if request.method == "POST" else None, request=found, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            desk.change(
                request_id=found.pk, values=form.values(), version=form.cleaned_data["version"],
                by=Actor.person(request.user.pk), at=request.at,
            )  # fmt: skip
        except desk.Refused as refused:
            tell(form, refused)
        else:
            return HttpResponseRedirect(reverse("request", args=[found.pk]))
    is_signed = found.state == "ready"
    context = {"asked": found, "form": form, "is_signed": is_signed, **one.head(found, request.at)}
    return render(request, "prior_auth/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = Patient.objects.select_related("practice").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("no such patient")
    shown(request, patient.practice_id, patient.pk)
    form = NewForm(request.POST if request.method == "POST" else None, patient=patient, initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = desk.draft(
                patient_id=patient.pk, kind=form.kind_asked(), coverage_id=UUID(form.cleaned_data["coverage"]),
                authorization_id=_key(form.cleaned_data["authorization"]), by=Actor.person(request.user.pk),
                at=request.at,
            )  # fmt: skip
        except desk.Refused as refused:
            tell(form, refused)
        else:
            return HttpResponseRedirect(reverse("request", args=[made.pk]))
    name = f"{patient.first_name} {patient.last_name}"
    return render(request, "prior_auth/new.html", {"form": form, "patient": name, "patient_id": patient.pk})


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """From the authorization that the page was opened from."""
    key = _key(request.GET.get("authorization", ""))
    held = Authorization.objects.filter(pk=key).first() if key else None
    if held is None:
        return {}
    return {"kind": "renewal", "authorization": str(held.pk), "coverage": str(held.coverage_id or "")}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def find(request_id: UUID) -> AuthorizationRequest:
    """Raises Http404 for a request that this person may not see."""
    found = AuthorizationRequest.objects.select_related(*LOADED).filter(pk=request_id).first()
    if found is None:
        raise Http404("no such request")
    return found


def of_theirs(request: HttpRequest, request_id: UUID, door: str) -> AuthorizationRequest:
    """For doors that open for who treats the patient: the address names none. Raises Http404, as such a door does."""
    found = find(request_id)
    if not one.may(request, found, door):
        raise Http404("not a patient of theirs")
    shown(request, found.practice_id, found.patient_id)
    return found


def task(task_id: UUID) -> Task:
    """Raises Http404 for a task that this person may not see."""
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise Http404("no such task")
    return found
