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
from otium.desk.appointments.cleared import Seen
from otium.desk.mend import Invalid, Problem
from otium.desk.offers import freed, next_acts
from otium.desk.offers.freed import FreedHour
from otium.desk.waitlist import Candidates
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.clearance import preview
from otium.pages.staff.waitlist import offered
from otium.pages.staff.waitlist.present import asked, passed
from otium.records.models import OfferRound, WaitlistEntry
from otium.terms.waitlist import WaitNeed


@require_http_methods(["GET", "HEAD", "POST"])
def refill(request: HttpRequest, hour_id: UUID) -> HttpResponse:
    """Who could take an hour that came free, in order; a POST gives it to one of them. Where that moves a visit of
    theirs, what it does besides is shown first."""
    hour = find(hour_id)
    if request.method != "POST":
        return _show(request, hour)
    try:
        entry_id = _entry(request)
        seen = None if request.POST.get("anyway") else _foreseen(request, hour, entry_id)
        if seen is not None:
            return _show(request, hour, sure_of=str(entry_id), seen=seen)
        return _placed(request, hour, entry_id)
    except Invalid as invalid:
        words = " ".join(problem.words for problem in invalid.problems)
        is_warned = all(problem.is_warning for problem in invalid.problems)
        return _show(request, hour, words, sure_of=request.POST.get("entry", "") if is_warned else "")
    except Taken as taken:
        return _show(request, hour, refused(taken, hour.practice).words)
    except desk.NotFree:
        return _show(request, hour)  # the page says so


def _entry(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("entry", ""))
    except ValueError:
        raise Invalid([Problem("", _("Choose who takes the hour."))]) from None


def _foreseen(request: HttpRequest, hour: FreedHour, entry_id: UUID) -> Seen | None:
    """None where no visit of theirs moves."""
    return desk.foresee(entry_id=entry_id, hour_id=hour.id, by=Actor.person(request.user.pk), at=request.at)


def _placed(request: HttpRequest, hour: FreedHour, entry_id: UUID) -> HttpResponse:
    is_sure = bool(request.POST.get("sure") or request.POST.get("anyway"))
    taken = desk.place(
        entry_id=entry_id,
        hour_id=hour.id,
        by=Actor.person(request.user.pk),
        at=request.at,
        why=request.POST.get(f"why-{entry_id}", ""),
        is_sure=is_sure,
    )
    shown(request, hour.practice_id, taken.patient_id)
    if WaitlistEntry.objects.filter(pk=entry_id, need=WaitNeed.EARLIER.value).exists():
        undo = reverse("visit_undo_move", args=[taken.pk])
        messages.success(request, _("Their visit is moved here. The hour that it left is free."), f"undo:{undo}")
    else:
        messages.success(request, _("The hour is filled."))
    return HttpResponseRedirect(reverse("visit", args=[taken.pk]))


def _show(
    request: HttpRequest, hour: FreedHour, words: str = "", *, sure_of: str = "", seen: Seen | None = None
) -> HttpResponse:
    """`sure_of`: the entry of which only warnings stand in the way, or of whose visit `seen` is what moving it does."""
    local = hour.starts_at.astimezone(clock.zone(hour.practice))
    on = clock.day(request.at, hour.practice)
    context = {
        "practice": hour.practice,
        "visit_url": reverse("visit", args=[hour.visit.pk]),
        "is_left": hour.left is not None,
        "offer_url": reverse("visit_offer", args=[hour.id]),
        "when": f"{present.full_day(local.date())}, {present.hour(local)}",
        "with_whom": hour.therapist.name if hour.therapist else "",
        "refusal": words,
        "sure_of": sure_of,
        "preview": preview.preview(seen, on=on) if seen else None,
        "why": request.POST.get(f"why-{sure_of}", ""),
    }
    latest = offered.newest_round(hour)
    try:
        found = desk.candidates(hour, at=request.at)
    except desk.NotFree as over:
        shown(request, hour.practice_id, hour.patient_id)
        is_filled = isinstance(over, desk.Filled)
        context |= {"is_over": True, "is_filled": is_filled, "offering": offered.offering(hour, None, latest, on)}
        return render(request, "waitlist/refill.html", context)
    return render(request, "waitlist/refill.html", context | _found(request, hour, found, latest))


def _found(request: HttpRequest, hour: FreedHour, found: Candidates, latest: OfferRound | None) -> dict[str, Any]:
    """Who could take it, how the texts stand, and where they led to nobody what else can be done."""
    entries = [c.entry for c in found.fitting] + [entry for entry, _reason in (*found.passed, *found.own)]
    on = clock.day(request.at, hour.practice)
    offering = offered.offering(hour, found, latest, on)
    missed = next_acts.make_ups(hour, entries, request.at)
    shown(request, hour.practice_id, *(entry.patient_id for entry in entries), *(patient.pk for patient in missed))
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
        "make_ups": offered.make_ups(missed, hour),
    }


def find(hour_id: UUID) -> FreedHour:
    found = freed.find(hour_id)
    if found is None:
        raise Http404("no such hour")
    return found
