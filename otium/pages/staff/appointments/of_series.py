"""A series of one patient: each visit with its state, what differs from the others, and what may be done next."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.appointments.times import is_open
from otium.pages.middleware import shown
from otium.pages.staff.appointments import loading, pattern
from otium.records.models import Appointment, Practice, Series


@require_safe
def series(request: HttpRequest, patient_id: UUID, series_id: UUID) -> HttpResponse:
    found = (
        Series.objects.select_related("practice", "patient", "therapist")
        .filter(pk=series_id, patient_id=patient_id)
        .first()
    )
    if found is None:
        raise Http404("no such series")
    shown(request, found.practice_id, patient_id)
    practice = found.practice
    on = clock.day(request.at, practice)
    visits = loading.read(Appointment.objects.filter(practice=practice, series=found).order_by("starts_at", "pk"))
    strips = loading.strips(practice, visits, on)
    member = next(m for m in request.memberships if m.practice_id == found.practice_id)
    context = {
        "practice": practice,
        "series": pattern.page(found, visits, strips, request.at, closed=_closed(found, practice)),
        "may_change": access.may_enter(access.DOORS["visit_move"], member, None),
    }
    return render(request, "appointments/series.html", context)


def _closed(found: Series, practice: Practice) -> frozenset[date]:
    """Days of the pattern on which the practice does not work."""
    return frozenset(day for day in pattern.days(found) if not is_open(day, practice))
