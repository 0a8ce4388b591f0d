"""What people do with a request: one desk call a POST, then back to it with a word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.requests import life as desk
from otium.pages.middleware import shown
from otium.pages.staff.prior_auth import one, views
from otium.pages.staff.prior_auth.forms import AcknowledgeForm, ExtensionForm, SendForm, WhyForm, tell
from otium.pages.words.requests import REFUSED, ROADS
from otium.records.models import AuthorizationRequest
from otium.terms.prior_auth import Road


@require_POST
def draft(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Draft the request of a duty, and open it."""
    task = views.task(task_id)
    shown(request, task.practice_id, task.patient_id)
    try:
        made = desk.draft_for_task(task_id=task.pk, by=Actor.person(request.user.pk), at=request.at)
    except desk.Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
        return HttpResponseRedirect(reverse("authorizations"))
    return HttpResponseRedirect(reverse("request", args=[made.pk]))


@require_POST
def send(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send it by a road, or record that it was sent."""
    return _leave(request, request_id, desk.submit)


@require_POST
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send what the payer wanted, or record that it was sent."""
    return _leave(request, request_id, desk.answer)


def _leave(request: HttpRequest, request_id: UUID, does: Callable[..., Any]) -> HttpResponse:
    found = views.find(request_id)
    shown(request, found.practice_id, found.patient_id)
    road = _road(request)
    if road is None:
        messages.error(request, str(REFUSED["not_an_option"]))
        return _back(found.pk)
    is_sent = request.POST.get("by") == "otium"
    form = SendForm(request.POST, road=road, is_sent=is_sent, on=clock.day(request.at, found.practice))
    if form.is_valid():
        told = form.told()
        try:
            does(
                request_id=found.pk, road=road, by=Actor.person(request.user.pk), at=request.at,
                told=told, version=form.cleaned_data.get("version", ""),
            )  # fmt: skip
        except desk.Refused as refused:
            tell(form, refused)
            return _again(request, found.pk, form, refused)
        _said(request, found, road, is_sent, may_undo=does is desk.submit)
        return _back(found.pk)
    return _again(request, found.pk, form)


def _said(request: HttpRequest, found: AuthorizationRequest, road: Road, is_sent: bool, *, may_undo: bool) -> None:
    """An answer is not taken back: the request is with the payer again, and only its own sending has an undo."""
    words = _("On its way to %(payer)s by %(road)s.") if is_sent else _("Recorded as sent to %(payer)s by %(road)s.")
    payer = found.coverage.payer.name if found.coverage else _("the payer")
    undo = reverse("request_take_back", args=[found.pk])
    tags = f"undo:{undo}" if may_undo else ""
    messages.success(request, words % {"payer": payer, "road": ROADS[road.value]}, extra_tags=tags)


def _again(request: HttpRequest, request_id: UUID, form: SendForm, refused: desk.Refused | None = None) -> HttpResponse:
    """The page once more, with what was typed and what is wrong."""
    return render(request, "prior_auth/request.html", one.page(request, views.find(request_id), form, refused))


def _road(request: HttpRequest) -> Road | None:
    try:
        return Road(request.POST.get("road", ""))
    except ValueError:
        return None


@require_POST
def take_back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _move(request, request_id, desk.take_back, _("Taken back. It is not sent."))


@require_POST
def reopen(request: HttpRequest, request_id: UUID) -> HttpResponse:
    views.of_theirs(request, request_id, "request_reopen")
    return _move(request, request_id, desk.reopen, _("Back to a draft. It must be signed again before it is sent."))


@require_POST
def acknowledge(request: HttpRequest, request_id: UUID) -> HttpResponse:
    form = AcknowledgeForm(request.POST)
    reference = form.cleaned_data["reference"] if form.is_valid() else ""
    return _move(request, request_id, desk.acknowledge, _("Recorded: the payer has it."), reference=reference)


@require_POST
def cancel(request: HttpRequest, request_id: UUID) -> HttpResponse:
    form = WhyForm(request.POST)
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    return _move(request, request_id, desk.cancel, _("Cancelled."), why=why)


@require_POST
def extension(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The payer announced that it takes longer, or did not after all."""
    found = views.find(request_id)
    shown(request, found.practice_id, found.patient_id)
    form = ExtensionForm(request.POST, on=clock.day(request.at, found.practice))
    if form.is_valid():
        said = form.cleaned_data
        try:
            desk.extension_announced(
                request_id=found.pk, announced_on=said["announced_on"], until=said["until"],
                by=Actor.person(request.user.pk), at=request.at,
            )  # fmt: skip
        except desk.Refused as refused:
            tell(form, refused)
        else:
            messages.success(request, _("Recorded. The payer’s last day is shown anew."))
            return _back(found.pk)
    context = one.page(request, found) | {"extension": form}
    return render(request, "prior_auth/request.html", context)


def _move(request: HttpRequest, request_id: UUID, does: Callable[..., Any], words: str, **more: str) -> HttpResponse:
    found = views.find(request_id)
    shown(request, found.practice_id, found.patient_id)
    try:
        does(request_id=found.pk, by=Actor.person(request.user.pk), at=request.at, **more)
    except desk.Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
    else:
        messages.success(request, words)
    return _back(found.pk)


def _back(request_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("request", args=[request_id]))
