"""The ways that a person walks: the portal's worksheet, the script of a call, the fax or letter as a PDF."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.packets import keeping
from otium.desk.requests import faxing
from otium.desk.requests import life as desk
from otium.desk.requests import worksheet as sheets
from otium.desk.requests.worksheet import Blank
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.prior_auth import one, views
from otium.pages.staff.prior_auth.forms import SendForm
from otium.pages.words.gaps import SECTIONS as PACKET_SECTIONS
from otium.pages.words.requests import KINDS, PLACES, REFUSED
from otium.pages.words.worksheets import BLANKS, SECTIONS, YES_NO
from otium.records.models import AuthorizationRequest
from otium.terms.packet import Origin, Packet, Section
from otium.terms.prior_auth import Road

AT_HOME = ("draft", "ready")
TYPED = (Section.REQUEST, Section.PATIENT, Section.PROVIDER, Section.DIAGNOSIS)  # fields of their own above


@dataclass(frozen=True, slots=True)
class Line:
    """`copied` is what the button puts on the clipboard: as forms take it, without words of ours."""

    name: Any
    value: str
    copied: str


@dataclass(frozen=True, slots=True)
class Part:
    title: Any
    lines: list[Line]


@require_safe
def worksheet(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Every field of the payer's form, in its order, each with a button that copies it."""
    found = _asked(request, request_id)
    terms = desk.terms_of(found, request.at)
    to = terms.by(Road.PORTAL) if terms else None
    parts: dict[str, Part] = {}
    for blank in sheets.blanks(found, terms):
        title = SECTIONS.get(blank.section.value, blank.section.value)
        parts.setdefault(blank.section.value, Part(title, [])).lines.append(line(blank))
    told = keeping.signed(found.pk)
    context = _context(request, found, Road.PORTAL) | {
        "texts": _texts(told.packet) if told else [],
        "parts": list(parts.values()), "form_name": to.form if to else "", "address": to.destination if to else "",
    }  # fmt: skip
    return render(request, "prior_auth/worksheet.html", context)


@require_safe
def script(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What to say on the phone, and no more than that."""
    found = _asked(request, request_id)
    terms = desk.terms_of(found, request.at)
    to = terms.by(Road.CALL) if terms else None
    context = _context(request, found, Road.CALL) | {
        "lines": [line(blank) for blank in sheets.spoken(found)],
        "number": (to.destination if to else "") or found.coverage.payer.phone,
    }  # fmt: skip
    return render(request, "prior_auth/script.html", context)


@require_safe
def fax(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Cover and signed packet as one PDF, to be looked at, printed or faxed by hand."""
    found = _asked(request, request_id)
    terms = desk.terms_of(found, request.at)
    to = terms.by(Road.FAX) if terms else None
    about = "answer" if found.state == "pended" else "request"
    try:
        document = faxing.paper(found, to=to.destination if to else "", about=about, at=request.at)
    except desk.Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
        return HttpResponseRedirect(reverse("request", args=[found.pk]))
    name = f"request-{faxing.short(found)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


def _asked(request: HttpRequest, request_id: UUID) -> AuthorizationRequest:
    found = views.find(request_id)
    shown(request, found.practice_id, found.patient_id)
    if found.coverage is None:
        raise Http404("this request names no coverage")
    return found


def _context(request: HttpRequest, found: AuthorizationRequest, road: Road) -> dict[str, Any]:
    on = clock.day(request.at, found.practice)
    may_send = found.state in AT_HOME and one.may_work(request, found)
    form = SendForm(road=road, is_sent=False, on=on, version=desk.version_of(found)) if may_send else None
    return {"asked": found, "form": form, "gone": found.state not in AT_HOME, **one.head(found, request.at)}


def line(blank: Blank) -> Line:
    value = blank.value
    if blank.code == "kind":
        return Line(BLANKS["kind"], str(KINDS[value]), str(KINDS[value]))
    if blank.code == "urgent":
        return Line(BLANKS["urgent"], str(YES_NO[str(value)]), str(YES_NO[str(value)]))
    if blank.code == "rhythm" and value:
        words = _rhythm(str(value))
        return Line(BLANKS["rhythm"], words, words)
    if blank.code == "place_code":
        return Line(BLANKS["place_code"], str(dict(PLACES).get(str(value), value)), str(value))
    if isinstance(value, date):
        return Line(BLANKS[blank.code], present.full_day(value), f"{value:%m/%d/%Y}")
    text = ", ".join(value) if isinstance(value, tuple) else str(value or "")
    return Line(BLANKS[blank.code], text, text)


def _texts(packet: Packet) -> list[Line]:
    """What the packet says, section by section, for the boxes of a form that take words."""
    found = []
    for each in packet.sections:
        text = " ".join(statement.text for statement in each.statements if statement.origin is not Origin.PROPOSED)
        if text and each.section not in TYPED:
            found.append(Line(PACKET_SECTIONS[each.section], text, text))
    return found


def _rhythm(text: str) -> str:
    per_week, _x, weeks = text.split(" ")
    return _("%(per_week)s a week for %(weeks)s weeks") % {"per_week": per_week, "weeks": weeks}
