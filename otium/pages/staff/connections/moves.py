"""What a person does with a connection: one desk call a POST."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk.actor import Actor
from otium.desk.connections import editing, moves, probing, trial
from otium.pages.middleware import shown
from otium.pages.staff.connections import present as said
from otium.pages.staff.connections import views, words
from otium.pages.staff.connections.forms import TestMessageForm
from otium.records.models import Connection


@require_POST
def connection_pause(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    row = _found(request, connection_id)
    try:
        moves.pause(row.pk, why=request.POST.get("why", ""), by=Actor.person(request.user.pk), at=request.at)
    except moves.NotNow as refused:
        messages.error(request, str(words.REFUSED[refused.code]))
    else:
        messages.success(request, _("Paused. What it carries waits here."))
    return _back(row)


@require_POST
def connection_resume(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    row = _found(request, connection_id)
    try:
        moves.resume(row.pk, by=Actor.person(request.user.pk), at=request.at)
    except moves.NotNow as refused:
        messages.error(request, str(words.REFUSED[refused.code]))
    else:
        messages.success(request, _("It goes on. What waited leaves now."))
    return _back(row)


@require_POST
def connection_fetch(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    row = _found(request, connection_id)
    try:
        moves.look_for_mail(row.pk)
    except moves.NotNow as refused:
        messages.error(request, str(words.REFUSED[refused.code]))
    else:
        messages.success(request, _("Looking for mail. What lies there appears in the inbox."))
    return _back(row)


@require_POST
def connection_test(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """The result is on the page that answers; the history keeps its steps."""
    row = _found(request, connection_id)
    try:
        found = probing.probe(row.pk, by=Actor.person(request.user.pk), at=request.at)
    except editing.Refused as refused:
        messages.error(request, _("A setting does not fit: %(why)s.") % {"why": refused.why})
        return _back(row)
    key = said.shown_key(found)
    more = {"steps": said.steps(found), "is_ok": found.is_ok, "key": key, "had_key": bool(row.settings.get("host_key"))}
    return views.page(request, views.find(connection_id), **more)


@require_POST
def connection_pin(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    row = _found(request, connection_id)
    fingerprint = request.POST.get("fingerprint", "")
    try:
        probing.pin(row.pk, fingerprint, by=Actor.person(request.user.pk), at=request.at)
    except editing.Refused:
        messages.error(request, _("That is no fingerprint of a key. Test the connection again."))
    else:
        messages.success(request, _("Key confirmed. From now on the server must show it. Test once more."))
    return _back(row)


@require_POST
def connection_message(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """To the page of the message that was posted; what was refused is said at its field."""
    row = _found(request, connection_id)
    form = TestMessageForm(request.POST, kind=trial.kind_of(row))
    if not form.is_valid():
        return views.page(request, row, message=form)
    try:
        made = trial.send_test_message(row.pk, form.cleaned_data["to"], by=Actor.person(request.user.pk), at=request.at)
    except moves.NotNow as refused:
        form.add_error("to", str(words.REFUSED[refused.code]))
        return views.page(request, row, message=form)
    messages.success(request, _("On its way. This page says how far it is."))
    return HttpResponseRedirect(reverse("parcel", args=[made.pk]))


def _found(request: HttpRequest, connection_id: UUID) -> Connection:
    row = views.find(connection_id)
    shown(request, row.practice_id)
    return row


def _back(row: Connection) -> HttpResponse:
    return HttpResponseRedirect(reverse("connection", args=[row.pk]))
