"""The phones of the demo: pick a number, read its texts as a phone shows them, open their links, type a reply."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from otium.desk import clock
from otium.desk.visit_messages import sandbox as desk
from otium.desk.visit_messages.sandbox import Bubble, Phone
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.present import day, hour
from otium.pages.staff.families.views import may
from otium.pages.templatetags.frame import DEMO

LONGEST = 1600
NUMBER = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")
KINDS = {"mail": lazy("Mail"), "fax": lazy("Fax")}


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Shown:
    words: tuple[Word, ...]
    subject: str
    at: str
    iso: str
    is_mine: bool
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One phone in the list."""

    url: str
    to: str
    last: str
    at: str
    site: str
    site_name: str
    is_current: bool


@require_safe
def sandbox(request: HttpRequest) -> HttpResponse:
    """In the demo only: the phones and letterboxes, and one of them open."""
    if settings.OTIUM_MODE not in DEMO:
        return HttpResponseRedirect(reverse("families"))
    places = practices.in_view(request)
    found = desk.phones(places, request.at)
    current = _chosen(found, request.GET.get("phone", "")) or next(iter(found), None)
    for practice in places:
        ids = {b.patient_id for phone in found if phone.practice == practice for b in phone.bubbles if b.patient_id}
        shown(request, practice.pk, *ids)
    context = {
        "entries": [_entry(phone, phone is current) for phone in found],
        "phone": current,
        "to": _to(current) if current else "",
        "owner": desk.owner(current) if current else "",
        "bubbles": [_bubble(each, current) for each in current.bubbles] if current else [],
        "may_reply": bool(current and current.kind == "text" and may(request, "sandbox_reply", current.practice.pk)),
        "is_chosen": bool(request.GET.get("phone")),
        "shows_site": len(places) > 1,
    }
    return render(request, "families/sandbox.html", context)


@require_POST
def reply(request: HttpRequest) -> HttpResponse:
    """A text typed on the phone comes in as any other."""
    if settings.OTIUM_MODE not in DEMO:
        return HttpResponseRedirect(reverse("families"))
    places = [p for p in practices.in_view(request) if may(request, "sandbox_reply", p.pk)]
    phone = _chosen(desk.phones(places, request.at), request.POST.get("phone", ""))
    if phone is None or phone.kind != "text":
        raise Http404("no such phone")
    shown(request, phone.practice.pk, *(b.patient_id for b in phone.bubbles if b.patient_id))
    words = request.POST.get("words", "").strip()[:LONGEST]
    if words:
        desk.type_reply(phone, words)
    else:
        messages.error(request, _("Type a reply first."))
    return HttpResponseRedirect(f"{reverse('sandbox')}?phone={phone.key}#newest")


def _chosen(found: list[Phone], key: str) -> Phone | None:
    return next((phone for phone in found if phone.key == key), None)


def _entry(phone: Phone, is_current: bool) -> Entry:
    last = phone.bubbles[-1]
    kind = KINDS.get(phone.kind, "")
    return Entry(
        url=f"{reverse('sandbox')}?phone={phone.key}#newest",
        to=_to(phone),
        last=f"{kind}: {last.subject or last.words}" if kind else last.words,
        at=_when(last.at, phone),
        site=phone.practice.short,
        site_name=phone.practice.name,
        is_current=is_current,
    )


def _bubble(bubble: Bubble, phone: Phone) -> Shown:
    words = tuple(Word(text, text.startswith(settings.OTIUM_ADDRESS)) for text in bubble.words.split())
    note = _("Taken back: it never left") if bubble.is_taken_back else ""
    if bubble.held_until and not note:
        note = _("Arrives %(when)s, after quiet hours") % {"when": _when(bubble.held_until, phone)}
    at = "" if note else _when(bubble.at, phone)
    return Shown(words, bubble.subject, at, bubble.at.isoformat(), bubble.is_mine, note)


def _to(phone: Phone) -> str:
    """A number of North America as people there write it."""
    found = NUMBER.fullmatch(phone.to)
    return "({}) {}-{}".format(*found.groups()) if found else phone.to


def _when(at: datetime, phone: Phone) -> str:
    local: Any = at.astimezone(clock.zone(phone.practice))
    return f"{day(local.date())}, {hour(local)}"
