"""The page of a call about one coverage: the script with a place for each answer; the same on paper; a correction."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import calls as desk
from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.pages import links
from otium.pages.middleware import shown
from otium.pages.staff.calls import present as said
from otium.pages.staff.calls.forms import PREFIX, CallForm, answer_of, initial_of
from otium.pages.staff.calls.one import find
from otium.pages.words.calls import REFUSED
from otium.records.models import Call, Coverage, InjuryClaim, Task
from otium.terms.worksheet import Asked, Standing


@require_http_methods(["GET", "HEAD", "POST"])
def call_add(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> HttpResponse:
    coverage = _coverage(patient_id, coverage_id)
    shown(request, coverage.practice_id, patient_id)
    task = _task(request, patient_id)
    injury = InjuryClaim.objects.filter(coverage=coverage).first()
    data = request.POST if request.method == "POST" else None
    form = CallForm(
        data, practice=coverage.practice, at=request.at, asked=desk.standings(coverage, request.at),
        initial={"number": said.number(coverage, injury)},
    )  # fmt: skip
    if data is not None and form.is_valid():
        try:
            call = desk.record_call(
                coverage_id=coverage.pk, said=form.said(), by=Actor.person(request.user.pk), at=request.at,
                task_id=task.pk if task else None,
            )  # fmt: skip
        except Refused as refused:
            form.tell(refused)
        else:
            return _recorded(request, call, task)
    return render(request, "calls/call.html", _context(request, coverage, form, injury) | {"task": task})


@require_http_methods(["GET", "HEAD", "POST"])
def call_correct(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """The call anew, filled in as it was recorded: what it wrote is taken back, what is typed now is written."""
    old = find(call_id)
    shown(request, old.practice_id, old.patient_id)
    if old.entered_in_error or old.coverage is None or old.coverage.entered_in_error:
        messages.error(request, str(REFUSED["call_withdrawn_already"]))
        return HttpResponseRedirect(reverse("call", args=[old.pk]))
    coverage = old.coverage
    data = request.POST if request.method == "POST" else None
    asked = _with_told(desk.standings(coverage, request.at), old)
    form = CallForm(data, practice=coverage.practice, at=request.at, asked=asked, initial=_initial(old))
    if data is not None and form.is_valid():
        try:
            call = desk.correct_call(call_id=old.pk, said=form.said(), by=Actor.person(request.user.pk), at=request.at)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, _("Call corrected. What it had written was taken back first."))
            return HttpResponseRedirect(reverse("call", args=[call.pk]))
    injury = InjuryClaim.objects.filter(coverage=coverage).first()
    return render(request, "calls/call.html", _context(request, coverage, form, injury) | {"corrects": old})


@require_safe
def call_print(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> HttpResponse:
    """The worksheet on letter paper, with blanks."""
    coverage = _coverage(patient_id, coverage_id)
    shown(request, coverage.practice_id, patient_id)
    asked = desk.standings(coverage, request.at)
    form = CallForm(practice=coverage.practice, at=request.at, asked=asked)
    injury = InjuryClaim.objects.filter(coverage=coverage).first()
    return render(request, "calls/print.html", _context(request, coverage, form, injury))


def _coverage(patient_id: UUID, coverage_id: UUID) -> Coverage:
    """Raises Http404 for a coverage that this request may not see, or that was taken out of the record."""
    rows = Coverage.objects.select_related("practice", "payer", "patient", "plan")
    found = rows.filter(pk=coverage_id, patient_id=patient_id, entered_in_error=False).first()
    if found is None:
        raise Http404("no such coverage")
    return found


def _task(request: HttpRequest, patient_id: UUID) -> Task | None:
    """The task from which the page was opened; None where the address names none of the patient's."""
    try:
        key = UUID(request.GET.get("task", ""))
    except ValueError:
        return None
    return Task.objects.filter(pk=key, patient_id=patient_id).first()


def _recorded(request: HttpRequest, call: Call, task: Task | None) -> HttpResponse:
    """Back to where the person came from, with a word and the way to take it back."""
    undo = reverse("call_withdraw", args=[call.pk])
    messages.success(request, _("Call recorded."), extra_tags=f"undo:{undo}")
    if task is not None:
        return HttpResponseRedirect(reverse("desk"))
    return HttpResponseRedirect(links.source("coverage", str(call.coverage_id), "", call.patient_id))


def _context(request: HttpRequest, coverage: Coverage, form: CallForm, injury: InjuryClaim | None) -> dict[str, Any]:
    on = clock.day(request.at, coverage.practice)
    holds = desk.hold_times(coverage.practice, on)
    visit_on = next((each.visit_on for each in form.asked if each.visit_on), None)
    return {
        "coverage": coverage,
        "patient": f"{coverage.patient.first_name} {coverage.patient.last_name}",
        "on": on,
        "form": form,
        "questions": said.lines(form.open_questions, on),
        "known": said.lines(form.known_questions, on),
        "first": said.say_first(coverage, injury),
        "number": said.number(coverage, injury),
        "adjuster": injury.adjuster_name if injury else "",
        "hold": said.hold_words(holds.get(coverage.payer_id)),
        "visit_on": visit_on,
        "payer_url": _payer_url(request, coverage),
        "back": links.source("coverage", str(coverage.pk), "", coverage.patient_id),
    }


def _payer_url(request: HttpRequest, coverage: Coverage) -> str:
    """Where the payer's number is entered; empty for who may not."""
    member = next((m for m in request.memberships if m.practice_id == coverage.practice_id), None)
    url = reverse("payer_change", args=[coverage.payer_id])
    return url if links.is_open(url, member) else ""


def _with_told(asked: tuple[Asked, ...], call: Call) -> tuple[Asked, ...]:
    """What the call told is open again, whatever stands on file by it."""
    questions = desk.worksheet().questions
    told = tuple(Asked(questions[code], Standing.MISSING) for code in call.learned if code in questions)
    return (*told, *(each for each in asked if each.question.code not in call.learned))


def _initial(call: Call) -> dict[str, Any]:
    questions = desk.worksheet().questions
    answers = {PREFIX + c: answer_of(questions[c], text) for c, text in call.learned.items() if c in questions}
    return initial_of(call, call.practice) | answers
