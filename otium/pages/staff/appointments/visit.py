"""One visit: what it is, and what may become of it."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otium.desk import access, appointments, clock
from otium.desk.actor import Actor
from otium.desk.appointments import Event, MoveRefused, Taken, cleared, series
from otium.desk.appointments.cleared import Held
from otium.desk.appointments.series import Changed
from otium.desk.mend import Invalid
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments import told
from otium.pages.staff.appointments.forms import CancelForm, MoveForm
from otium.pages.staff.appointments.present import detail
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.clearance import preview
from otium.pages.staff.clearance import views as clearance
from otium.records.models import Appointment
from otium.terms.schedule import VisitStatus

DONE = {
    Event.ARRIVE: lazy("Arrived."),
    Event.FINISH: lazy("Done."),
    Event.MISS: lazy("Noted that nobody came."),
    Event.REOPEN: lazy("Back to booked."),
}
Act = Callable[[HttpRequest, Appointment, Actor], HttpResponse]


def _find(request: HttpRequest, appointment_id: UUID) -> Appointment:
    """The visit as this request may see it; the page counts as having shown its patient."""
    found = (
        Appointment.objects.select_related("patient", "therapist", "location", "practice", "room")
        .filter(pk=appointment_id)
        .first()
    )
    if found is None:
        raise Http404("no such visit")
    shown(request, found.practice_id, found.patient_id)
    return found


def _acting(act: Act) -> Callable[..., HttpResponse]:
    """POST only; what the calendar refuses is said, and the visit stays as it was."""

    @require_POST
    @wraps(act)
    def entered(request: HttpRequest, appointment_id: UUID, **more: Any) -> HttpResponse:
        found = _find(request, appointment_id)
        try:
            return act(request, found, Actor.person(request.user.pk), **more)
        except MoveRefused:
            messages.error(request, _("Somebody changed this visit meanwhile. Look at it again."))
        except Invalid as invalid:
            messages.error(request, " ".join(p.words for p in invalid.problems))
        except Taken as taken:
            messages.error(request, refused(taken, found.practice).words)
        return HttpResponseRedirect(reverse("visit", args=[appointment_id]))

    return entered


@require_safe
def visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return _show(request, _find(request, appointment_id))


@_acting
def move(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    on = clock.day(request.at, found.practice)
    form = MoveForm(request.POST, practice=found.practice, on=on, visit=found)
    if not form.is_valid():
        return _show(request, found, move=form)
    try:
        moved = cleared.move(
            found,
            form.slot(),
            place=form.place(),
            scope=form.scope,
            by=by,
            at=request.at,
            is_sure=form.cleaned_data["is_sure"],
            is_look=form.is_checking,
            goes_anyway=form.goes_anyway,
        )
    except Held as held:
        return _show(request, found, move=form, preview=preview.preview(held.seen, on=on))
    except Invalid as invalid:
        form.tell(invalid)
        return _show(request, found, move=form)
    except Taken as taken:
        return _show(request, found, move=form, refusal=refused(taken, found.practice, visits=len(taken.clashes) + 1))
    messages.success(request, _moved(moved))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@_acting
def cancel(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    form = CancelForm(request.POST, visit=found, on=clock.day(request.at, found.practice))
    if not form.is_valid():
        return _show(request, found, cancel=form)
    done = series.cancel(
        appointment_id=found.pk,
        reason=form.cleaned_data["reason"],
        scope=form.scope,
        until=form.cleaned_data["until"],
        everyone=form.cleaned_data["everyone"],
        by=by,
        at=request.at,
    )
    undo = reverse("visit_restore", args=[found.pk])
    count = len(done.visits)
    words = ngettext("Visit cancelled; its time is free.", "%(n)d visits cancelled; their time is free.", count)
    messages.success(request, words % {"n": count}, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@_acting
def restore(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    """Undo of a cancellation: all that it cancelled is booked again, or nothing."""
    count = len(series.restore(appointment_id=found.pk, by=by, at=request.at).visits)
    words = ngettext("Back to booked.", "%(n)d visits are back to booked.", count)
    messages.success(request, words % {"n": count})
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@_acting
def mark(request: HttpRequest, found: Appointment, by: Actor, event: Event) -> HttpResponse:
    appointments.mark(appointment_id=found.pk, event=event, by=by, at=request.at)
    tags = "" if event is Event.REOPEN else f"undo:{reverse('visit_reopen', args=[found.pk])}"
    messages.success(request, str(DONE[event]), extra_tags=tags)
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@_acting
def confirm(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    appointments.confirm(appointment_id=found.pk, by=by, at=request.at)
    messages.success(request, _("Confirmed: they come."))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@_acting
def entered(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    appointments.entered_in_emr(appointment_id=found.pk, by=by, at=request.at)
    messages.success(request, _("Noted: it stands in the other calendar."))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


def _moved(moved: Changed) -> str:
    count = len(moved.visits)
    words = ngettext("Visit moved.", "%(n)d visits moved.", count) % {"n": count}
    if moved.left:
        days = present.joined(present.short_day(day) for day in moved.left)
        words += " " + _("Left where they were: %(days)s.") % {"days": days}
    return words


def _is_to_come(found: Appointment, on: date) -> bool:
    return found.status == VisitStatus.BOOKED.value and clock.day(found.starts_at, found.practice) >= on


def _together(found: Appointment) -> list[Appointment]:
    """The others of its session. One query, and none where it is alone."""
    if found.together_id is None:
        return []
    rows = Appointment.objects.filter(practice_id=found.practice_id, together_id=found.together_id)
    return list(rows.exclude(pk=found.pk).select_related("patient", "therapist").order_by("patient__last_name", "id"))


def _show(request: HttpRequest, found: Appointment, **forms: Any) -> HttpResponse:
    membership = next(m for m in request.memberships if m.practice_id == found.practice_id)
    may_change = access.may_enter(access.DOORS["visit_move"], membership, None)
    on = clock.day(request.at, found.practice)
    together = _together(found)
    shown(request, found.practice_id, *(each.patient_id for each in together))
    context = {
        "visit": detail(found, together, request.at),
        "told": told.told(found, request.at),
        "may_change": may_change,
        "chart_url": f"{reverse('chart', args=[found.patient_id])}?visit={found.pk}" if found.patient_id else "",
        "move": forms.get("move") or MoveForm(practice=found.practice, on=on, visit=found),
        "cancel": forms.get("cancel") or CancelForm(visit=found, on=on),
        "refusal": forms.get("refusal"),
        "preview": forms.get("preview"),
        "strip": clearance.of_appointment(found, on) if _is_to_come(found, on) else None,
    }
    return render(request, "appointments/visit.html", context)
