"""What a person does with what leaves: one desk call a POST."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk import outbox
from otium.desk.actor import Actor
from otium.pages.middleware import shown
from otium.pages.staff.traffic import views, words


@require_POST
def parcel_resend(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """The same message anew; the page goes on to the new one."""
    row = views.find_parcel(parcel_id)
    shown(request, row.practice_id, row.patient_id)
    made = _do(request, outbox.resend, row.pk, _("Sent anew: this is the new message."))
    return HttpResponseRedirect(reverse("parcel", args=[made.pk if made else row.pk]))


@require_POST
def parcel_withdraw(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    row = views.find_parcel(parcel_id)
    shown(request, row.practice_id, row.patient_id)
    _do(request, outbox.withdraw, row.pk, _("Taken back: it does not leave."))
    return HttpResponseRedirect(reverse("parcel", args=[row.pk]))


@require_POST
def transmission_arrived(request: HttpRequest, transmission_id: UUID) -> HttpResponse:
    return _decide(request, transmission_id, outbox.mark_arrived, _("Marked as arrived: it is not sent again."))


@require_POST
def transmission_again(request: HttpRequest, transmission_id: UUID) -> HttpResponse:
    return _decide(request, transmission_id, outbox.try_again, _("It is sent again now."))


def _decide(request: HttpRequest, transmission_id: UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    row = views.find_transmission(transmission_id)
    shown(request, row.practice_id)
    _do(request, act, row.pk, done)
    return HttpResponseRedirect(reverse("transmission", args=[row.pk]))


def _do(request: HttpRequest, act: Callable[..., Any], key: UUID, done: str) -> Any:
    """The desk's answer; None where it was refused, which the next page says."""
    why = request.POST.get("why", "")
    if not why.strip():
        messages.error(request, str(words.REFUSED["reason_missing"]))
        return None
    try:
        made = act(key, why=why, by=Actor.person(request.user.pk), at=request.at)
    except outbox.NotNow as refused:
        messages.error(request, str(words.REFUSED[refused.code]))
        return None
    messages.success(request, done)
    return made
