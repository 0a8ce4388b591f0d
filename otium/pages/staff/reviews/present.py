"""Plain values that both kinds of pages share: whom, what was asked, who carries the risk, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import access, agenda, clock
from otium.desk.agenda import Place
from otium.desk.reviews.loading import BESIDE, OF_REQUEST
from otium.desk.reviews.standing import Disputed
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.words.reviews import CARE, CERTAINTIES, RISKS
from otium.records.models import Appeal, AuthorizationRequest, History, PeerToPeer, Staff
from otium.terms.payers import Ground

LAST_EVENTS = 30


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value with what it rests on."""

    name: str
    value: str
    source: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Care:
    treat: str
    risk: str
    tone: str
    bearer: str
    ask_by: str
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    iso: str
    day: str
    title: str
    what: str
    who: str


def find_talk(request: HttpRequest, talk_id: UUID) -> PeerToPeer:
    """Raises Http404 for one that this request may not see."""
    row = PeerToPeer.objects.select_related(*BESIDE, "therapist", "call").filter(pk=talk_id).first()
    return _seen(request, row)


def find_appeal(request: HttpRequest, appeal_id: UUID) -> Appeal:
    """Raises Http404 for one that this request may not see."""
    return _seen(request, Appeal.objects.select_related(*BESIDE, "document").filter(pk=appeal_id).first())


def find_request(request: HttpRequest, request_id: UUID) -> AuthorizationRequest:
    """Raises Http404 for one that this request may not see."""
    row = AuthorizationRequest.objects.select_related(*OF_REQUEST).filter(pk=request_id).first()
    if row is None:
        raise Http404("no such request")
    shown(request, row.practice_id, row.patient_id)
    return row


def _seen(request: HttpRequest, row: Any) -> Any:
    if row is None:
        raise Http404("not found")
    shown(request, row.practice_id, row.request.patient_id)
    return row


def may(request: HttpRequest, door: str, practice_id: UUID) -> bool:
    return any(m.practice_id == practice_id and access.relation_of(access.DOORS[door], m.role)
               for m in request.memberships)  # fmt: skip


def place_of(row: Any, at: datetime) -> Place:
    return agenda.place(row.practice, at)


def head(of: AuthorizationRequest) -> dict[str, Any]:
    """Whom a page is about: name, payer, and where each is shown."""
    return {
        "patient": name(of),
        "patient_url": reverse("patient", args=[of.patient_id]),
        "payer": of.coverage.payer.name if of.coverage else _("payer not known"),
        "request_url": request_url(of),
    }


def name(of: AuthorizationRequest) -> str:
    return f"{of.patient.first_name} {of.patient.last_name}"


def request_url(of: AuthorizationRequest) -> str:
    """The request's own page; its place on the patient's page where there is none."""
    try:
        return reverse("request", args=[of.pk])
    except NoReverseMatch:
        return reverse("patient", args=[of.patient_id]) + f"#authorization-request-{of.pk}"


def asked(of: AuthorizationRequest, on: date) -> str:
    """12 visits asked for, 6 approved, decided Nov 20."""
    parts = []
    if of.requested is not None:
        parts.append(ngettext("%(n)d visit asked for", "%(n)d visits asked for", of.requested) % {"n": of.requested})
    if of.state == "denied":
        parts.append(_("denied"))
    elif of.approved is not None:
        parts.append(_("%(n)d approved") % {"n": of.approved})
    if of.decided_on:
        parts.append(_("decided %(day)s") % {"day": present.short_day(of.decided_on, on)})
    return ", ".join(parts)


def at_risk(found: Disputed) -> str:
    """3 booked visits, $300."""
    if not found.visits:
        return _("no booked visit hangs on it")
    counted = ngettext("%(n)d booked visit", "%(n)d booked visits", found.visits) % {"n": found.visits}
    money = present.money(found.at_risk.amount) or _("dollars unknown")
    return f"{counted}, {money}"


def care(found: Disputed, on: date) -> Care:
    treat, risk = CARE[found.care.code]
    tone, bearer = RISKS[found.care.risk.value]
    return Care(
        treat=str(treat),
        risk=str(risk),
        tone=tone,
        bearer=str(bearer),
        ask_by=present.day(found.care.ask_by, on) if found.care.ask_by else "",
        source=source(found.care.ground),
    )


def source(ground: Ground) -> str:
    """What a rule rests on, and how sure that is."""
    return f"{ground.source} ({CERTAINTIES[ground.certainty]})"


def events(row: Any, words: dict[str, Any], on: date) -> list[Event]:
    """What happened to it, newest first. Two queries."""
    rows = list(
        History.objects.filter(practice_id=row.practice_id, focus_id=row.pk).order_by("-at", "-id")[:LAST_EVENTS]
    )
    names = staff_names(each.by for each in rows)
    zone = clock.zone(row.practice)
    return [
        Event(
            iso=each.at.astimezone(zone).isoformat(),
            day=present.short_day(each.at.astimezone(zone).date(), on),
            title=present.full_day(each.at.astimezone(zone).date()),
            what=str(words[each.event]) + (f": {each.why}" if each.why else ""),
            who=names.get(each.by, _("Otium")),
        )
        for each in rows
    ]


def staff_names(people: Iterable[str]) -> dict[str, str]:
    """By id as text; automations have no name here."""
    ids = {text for text in people if len(text) == len(str(UUID(int=0)))}
    return {str(key): named for key, named in Staff.objects.filter(pk__in=ids).values_list("id", "name")}
