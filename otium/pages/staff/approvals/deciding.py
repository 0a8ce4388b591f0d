"""Record a decision: on a request, or on one that nobody here knows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from otium.desk import access, clock
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.deciding import asked_of, recording, undoing
from otium.desk.deciding.recording import Outcome
from otium.desk.mend import Invalid, options
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.approvals.forms import Choices, DecisionForm
from otium.pages.words import decisions as words
from otium.records import models as m
from otium.terms.prior_auth import AuthState, RequestKind

MOST_PAPERS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def of_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The decision on a request on file; what was asked stands beside the form."""
    row = (
        m.AuthorizationRequest.objects.select_related("patient", "practice", "therapist", "coverage__payer")
        .filter(pk=request_id)
        .first()
    )
    if row is None:
        raise Http404("no such request")
    return _answer(request, row.patient, row)


@require_http_methods(["GET", "HEAD", "POST"])
def of_patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A decision on a request that was made outside Otium."""
    patient = m.Patient.objects.select_related("practice").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("no such patient")
    return _answer(request, patient, None)


def _answer(request: HttpRequest, patient: m.Patient, row: m.AuthorizationRequest | None) -> HttpResponse:
    practice = patient.practice
    shown(request, practice.pk, patient.pk)
    on = clock.day(request.at, practice)
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DecisionForm(*typed, on=on, options=_options(patient, row), initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        outcome = _record(request, form, patient, row)
        if outcome is not None:
            _tell(request, outcome)
            return HttpResponseRedirect(reverse("patient_authorizations", args=[patient.pk]))
    context = {
        "form": form,
        "patient_id": patient.pk,
        "name": f"{patient.first_name} {patient.last_name}",
        "asked": _asked(row, on) if row else [],
        "is_known": row is not None,
        "waiting": [] if row else _waiting(patient, on),
        "back": reverse("patient_authorizations", args=[patient.pk]),
        "may_record": _may(request, patient),
    }
    return render(request, "approvals/decision.html", context)


def _may(request: HttpRequest, patient: m.Patient) -> bool:
    member = next(each for each in request.memberships if each.practice_id == patient.practice_id)
    return access.may_enter(access.DOORS["decision_add"], member, patient.pk)


def _record(
    request: HttpRequest, form: DecisionForm, patient: m.Patient, row: m.AuthorizationRequest | None
) -> Outcome | None:
    """None: nothing was written, and the form says why. A letter that was handed in is kept all the same."""
    by, letter = Actor.person(request.user.pk), form.paper()
    try:
        if letter is not None:
            form.take_kept(recording.keep_letter(letter, practice_id=patient.practice_id, patient_id=patient.pk,
                                                 by=by, at=request.at))  # fmt: skip
        given = form.cleaned_data
        return recording.record(
            patient_id=patient.pk,
            decision=form.decision(),
            request_id=row.pk if row else None,
            coverage_id=UUID(given["coverage"]) if given.get("coverage") else None,
            document_id=UUID(given["document"]) if given["document"] else None,
            confirmed=given["confirmed"],
            by=by,
            at=request.at,
        )
    except Invalid as invalid:
        for problem in invalid.problems:
            form.add_error("letter", problem.words)
    except recording.Refused as refused:
        form.tell(refused.doubts)
        if refused.code:
            form.add_error(None, str(words.REFUSED[refused.code]))
    return None


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """What was written and what follows from it."""
    row = outcome.written.request
    state = options.words(options.REQUEST_STATES, row.state) if row else ""
    says = [_("Recorded: %(state)s.") % {"state": state}]
    if row is not None and row.approved is not None and row.requested is not None:
        says.append(_("%(n)d of %(asked)d asked for.") % {"n": row.approved, "asked": row.requested})
    if outcome.covered or outcome.uncovered:
        words_of = ngettext(
            "%(covered)d visit to come is covered, %(bare)d not.",
            "%(covered)d visits to come are covered, %(bare)d not.",
            outcome.covered,
        )
        says.append(words_of % {"covered": outcome.covered, "bare": outcome.uncovered})
    undo = reverse("decision_undo", args=[row.pk]) if row is not None else ""
    messages.success(request, " ".join(says), extra_tags=f"undo:{undo}" if undo else "")
    if outcome.has_text is False:
        messages.warning(request, _("The letter is a picture without text: what you typed is all that is known of it."))


def _options(patient: m.Patient, row: m.AuthorizationRequest | None) -> dict[str, Choices]:
    mine = {"practice": patient.practice, "patient": patient}
    numbers = m.Authorization.objects.filter(**mine, state=AuthState.ACTIVE.value).exclude(number="")
    papers = m.Document.objects.filter(**mine, entered_in_error=False, kind__in=("approval", "denial"))
    coverages = m.Coverage.objects.filter(**mine, entered_in_error=False).select_related("payer")
    places = m.Location.objects.filter(practice=patient.practice).order_by("name", "id")
    latest = papers.order_by("-received_on", "id")[:MOST_PAPERS]
    return {
        "numbers": [(n, n) for n in numbers.order_by("number").values_list("number", flat=True).distinct()],
        "documents": [(str(d.pk), f"{d.title}, {present.full_day(d.received_on)}") for d in latest],
        "locations": [(str(key), name) for key, name in places.values_list("id", "name")],
        "coverages": [] if row else [(str(c.pk), c.payer.name) for c in coverages.order_by("order", "id")],
    }


def _initial(row: m.AuthorizationRequest | None) -> dict[str, Any]:
    """What can be taken over without saying for the payer what it decided."""
    asked = asked_of(row)
    return {"basis": asked.basis.value} if asked else {}


def _asked(row: m.AuthorizationRequest, on: Any) -> list[tuple[str, str]]:
    """What was asked, to compare with what the letter says."""
    asked = asked_of(row)
    said = {
        _("Kind"): options.words(options.REQUEST_KINDS, row.kind),
        _("State"): options.words(options.REQUEST_STATES, row.state),
        _("Sent"): present.full_day(row.submitted_on) if row.submitted_on else "",
        _("Asked for"): f"{row.requested} {words.BASIS[asked.basis.value]}" if asked and row.requested else "",
        _("Codes"): " ".join(sorted(asked.codes)) if asked else "",
        _("First day"): present.full_day(row.starts_on) if row.starts_on else "",
        _("Last day"): present.full_day(row.ends_on) if row.ends_on else "",
        _("Therapist"): f"{row.therapist.name} {row.therapist.npi}".strip() if row.therapist else "",
        _("Reference"): row.reference,
    }
    return [(name, value) for name, value in said.items() if value]


def _waiting(patient: m.Patient, on: Any) -> list[tuple[str, str]]:
    """Requests of the patient that wait: it may be one of them that was decided."""
    rows = m.AuthorizationRequest.objects.filter(
        practice=patient.practice, patient=patient, state__in=("ready", "submitted", "acknowledged", "pended")
    ).order_by("submitted_on", "id")
    found = []
    for row in rows:
        kind = options.words(options.REQUEST_KINDS, RequestKind(row.kind).value)
        sent = present.short_day(row.submitted_on, on) if row.submitted_on else _("not sent")
        found.append((reverse("decision_add", args=[row.pk]), f"{kind}, {sent}"))
    return found


@require_POST
def undo(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take back a decision that was recorded by mistake."""
    row = get_object_or_404(m.AuthorizationRequest, pk=request_id)
    shown(request, row.practice_id, row.patient_id)
    try:
        undoing.undo(request_id=row.pk, by=Actor.person(request.user.pk), at=request.at)
    except Refused as refused:
        messages.error(request, str(words.REFUSED[refused.code]))
    else:
        messages.success(request, _("Taken back: the request stands as before."))
    return HttpResponseRedirect(reverse("request", args=[row.pk]))
