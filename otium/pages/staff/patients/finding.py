"""The search of every page: people, authorization numbers, pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from otium.desk import access, clock, search
from otium.desk.mend.problems import said
from otium.desk.search import Person
from otium.pages import practices, rail
from otium.pages.middleware import shown
from otium.pages.staff.patients.present.head import age
from otium.pages.staff.settings.pages import PAGES

MORE_PAGES = (("patient_add", _("Add a patient")), ("desk_done", _("Done today")), *PAGES)


@dataclass(frozen=True, slots=True)
class Hit:
    url: str
    name: str
    more: str
    site: str = ""
    site_name: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What was typed comes by POST: names do not belong in addresses and their logs."""
    q = request.POST.get("q", "").strip()
    found = search.find(q)
    by_id = {p.pk: p for p in practices.visible(request)}
    for person in (*found.people, *(n.patient for n in found.numbers)):
        shown(request, person.practice_id, person.id)
    several = len(by_id) > 1

    def hit(person: Person, name: str, more: str, place: str = "") -> Hit:
        practice = by_id[person.practice_id]
        url = reverse("patient", args=[person.id]) + place
        return Hit(url, name, more, practice.short if several else "", practice.name)

    context = {
        "q": q,
        "people": [hit(p, p.name, _about(p, by_id, request.at)) for p in found.people],
        "numbers": [
            hit(n.patient, n.number, n.patient.name, f"#authorization-{n.authorization_id}") for n in found.numbers
        ],
        "pages": _pages(request, q),
    }
    template = "patients/found.html" if request.headers.get("HX-Request") else "patients/search.html"
    return render(request, template, context)


def _about(person: Person, by_id: dict[Any, Any], at: Any) -> str:
    """Age and birth date tell two people of one name apart."""
    if person.birth_on is None:
        return ""
    on = clock.day(at, by_id[person.practice_id])
    return f"{age(person.birth_on, on)}, {said(person.birth_on)}"


def _pages(request: HttpRequest, q: str) -> list[Hit]:
    """Pages whose name holds what was typed and whose door is open to the person."""
    named = [(name, title) for name, _icon, title in rail.ITEMS] + list(MORE_PAGES)
    wanted = q.casefold()
    return [
        Hit(url, str(title), "")
        for name, title in named
        if wanted and wanted in str(title).casefold() and (url := _open(request, name))
    ]


def _open(request: HttpRequest, name: str) -> str:
    """The page's address; empty where it does not exist or no role of the person opens it."""
    door = access.DOORS.get(name)
    if door is None or not access.practices_for(door, request.memberships):
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
