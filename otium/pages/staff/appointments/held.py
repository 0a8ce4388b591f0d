"""How one visit is held and billed: by video, with consent, whose minutes; and what makes up for a missed one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.appointments import cobilling, makeups
from otium.desk.mend import Invalid
from otium.desk.telehealth import LinkRefusedError, holding
from otium.desk.telehealth.words import LINK_REFUSED
from otium.pages.staff.appointments.held_forms import DIVIDED, EACH, ConsentForm, VideoForm
from otium.pages.staff.appointments.how import minutes_form
from otium.pages.staff.appointments.showing import acting, show
from otium.records.models import Appointment


@acting
def set_video(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    form = VideoForm(request.POST, visit=found)
    if not form.is_valid():
        return show(request, found, video=form)
    try:
        holding.set_up(appointment_id=found.pk, setting=form.setting(), by=by, at=request.at)
    except LinkRefusedError as refused:
        form.add_error("url", str(LINK_REFUSED[refused.code]))
        return show(request, found, video=form)
    by_video = form.cleaned_data["by_video"]
    messages.success(request, _("The visit is by video.") if by_video else _("The visit is in person."))
    return _back(found)


@acting
def consent(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    form = ConsentForm(request.POST, on=clock.day(request.at, found.practice))
    if not form.is_valid():
        return show(request, found, consent=form)
    given = form.cleaned_data
    holding.record_consent(
        patient_id=found.patient_id, given_on=given["given_on"], given_by=given["given_by"], by=by, at=request.at
    )
    messages.success(request, _("The consent is on file."))
    return _back(found)


@acting
def say_minutes(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    form = minutes_form(found, request.POST)
    if form is None or not form.is_valid():
        return show(request, found, minutes=form)
    bills = form.cleaned_data["bills"]
    try:
        cobilling.choose(
            appointment_id=found.pk,
            bills=None if bills in (DIVIDED, EACH) else UUID(bills),
            is_each=bills == EACH,
            is_sure=form.cleaned_data["is_sure"],
            by=by,
            at=request.at,
        )
    except Invalid as invalid:
        for problem in invalid.problems:
            form.add_error("is_sure" if problem.is_warning else "bills", problem.words)
        return show(request, found, minutes=form)
    messages.success(request, _("The minutes are said. Claims follow them."))
    return _back(found)


@acting
def wait_for_make_up(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    entry = makeups.wait(appointment_id=found.pk, by=by, at=request.at)
    messages.success(request, _("They wait for a make-up. Say when they can come."))
    return HttpResponseRedirect(reverse("waitlist_entry_change", args=[found.patient_id, entry.pk]))


def _back(found: Appointment) -> HttpResponse:
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))
