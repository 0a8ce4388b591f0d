"""Ask the payer of one coverage: post the inquiry, or say what the records lack and where to enter it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk import clock, inquiries
from otium.desk.actor import Actor
from otium.pages import links
from otium.pages.middleware import shown
from otium.pages.staff.claims import lacks
from otium.records.models import Coverage


@require_POST
def ask(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> HttpResponse:
    rows = Coverage.objects.select_related("practice", "payer", "patient")
    coverage = rows.filter(pk=coverage_id, patient_id=patient_id, entered_in_error=False).first()
    if coverage is None:
        raise Http404("no such coverage")
    shown(request, coverage.practice_id, patient_id)
    on = clock.day(request.at, coverage.practice)
    try:
        parcel = inquiries.ask(coverage_id=coverage.pk, service_on=on, by=Actor.person(request.user.pk), at=request.at)
    except inquiries.CannotAsk as refused:
        subjects = lacks.Subjects.of_coverage(coverage)
        context = {
            "payer": coverage.payer.name,
            "patient_id": patient_id,
            "lacks": [lacks.said(each, subjects, request) for each in refused.lacks],
        }
        return render(request, "inquiries/refused.html", context, status=200)
    messages.success(request, _told(parcel.connection_id is not None, coverage.payer.name))
    return HttpResponseRedirect(links.source("coverage", str(coverage.pk), "", patient_id))


def _told(has_road: bool, payer: str) -> str:
    if has_road:
        return _("%(payer)s is being asked. Its answer lands here by itself.") % {"payer": payer}
    words = _("The inquiry to %(payer)s is ready, and waits: no connection takes it yet. Add one under Connections.")
    return words % {"payer": payer}
