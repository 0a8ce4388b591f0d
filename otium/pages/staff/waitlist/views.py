"""Who could take an hour that came free: asked by text, or booked by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otium.desk import clock
from otium.desk import waitlist as desk
from otium.desk.actor import Actor
from otium.desk.appointments import Taken
from otium.desk.mend import Invalid, Problem
from otium.desk.offers import next_acts
from otium.desk.waitlist import Candidates
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.waitlist import offered
from otium.pages.staff.waitlist.present import asked, passed
from otium.records.models import Appointment, OfferRound, WaitlistEntry
from otium.terms.waitlist import WaitNeed


@require_http_methods(["GET", "HEAD", "POST"])
def refill(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Who could take the hour of a cancelled visit, in order; a POST books it for one of them."""
    visit = find(appointment_id)
    words, asks_to_be_sure = "", False
    if request.method == "POST":
        try:
            return _placed(request, visit)
        except Invalid as invalid:
            words = " ".join(problem.words for problem in invalid.problems)
            asks_to_be_sure = all(problem.is_warning for problem in invalid.problems)
        except Taken as taken:
            words = refused(taken, visit.practice).words
        except desk.NotFree:
            words = ""  # the page says so
    return _show(request, visit, words, sure_of=request.POST.get("entry", "") if asks_to_be_sure else "")


def _placed(request: HttpRequest, visit: Appointment) -> HttpResponse:
    try:
        entry_id = UUID(request.POST.get("entry", ""))
    except ValueError:
        raise Invalid([Problem("", _("Choose who takes the hour."))]) from None
    booked = desk.place(
        entry_id=entry_id,
        visit_id=visit.pk,
        by=Actor.person(request.user.pk),
        at=request.at,
        why=request.POST.get(f"why-{entry_id}", ""),
        is_sure=bool(request.POST.get("sure")),
    )
    shown(request, visit.practice_id, booked.patient_id)
    messages.success(request, _("The hour is filled."))
    return HttpResponseRedirect(_next(request, booked, entry_id))


def _next(request: HttpRequest, booked: Appointment, entry_id: UUID) -> str:
    """The visit; of who waited for an earlier time the later one, which still stands."""
    entry = WaitlistEntry.objects.get(pk=entry_id)
    later = desk.later_visit(booked, booked.patient_id) if entry.need == WaitNeed.EARLIER.value else None
    if later is None:
        return reverse("visit", args=[booked.pk])
    messages.warning(request, _("They come earlier now. This is their later visit: cancel it, unless they keep both."))
    return reverse("visit", args=[later.pk])


def _show(request: HttpRequest, visit: Appointment, words: str, *, sure_of: str = "") -> HttpResponse:
    """`sure_of`: the entry of which only warnings stand in the way."""
    local = visit.starts_at.astimezone(clock.zone(visit.practice))
    context = {
        "visit_url": reverse("visit", args=[visit.pk]),
        "offer_url": reverse("visit_offer", args=[visit.pk]),
        "when": f"{present.full_day(local.date())}, {present.hour(local)}",
        "with_whom": visit.therapist.name if visit.therapist else "",
        "refusal": words,
        "sure_of": sure_of,
        "why": request.POST.get(f"why-{sure_of}", ""),
    }
    latest = offered.newest_round(visit)
    try:
        found = desk.candidates(visit, at=request.at)
    except desk.NotFree as over:
        shown(request, visit.practice_id, visit.patient_id)
        is_filled = isinstance(over, desk.Filled)
        context |= {"is_over": True, "is_filled": is_filled, "offering": offered.offering(visit, None, latest)}
        return render(request, "waitlist/refill.html", context)
    return render(request, "waitlist/refill.html", context | _found(request, visit, found, latest))


def _found(request: HttpRequest, visit: Appointment, found: Candidates, latest: OfferRound | None) -> dict[str, Any]:
    """Who could take it, how the texts stand, and where they led to nobody what else can be done."""
    entries = [c.entry for c in found.fitting] + [entry for entry, _reason in (*found.passed, *found.own)]
    offering = offered.offering(visit, found, latest)
    missed = next_acts.make_ups(visit, entries, request.at)
    shown(request, visit.practice_id, *(entry.patient_id for entry in entries), *(patient.pk for patient in missed))
    on = clock.day(request.at, visit.practice)
    is_stuck = found.first is None or (offering.round is not None and offering.round.is_exhausted)
    return {
        "asked": asked(found, on),
        "passed": passed(found, on),
        "minutes": found.opening.minutes,
        "offering": offering,
        "offers_first": bool(offering.count and not offering.why_not and offering.round is None),
        "is_stuck": is_stuck,
        "near": offered.near(next_acts.near_misses(found)),
        "unready": offered.not_texted(found),
        "make_ups": offered.make_ups(missed, visit),
    }


def find(appointment_id: UUID) -> Appointment:
    found = Appointment.objects.select_related("practice", "therapist").filter(pk=appointment_id).first()
    if found is None:
        raise Http404("no such visit")
    return found
