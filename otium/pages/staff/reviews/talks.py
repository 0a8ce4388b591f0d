"""The peer-to-peer desk: what is to be held by when, what could be begun, what came of the others by payer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import agenda, clock
from otium.desk.agenda import Place
from otium.desk.reviews import standing, terms
from otium.desk.reviews.loading import BESIDE, OF_REQUEST
from otium.desk.reviews.talks import RUNS, counted
from otium.pages import practices, present
from otium.pages.middleware import shown
from otium.pages.staff.reviews import present as shared
from otium.pages.words.reviews import OUTCOMES, TALKS
from otium.records.models import Appeal, AuthorizationRequest, PeerToPeer, Practice

MOST = 100
DISPUTABLE = ("denied", "modified", "pended")


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    patient: str
    payer: str
    asked: str
    tone: str
    state: str
    due: Any
    slot: str
    therapist: str
    risk: str
    step: str
    site: str
    site_name: str
    key: tuple[Any, ...]


@require_safe
def peer_to_peers(request: HttpRequest) -> HttpResponse:
    places = [place for place in practices.in_view(request) if not place.is_firm_office]
    here = agenda.places(places, request.at)
    running, until = _running(places), _offered(places, request)
    offered = list(until)
    risks = _risks(here, [*(each.request for each in running), *offered])
    rows = sorted((_row(each, here[each.practice_id], risks) for each in running), key=lambda row: row.key)
    begun = (_begun(each, here[each.practice_id], risks, until_on) for each, until_on in until.items())
    open_ = sorted(begun, key=lambda row: row.key)
    for each in [*(talk.request for talk in running), *offered]:
        shown(request, each.practice_id, each.patient_id)
    context = {
        "rows": rows,
        "first": rows[0] if rows else (open_[0] if open_ else None),
        "offered": open_,
        "counts": [{"payer": name or _("payer not known"), "count": count} for name, count in counted(places)],
        "shows_site": len(places) > 1,
        "may_work": bool(request.memberships) and any(
            shared.may(request, "peer_to_peer_open", place.pk) for place in places
        ),
    }  # fmt: skip
    return render(request, "reviews/talks.html", context)


def _running(places: list[Practice]) -> list[PeerToPeer]:
    """To be held, or held and not said what came of it."""
    rows = PeerToPeer.objects.filter(practice__in=places).select_related(*BESIDE, "therapist")
    open_ = list(rows.filter(state__in=RUNS).order_by("until_on", "id")[:MOST])
    return [*open_, *rows.filter(state="held", outcome__in=("", "unknown")).order_by("held_on", "id")[:MOST]]


def _offered(places: list[Practice], request: HttpRequest) -> dict[AuthorizationRequest, date | None]:
    """Denied, cut or pended requests that the payer still talks about and nobody has begun to, with its last day."""
    begun = PeerToPeer.objects.filter(practice__in=places).values("request_id")
    appealed = Appeal.objects.filter(practice__in=places).exclude(state="withdrawn").values("request_id")
    rows = AuthorizationRequest.objects.filter(practice__in=places, state__in=DISPUTABLE, coverage__isnull=False)
    rows = rows.filter(patient__is_active=True).exclude(pk__in=begun).exclude(pk__in=appealed)
    found = list(rows.select_related(*OF_REQUEST).order_by("-decided_on", "id")[:MOST])
    windows = terms.talk_windows(found, request.at)
    return {
        each: windows[each.pk].until_on
        for each in found
        if windows[each.pk].is_open and _is_recent(each, windows[each.pk], request)
    }


def _is_recent(of: AuthorizationRequest, window: terms.TalkWindow, request: HttpRequest) -> bool:
    """A last day that is not known does not keep old denials on the desk."""
    return window.until_on is not None or (
        of.decided_on is not None and (clock.day(request.at, of.practice) - of.decided_on).days <= 30
    )


def _risks(here: dict[UUID, Place], requests: list[AuthorizationRequest]) -> dict[UUID, Any]:
    by_practice: dict[UUID, set[UUID]] = defaultdict(set)
    for each in requests:
        by_practice[each.practice_id].add(each.patient_id)
    found: dict[UUID, Any] = {}
    for practice_id, patients in by_practice.items():
        place = here[practice_id]
        found |= standing.disputed(place.practice, patients, on=place.on)
    return found


def _row(talk: PeerToPeer, place: Place, risks: dict[UUID, Any]) -> Row:
    tone, word = TALKS[talk.state]
    slot = ""
    if talk.slot_at and talk.state == "scheduled":
        local = talk.slot_at.astimezone(clock.zone(place.practice))
        slot = f"{present.day(local.date(), place.on)}, {present.hour(local)}"
    steps = {"open": _("Set the time"), "asked": _("Set the time"), "missed": _("Set another time"),
             "scheduled": _("Record the talk"), "held": _("Record the outcome")}  # fmt: skip
    return Row(
        url=reverse("peer_to_peer", args=[talk.pk]),
        state=str(word if talk.state != "held" else OUTCOMES["unknown"][1]),
        tone=tone,
        slot=slot,
        therapist=talk.therapist.name if talk.therapist else "",
        step=steps[talk.state],
        key=(talk.slot_at is None, talk.until_on is None, talk.until_on or place.on, str(talk.pk)),
        **_about(talk.request, place, risks, talk.until_on),
    )


def _begun(of: AuthorizationRequest, place: Place, risks: dict[UUID, Any], until_on: date | None) -> Row:
    return Row(
        url=reverse("peer_to_peer_open", args=[of.pk]),
        state="", tone="", slot="", therapist=of.therapist.name if of.therapist else "",
        step=_("Ask for a peer-to-peer"),
        key=(until_on is None, until_on or place.on, str(of.pk)),
        **_about(of, place, risks, until_on),
    )  # fmt: skip


def _about(of: AuthorizationRequest, place: Place, risks: dict[UUID, Any], until_on: Any) -> dict[str, Any]:
    return {
        "patient": shared.name(of),
        "payer": of.coverage.payer.name if of.coverage else "",
        "asked": shared.asked(of, place.on),
        "due": present.due(until_on, on=place.on, days=place.days) if until_on else None,
        "risk": shared.at_risk(risks.get(of.pk, standing.NOTHING)),
        "site": place.practice.short,
        "site_name": place.practice.name,
    }
