"""What a person does with a file that waits: one desk call a POST."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk import acts
from otium.desk.actor import Actor
from otium.desk.inbox import match
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.inbox.views import find, task_of
from otium.pages.words.acts import REFUSED
from otium.pages.words.reasons import CAUSES
from otium.records.models import InboundFile, Patient


@require_POST
def match_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Apply the first message that waits to the patient the person named."""
    file = find(file_id)
    patient = Patient.objects.filter(pk=_id(request.POST.get("patient")), practice_id=file.practice_id).first()
    if patient is None:
        messages.error(request, _("Choose the patient first."))
        return _back(file)
    shown(request, file.practice_id, patient.pk)
    return _record(request, file, "matched", {"patient": str(patient.pk)}, _("Applied to this patient."))


@require_POST
def set_aside(request: HttpRequest, file_id: UUID) -> HttpResponse:
    file = find(file_id)
    shown(request, file.practice_id)
    return _record(request, file, "set_aside", {"reason": request.POST.get("reason", "")}, _("File set aside."))


@require_POST
def route(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Hand a file that waits at the firm's office to a practice, as if it had just arrived there."""
    file = find(file_id)
    target = next((p for p in practices.visible(request) if str(p.pk) == request.POST.get("practice")), None)
    if target is None or target.is_firm_office:
        messages.error(request, _("Choose the practice first."))
        return _back(file)
    shown(request, file.practice_id)
    shown(request, target.pk)
    try:
        match.to_practice(file.practice_id, file.pk, target.pk, by=Actor.person(request.user.pk), at=request.at)
    except match.MatchRefused as refused:
        messages.error(request, _words(refused.code))
    else:
        messages.success(request, _("Handed to %(name)s.") % {"name": target.name})
    return _back(file)


def _record(request: HttpRequest, file: InboundFile, choice: str, entries: dict[str, str], done: str) -> HttpResponse:
    """Through the file's task, so that the act stands in its history and may be undone where it can be."""
    task = task_of(file)
    if task is None:
        messages.error(request, _("This file does not wait any more."))
        return _back(file)
    by: Any = Actor.person(request.user.pk)
    try:
        act = acts.record(task_id=task.pk, choice=choice, entries=entries, by=by, at=request.at)
    except acts.Refused as refused:
        messages.error(request, _words(refused.code))
    except match.MatchRefused as refused:
        messages.error(request, _words(refused.code))
    else:
        undo = f"undo:{reverse('desk_undo', args=[act.pk])}" if choice == "set_aside" else ""
        messages.success(request, done, extra_tags=undo)
    return _back(file)


def _words(code: str) -> str:
    words = REFUSED.get(code) or CAUSES.get(code)
    return str(words) if words else _("This cannot be done: %(code)s.") % {"code": code.replace("_", " ")}


def _back(file: InboundFile) -> HttpResponse:
    return HttpResponseRedirect(reverse("inbox_file", args=[file.pk]))


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
