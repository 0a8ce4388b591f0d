"""Who waits, and who could take an hour that came free."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otium.desk import clock
from otium.desk import waitlist as desk
from otium.desk.actor import Actor
from otium.desk.appointments import Taken
from otium.desk.mend import Invalid, Problem
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.staff.waitlist.present import asked, passed, rows
from otium.records import waitlist as records
from otium.records.models import Appointment, WaitlistEntry
from otium.terms.waitlist import WaitNeed


@require_safe
def waitlist(request: HttpRequest) -> HttpResponse:
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    entries = records.waiting(practice)
    shown(request, practice.pk, *(entry.patient_id for entry in entries))
    context = {"rows": rows(entries, on), "practice": practice, "others": other_practices(request, practice)}
    return render(request, "waitlist/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def refill(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Who could take the hour of a cancelled visit, in order; a POST books it for one of them."""
    visit = _find(appointment_id)
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
        "when": f"{present.full_day(local.date())}, {present.hour(local)}",
        "with_whom": visit.therapist.name if visit.therapist else "",
        "refusal": words,
        "sure_of": sure_of,
        "why": request.POST.get(f"why-{sure_of}", ""),
    }
    try:
        found = desk.candidates(visit, at=request.at)
    except desk.NotFree as over:
        shown(request, visit.practice_id, visit.patient_id)
        is_filled = isinstance(over, desk.Filled)
        return render(request, "waitlist/refill.html", context | {"is_over": True, "is_filled": is_filled})
    people = [c.entry.patient_id for c in found.fitting] + [entry.patient_id for entry, _reason in found.passed]
    shown(request, visit.practice_id, *people)
    on = clock.day(request.at, visit.practice)
    context |= {"asked": asked(found, on), "passed": passed(found, on), "minutes": found.opening.minutes}
    return render(request, "waitlist/refill.html", context)


def _find(appointment_id: UUID) -> Appointment:
    found = Appointment.objects.select_related("practice", "therapist").filter(pk=appointment_id).first()
    if found is None:
        raise Http404("no such visit")
    return found
