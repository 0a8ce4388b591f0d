"""One visit: what it is, and what may become of it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otium.desk import appointments, clock
from otium.desk.actor import Actor
from otium.desk.appointments import MOVES, Event, Scope, Taken, cleared, joining, series, undoing
from otium.desk.appointments.cleared import Held
from otium.desk.appointments.series import Changed
from otium.desk.mend import Invalid
from otium.pages import present
from otium.pages.staff.appointments.forms import MoveForm
from otium.pages.staff.appointments.missed_forms import ReasonForm
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.appointments.showing import acting, back_to, cancel_form, find, show
from otium.pages.staff.clearance import preview
from otium.records.models import Appointment
from otium.terms.schedule import VisitStatus

DONE = {
    Event.ARRIVE: lazy("Arrived."),
    Event.START: lazy("In session."),
    Event.FINISH: lazy("Done."),
    Event.MISS: lazy("Noted that nobody came."),
    Event.REOPEN: lazy("Back to booked."),
    Event.BACK: lazy("One step back."),
}


@require_safe
def visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return show(request, find(request, appointment_id))


@acting
def move(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    on = clock.day(request.at, found.practice)
    form = MoveForm(request.POST, practice=found.practice, on=on, visit=found)
    if not form.is_valid():
        return show(request, found, move=form)
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
        return show(request, found, move=form, preview=preview.preview(held.seen, on=on))
    except Invalid as invalid:
        form.tell(invalid)
        return show(request, found, move=form)
    except Taken as taken:
        return show(request, found, move=form, refusal=refused(taken, found.practice, visits=_most(form, taken)))
    undo = reverse("visit_undo_move", args=[found.pk])
    messages.success(request, _moved(moved), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(back_to(request) or reverse("visit", args=[found.pk]))


@acting
def cancel(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    form = cancel_form(found, request.at, request.POST)
    if not form.is_valid():
        return show(request, found, cancel=form)

    def act() -> Changed:
        return series.cancel(
            appointment_id=found.pk,
            reason=form.cleaned_data["reason"],
            code=form.cleaned_data["code"],
            told_at=form.told_at,
            scope=form.scope,
            until=form.cleaned_data["until"],
            everyone=form.cleaned_data["everyone"],
            by=by,
            at=request.at,
        )

    try:
        done = cleared.cancel(
            found, act, scope=form.scope, at=request.at, is_look=form.is_checking, goes_anyway=form.goes_anyway
        )
    except Held as held:
        seen = preview.preview(held.seen, on=clock.day(request.at, found.practice))
        return show(request, found, cancel=form, cancel_preview=seen)
    undo = reverse("visit_restore", args=[found.pk])
    count = len(done.visits)
    words = ngettext("Visit cancelled; its time is free.", "%(n)d visits cancelled; their time is free.", count)
    messages.success(request, words % {"n": count}, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@acting
def restore(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    """Undo of a cancellation: all that it cancelled is booked again, or nothing."""
    count = len(series.restore(appointment_id=found.pk, by=by, at=request.at).visits)
    words = ngettext("Back to booked.", "%(n)d visits are back to booked.", count)
    messages.success(request, words % {"n": count})
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@acting
def undo_move(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    """All that the last move moved is where it was, or nothing."""
    count = len(undoing.undo_move(appointment_id=found.pk, by=by, at=request.at).visits)
    words = ngettext("Back where it was.", "%(n)d visits are back where they were.", count)
    messages.success(request, words % {"n": count})
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@acting
def say_why(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    form = ReasonForm(request.POST, visit=found)
    if not form.is_valid():
        return show(request, found, why=form)
    given = form.cleaned_data
    appointments.say_why(appointment_id=found.pk, reason=given["reason"], code=given["code"], by=by, at=request.at)
    messages.success(request, _("The reason is kept."))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@acting
def mark(request: HttpRequest, found: Appointment, by: Actor, event: Event) -> HttpResponse:
    was = found.status
    now = appointments.mark(appointment_id=found.pk, event=event, by=by, at=request.at).status
    messages.success(request, str(DONE[event]), extra_tags=_undo(request, found, event, was, now))
    return HttpResponseRedirect(back_to(request) or reverse("visit", args=[found.pk]))


@acting
def confirm(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    appointments.confirm(appointment_id=found.pk, by=by, at=request.at)
    messages.success(request, _("Confirmed: they come."))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@acting
def join(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    joining.join(appointment_id=found.pk, by=by, at=request.at)
    messages.success(request, _("One session now; it is no clash any more."))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


@acting
def entered(request: HttpRequest, found: Appointment, by: Actor) -> HttpResponse:
    appointments.entered_in_emr(appointment_id=found.pk, by=by, at=request.at)
    messages.success(request, _("Noted: it stands in the other calendar."))
    return HttpResponseRedirect(reverse("visit", args=[found.pk]))


def _undo(request: HttpRequest, found: Appointment, event: Event, was: str, now: str) -> str:
    """Of a mark: to where the visit stood, and the person to where they were."""
    if event in (Event.REOPEN, Event.BACK):
        return ""
    back = Event.BACK if MOVES.get((VisitStatus(now), Event.BACK)) == was else Event.REOPEN
    query = urlencode({"next": back_to(request)}) if back_to(request) else ""
    return f"undo:{reverse(f'visit_{back}', args=[found.pk])}{query and '?'}{query}"


def _most(form: MoveForm, taken: Taken) -> int:
    """Of a single visit there are no others that could move without it."""
    return 1 if form.scope is Scope.THIS else len(taken.clashes) + 1


def _moved(moved: Changed) -> str:
    count = len(moved.visits)
    words = ngettext("Visit moved.", "%(n)d visits moved.", count) % {"n": count}
    if moved.left:
        days = present.joined(present.short_day(day) for day in moved.left)
        words += " " + _("Left where they were: %(days)s.") % {"days": days}
    return words
