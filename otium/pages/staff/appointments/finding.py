"""Whose visit is booked at a time that was chosen. Names travel in the body of the request, never in the address."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otium.desk import clock, search
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments.present import day_of
from otium.pages.staff.records.owner import practice_of
from otium.pages.time_of_day import read_time
from otium.records.models import Practice, Room, Therapist

PLACE = ("therapist", "room", "location")
MOST = 12


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Who matches what was typed, each with the way to the form of the booking."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    q = request.POST.get("q", "") if request.method == "POST" else ""
    found = [p for p in search.people(q) if p.practice_id == practice.pk and p.is_active][:MOST]
    shown(request, practice.pk, *(p.id for p in found))
    query, shown_on = _query(request, practice), day_of(request.GET.get("on", ""), on)
    context = {
        "practice": practice,
        "q": q,
        "has_asked": bool(q.strip()),
        "slot": _slot(query, practice),
        "people": [
            (p.name, present.full_day(p.birth_on) if p.birth_on else "",
             f"{reverse('visit_book', args=[p.id])}?{urlencode(query)}")
            for p in found
        ],
        "back": f"{reverse('schedule_day')}?{urlencode({'practice': practice.slug, 'on': shown_on.isoformat()})}",
    }  # fmt: skip
    return render(request, "appointments/find.html", context)


def _query(request: HttpRequest, practice: Practice) -> dict[str, str]:
    """What the booking form begins with: what the address says of the time and place, as far as it can be meant."""
    asked, found = request.GET, {}
    if iso := asked.get("on", ""):
        on = day_of(iso, clock.day(request.at, practice))
        found["on"] = present.full_day(on)
    if at := read_time(asked.get("at", "")):
        found["starts_at"] = present.hour(at)
    return found | {name: asked[name] for name in PLACE if asked.get(name)}


def _slot(query: dict[str, str], practice: Practice) -> str:
    """The time and place in words; empty where none was chosen."""
    said = [", ".join(query[name] for name in ("on", "starts_at") if name in query)]
    for name, model, words in (("therapist", Therapist, _("with %(name)s")), ("room", Room, _("in %(name)s"))):
        if named := _name(model, query.get(name, ""), practice):
            said.append(words % {"name": named})
    return " ".join(filter(None, said))


def _name(model: type[Therapist] | type[Room], key: str, practice: Practice) -> str:
    try:
        found = model.objects.filter(practice=practice, pk=UUID(key)).first() if key else None
    except ValueError:
        return ""
    return found.name if found else ""
