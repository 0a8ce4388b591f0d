"""Book a visit for a patient, or one each week."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.appointments import Booked, Taken, cleared
from otium.desk.appointments.cleared import Held
from otium.desk.mend import Invalid
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments.forms import BookForm
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.clearance import preview
from otium.pages.staff.records.owner import Owner, owner_of_patient
from otium.records.models import EpisodeOfCare


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    owner = owner_of_patient(patient_id)
    shown(request, owner.practice.pk, patient_id)
    on = clock.day(request.at, owner.practice)
    typed = request.POST if request.method == "POST" else None
    usual = _usual_therapist(patient_id) if typed is None else None
    form = BookForm(
        typed, practice=owner.practice, on=on, patient_id=patient_id, therapist_id=usual, given=request.GET.dict()
    )
    form.fields["also_therapists"].initial = request.GET.getlist("also_therapists")
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            booked = cleared.book(
                form.booking(patient_id),
                practice=owner.practice,
                by=Actor.person(request.user.pk),
                at=request.at,
                is_look=form.is_checking,
                goes_anyway=form.goes_anyway,
            )
        except Held as held:
            return _show(request, form, owner, preview=preview.preview(held.seen, on=on))
        except Invalid as invalid:
            form.tell(invalid)
        except Taken as taken:
            refusal = refused(taken, owner.practice, visits=form.cleaned_data["visits"])
        else:
            messages.success(request, _done(booked, owner))
            return HttpResponseRedirect(f"{owner.address}#timeline")
    return _show(request, form, owner, refusal=refusal)


def _show(request: HttpRequest, form: BookForm, owner: Owner, **more: Any) -> HttpResponse:
    context = {"form": form, "owner": owner, "is_emr": owner.practice.calendar_master == "emr", **more}
    return render(request, "appointments/book.html", context)


def _usual_therapist(patient_id: UUID) -> UUID | None:
    episodes = EpisodeOfCare.objects.filter(patient_id=patient_id, is_active=True, therapist__isnull=False)
    return episodes.order_by("-starts_on", "id").values_list("therapist_id", flat=True).first()


def _done(booked: Booked, owner: Owner) -> str:
    count = len(booked.visits)
    first = booked.visits[0].starts_at.astimezone(clock.zone(owner.practice))
    words = ngettext("Visit booked for %(day)s.", "%(n)d visits booked, the first on %(day)s.", count) % {
        "n": count, "day": f"{present.day(first.date())}, {present.hour(first)}",
    }  # fmt: skip
    if booked.skipped:
        left_out = present.joined(present.short_day(d) for d in booked.skipped)
        words += " " + _("Left out: %(days)s.") % {"days": left_out}
    return words
