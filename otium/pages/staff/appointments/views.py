"""The week."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.pages.middleware import shown
from otium.pages.staff.appointments.present import monday_of, week
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Appointment, Practice, Therapist

WEEK = timedelta(days=7)


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Visits of one week by therapist and day."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    monday = monday_of(request.GET.get("week", ""), on)
    therapists = list(Therapist.objects.filter(practice=practice).order_by("name").values_list("id", "name"))
    chosen = next((key for key, _name in therapists if str(key) == request.GET.get("therapist")), None)
    visits = _visits(practice, clock.instant(monday, time(), practice), chosen)
    shown(request, practice.pk, *(v.patient_id for v in visits))
    context = {
        "week": week(visits, monday, practice, on),
        "practice": practice,
        "others": other_practices(request, practice),
        "therapists": [(str(key), name) for key, name in therapists],
        "therapist": str(chosen or ""),
        "this_week": monday.isoformat(),
        "is_emr": practice.calendar_master == "emr",
    }
    return render(request, "appointments/week.html", context)


def _visits(practice: Practice, start: datetime, therapist_id: UUID | None) -> list[Appointment]:
    rows = Appointment.objects.filter(practice=practice, starts_at__gte=start, starts_at__lt=start + WEEK)
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    return list(rows.select_related("patient", "therapist"))
