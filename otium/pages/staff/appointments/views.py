"""The week."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import clearance, clock
from otium.pages.middleware import shown
from otium.pages.staff.appointments.present import monday_of, week
from otium.pages.staff.clearance.strip import Strip, strip
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Appointment, PeerToPeer, Practice, Therapist
from otium.terms.prior_auth import PeerToPeerState
from otium.terms.schedule import VisitStatus

WEEK = timedelta(days=7)


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Visits of one week by therapist and day, and the talks with payers that take a therapist's time."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    monday = monday_of(request.GET.get("week", ""), on)
    therapists = list(Therapist.objects.filter(practice=practice).order_by("name").values_list("id", "name"))
    chosen = next((key for key, _name in therapists if str(key) == request.GET.get("therapist")), None)
    visits = _visits(practice, clock.instant(monday, time(), practice), chosen)
    talks = _talks(practice, clock.instant(monday, time(), practice), chosen)
    shown(request, practice.pk, *(v.patient_id for v in visits), *(t.request.patient_id for t in talks))
    wants_strips = request.GET.get("clearance") == "1"
    strips = _strips(practice, visits, on) if wants_strips else {}
    context = {
        "week": week(visits, monday, practice, on, strips, talks),
        "asks_clearance": not wants_strips and any(_is_to_come(v, practice, on) for v in visits),
        "practice": practice,
        "others": other_practices(request, practice),
        "therapists": [(str(key), name) for key, name in therapists],
        "therapist": str(chosen or ""),
        "this_week": monday.isoformat(),
        "is_emr": practice.calendar_master == "emr",
    }
    return render(request, "appointments/week.html", context)


def _strips(practice: Practice, visits: list[Appointment], on: date) -> dict[UUID, Strip]:
    """Of the visits to come, by visit. A fixed number of queries."""
    people = {v.patient_id for v in visits if _is_to_come(v, practice, on)}
    ledgers = clearance.of_patients(practice, on=on, patients=people) if people else {}
    return {v.visit_id: strip(v, on=on) for ledger in ledgers.values() for v in ledger.visits}


def _is_to_come(visit: Appointment, practice: Practice, on: date) -> bool:
    return visit.status == VisitStatus.BOOKED.value and clock.day(visit.starts_at, practice) >= on


def _visits(practice: Practice, start: datetime, therapist_id: UUID | None) -> list[Appointment]:
    rows = Appointment.objects.filter(practice=practice, starts_at__gte=start, starts_at__lt=start + WEEK)
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    return list(rows.select_related("patient", "therapist", "room"))


def _talks(practice: Practice, start: datetime, therapist_id: UUID | None) -> list[PeerToPeer]:
    """With payers' clinicians, set for the week."""
    rows = PeerToPeer.objects.filter(
        practice=practice, state=PeerToPeerState.SCHEDULED.value, slot_at__gte=start, slot_at__lt=start + WEEK
    )
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    return list(rows.select_related("request__patient", "therapist"))
