"""The page of one visit, and how an act on it is entered: by POST, and a refusal is said on the page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk import access, clock
from otium.desk.actor import Actor
from otium.desk.appointments import MoveRefused, Taken, joining
from otium.desk.attendance import policy
from otium.desk.mend import Invalid
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments import how, told
from otium.pages.staff.appointments.forms import MoveForm
from otium.pages.staff.appointments.missed_forms import CancelForm, ReasonForm
from otium.pages.staff.appointments.present import beside, detail
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.appointments.undoable import undoable
from otium.pages.staff.clearance import views as clearance
from otium.records.models import Appointment
from otium.terms.schedule import VisitStatus

Act = Callable[[HttpRequest, Appointment, Actor], HttpResponse]


def find(request: HttpRequest, appointment_id: UUID) -> Appointment:
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


def acting(act: Act) -> Callable[..., HttpResponse]:
    """POST only; what the calendar refuses is said, and the visit stays as it was."""

    @require_POST
    @wraps(act)
    def entered(request: HttpRequest, appointment_id: UUID, **more: Any) -> HttpResponse:
        found = find(request, appointment_id)
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


def _is_to_come(found: Appointment, on: date) -> bool:
    return found.status == VisitStatus.BOOKED.value and clock.day(found.starts_at, found.practice) >= on


def _together(found: Appointment) -> list[Appointment]:
    """The others of its session. One query, and none where it is alone."""
    if found.together_id is None:
        return []
    rows = Appointment.objects.filter(practice_id=found.practice_id, together_id=found.together_id)
    return list(rows.exclude(pk=found.pk).select_related("patient", "therapist").order_by("patient__last_name", "id"))


def show(request: HttpRequest, found: Appointment, **forms: Any) -> HttpResponse:
    membership = next(m for m in request.memberships if m.practice_id == found.practice_id)
    may_change = access.may_enter(access.DOORS["visit_move"], membership, None)
    on = clock.day(request.at, found.practice)
    together = _together(found)
    joins = joining.could_join(found) if found.is_clash else []
    shown(request, found.practice_id, *(each.patient_id for each in (*together, *joins)))
    context = {
        "visit": detail(found, together, request.at),
        "told": told.told(found, request.at),
        "may_change": may_change,
        "joins": present.joined(beside(each, found).words for each in joins),
        "chart_url": f"{reverse('chart', args=[found.patient_id])}?visit={found.pk}" if found.patient_id else "",
        "move": forms.get("move") or MoveForm(practice=found.practice, on=on, visit=found),
        "cancel": forms.get("cancel") or cancel_form(found, request.at),
        "why": forms.get("why") or ReasonForm(visit=found),
        "refusal": forms.get("refusal"),
        "preview": forms.get("preview"),
        "cancel_preview": forms.get("cancel_preview"),
        "undoable": undoable(found, on) if may_change else None,
        "back": back_to(request),
        "series_url": reverse("series", args=[found.patient_id, found.series_id]) if found.series_id else "",
        "strip": clearance.of_appointment(found, on) if _is_to_come(found, on) else None,
        **how.context(found, request.at, forms),
    }
    return render(request, "appointments/visit.html", context)


def back_to(request: HttpRequest) -> str:
    """The page of the calendar that the person came from; empty where none is named. An undo has it in its address."""
    address = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


def cancel_form(found: Appointment, at: datetime, data: Any = None) -> CancelForm:
    """Whether a family's cancellation comes late by now is asked of the practice's policy."""
    on = clock.day(at, found.practice)
    late_from = found.starts_at - timedelta(hours=policy.notice_hours(found.practice, at))
    return CancelForm(data, visit=found, on=on, late_from=late_from if late_from < at else None)
