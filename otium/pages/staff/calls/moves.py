"""Take a call out of the record with all it wrote."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk import calls as desk
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.pages.middleware import shown
from otium.pages.staff.calls.one import find
from otium.pages.words.calls import REFUSED

LONGEST = 300


@require_POST
def call_withdraw(request: HttpRequest, call_id: UUID) -> HttpResponse:
    call = find(call_id)
    shown(request, call.practice_id, call.patient_id)
    reason = request.POST.get("reason", "")[:LONGEST]
    try:
        desk.withdraw_call(call_id=call.pk, reason=reason, by=Actor.person(request.user.pk), at=request.at)
    except Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
    else:
        messages.success(request, _("Call taken out of the record, with what it had written."))
    return HttpResponseRedirect(reverse("call", args=[call.pk]))
