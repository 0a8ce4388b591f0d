"""The week, the day, and the sheet of a day for the wall."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk import access, agenda, calendar, clock
from otium.pages.middleware import shown
from otium.pages.staff.appointments import day as days
from otium.pages.staff.appointments import loading, sheet
from otium.pages.staff.appointments.present import day_of, monday_of, week
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Practice, Therapist

A_WEEK, A_DAY = 7, 1


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """Visits of one week by therapist and day, and the talks with payers that take a therapist's time."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    monday = monday_of(request.GET.get("week", ""), on)
    therapists = list(Therapist.objects.filter(practice=practice).order_by("name").values_list("id", "name"))
    chosen = next((key for key, _name in therapists if str(key) == request.GET.get("therapist")), None)
    found = _found(request, practice, monday, A_WEEK, chosen)
    context = found | {
        "week": week(found["visits"], monday, practice, on, found["strips"], found["talks"]),
        "therapists": [(str(key), name) for key, name in therapists],
        "therapist": str(chosen or ""),
        "this_week": monday.isoformat(),
        "away_name": next((name for key, name in therapists if key == chosen), ""),
        "away_url": _away_url(request, practice, max(on, monday), chosen),
    }
    return render(request, "appointments/week.html", context)


def _away_url(request: HttpRequest, practice: Practice, first: date, therapist_id: UUID | None) -> str:
    """Where the chosen therapist is called sick from that day on; empty for who may not."""
    if therapist_id is None or practice.pk not in access.practices_for(
        access.DOORS["plan_repair"], request.memberships
    ):
        return ""
    asked = {"practice": practice.slug, "therapist": str(therapist_id), "first": first.isoformat(), "reason": "sick"}
    return f"{reverse('plan_repair')}?{urlencode(asked)}"


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """One day on a grid of quarter hours: a column for each therapist, or for each room."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    shown_on = day_of(request.GET.get("on", ""), on)
    by = "room" if request.GET.get("by") == "room" else "therapist"
    found = _found(request, practice, shown_on, A_DAY, None)
    grid = days.grid(found["visits"], found["talks"], shown_on, practice, on, by=by, strips=found["strips"])
    return render(request, "appointments/day.html", found | {"day": grid, "by": by})


@require_safe
def day_sheet(request: HttpRequest) -> HttpResponse:
    """All that somebody needs of a day on paper: for the wall, and for when the computers are down."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    shown_on = day_of(request.GET.get("on", ""), _next_open(on, practice))
    visits, talks = loading.visits(practice, shown_on, A_DAY), loading.talks(practice, shown_on, A_DAY)
    shown(request, practice.pk, *(v.patient_id for v in visits), *(t.request.patient_id for t in talks))
    rows = sheet.sheet(visits, talks, shown_on, practice, on, loading.strips(practice, visits, on))
    return render(request, "appointments/sheet.html", {"sheet": rows, "practice": practice, "at": request.at})


def _next_open(on: date, practice: Practice) -> date:
    return agenda.days_after(on, 1, calendar.business_days(practice, on))


def _found(
    request: HttpRequest, practice: Practice, first: date, count: int, therapist_id: UUID | None
) -> dict[str, Any]:
    """What both pages need. Clearance is looked up only where it is asked for, after the page is there."""
    on = clock.day(request.at, practice)
    visits = loading.visits(practice, first, count, therapist_id)
    talks = loading.talks(practice, first, count, therapist_id)
    shown(request, practice.pk, *(v.patient_id for v in visits), *(t.request.patient_id for t in talks))
    wants_strips = request.GET.get("clearance") == "1"
    return {
        "visits": visits,
        "talks": talks,
        "strips": loading.strips(practice, visits, on) if wants_strips else {},
        "asks_clearance": not wants_strips and any(loading.is_to_come(v, practice, on) for v in visits),
        "practice": practice,
        "others": other_practices(request, practice),
        "is_emr": practice.calendar_master == "emr",
        "today": on.isoformat(),
        "tomorrow": (on + timedelta(days=1)).isoformat(),
    }
