"""One peer-to-peer: until when, what may be said, the next step; the brief as PDF."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import clock
from otium.desk.outbox import roads
from otium.desk.requests.faxing import FAX
from otium.desk.reviews import asking, briefs, slots, standing, terms
from otium.desk.reviews.briefs import Sayable
from otium.pages import links, present
from otium.pages.staff.reviews import present as shared
from otium.pages.staff.reviews.forms import HoldForm, LearnForm, SlotForm, TalkFaxForm, TryForm, WhyForm
from otium.pages.staff.reviews.present import Sourced, may, place_of
from otium.pages.words.reviews import (
    BASES,
    LIMITED,
    OUTCOMES,
    TALK_EVENTS,
    TALKS,
    TRIES,
    UNSURE,
    WINDOWS,
)
from otium.records.models import PeerToPeer, Therapist

AHEAD = ("open", "asked", "scheduled", "missed")
UNSAID = ("", "unknown")


@require_safe
def peer_to_peer(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    return page(request, shared.find_talk(request, talk_id))


@require_safe
def brief(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """The page for the phone, on paper."""
    row = shared.find_talk(request, talk_id)
    return HttpResponse(
        briefs.pdf(row, request.at),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="peer-to-peer-{str(row.pk)[:8]}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def page(request: HttpRequest, row: PeerToPeer, **refused: Any) -> HttpResponse:
    """`refused`: a form that was sent and refused, by its name."""
    of, place = row.request, place_of(row, request.at)
    on = place.on
    found = standing.disputed(row.practice, [of.patient_id], on=on).get(of.pk, standing.NOTHING)
    tone, word = TALKS[row.state]
    is_ahead = row.state in AHEAD
    awaits = row.state == "held" and (row.outcome in UNSAID or (of.state == "denied" and row.outcome != "upheld"))
    works = may(request, "peer_to_peer_hold", row.practice_id)
    told = briefs.sayable(row, request.at)
    context = {
        **shared.head(of),
        "talk": row,
        "tone": tone,
        "state": word,
        "outcome": OUTCOMES.get(row.outcome) if row.state == "held" else None,
        "due": present.due(row.until_on, on=on, days=place.days) if row.until_on and is_ahead else None,
        "slot": _slot(row),
        "asked": shared.asked(of, on),
        "risk": shared.at_risk(found),
        "care": shared.care(found, on),
        "facts": _facts(row, request.at),
        "may_say": told.sections,
        "basis": BASES[told.basis],
        "warning": _warning(told),
        "reasons": briefs.answered(of.reason),
        "tries": _tries(row),
        "fax": _fax(row, on),
        "events": shared.events(row, TALK_EVENTS, on),
        "is_ahead": is_ahead,
        "awaits": awaits,
        "may_work": works,
        "may_print": may(request, "peer_to_peer_brief", row.practice_id),
        "forms": _forms(row, request.at, on, is_ahead=is_ahead, awaits=awaits, refused=refused) if works else {},
        "open": next(iter(refused), _first(row.state)),
        "call_url": links.source("call", str(row.call_id) if row.call_id else None, "", of.patient_id),
        "appeals": row.state == "withdrawn" or row.outcome in ("upheld", "partly"),
    }
    return render(request, "reviews/talk.html", context)


def _first(state: str) -> str:
    """Which form is the next step."""
    return {"open": "slot", "asked": "slot", "missed": "slot", "scheduled": "hold", "held": "learn"}.get(state, "")


def _forms(
    row: PeerToPeer, at: datetime, on: date, *, is_ahead: bool, awaits: bool, refused: dict[str, Any]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if is_ahead:
        payer = row.request.coverage.payer if row.request.coverage else None
        made = {
            "try": TryForm(number=payer.phone if payer else ""),
            **({"fax": TalkFaxForm()} if roads.connection_for(row.practice, FAX, "") else {}),
            "slot": slot_form(row, at, on),
            "hold": HoldForm(on=on),
            "miss": WhyForm(prefix="miss", label=_("What happened?")),
            "withdraw": WhyForm(prefix="withdraw", label=_("Why is it not held?")),
        }
    elif awaits:
        made = {"learn": LearnForm(on=on, outcome=row.outcome)}
    return made | refused


def slot_form(row: PeerToPeer, at: datetime, on: date, data: Any = None) -> SlotForm:
    people = list(Therapist.objects.filter(practice=row.practice).order_by("name", "id"))
    chosen = row.therapist or (people[0] if people else None)
    free = slots.free(chosen.pk, row.practice, at=at, until_on=row.until_on) if chosen else []
    zone = clock.zone(row.practice)
    return SlotForm(
        data,
        on=on,
        free=[(each.isoformat(), _moment(each.astimezone(zone), on)) for each in free],
        therapists=[(str(each.pk), f"{each.name}, {each.credential}".rstrip(", ")) for each in people],
        therapist=str(chosen.pk) if chosen else "",
    )


def _moment(local: datetime, on: date) -> str:
    return f"{present.day(local.date(), on)}, {present.hour(local)}"


def _slot(row: PeerToPeer) -> str:
    if row.slot_at is None or row.state != "scheduled":
        return ""
    local = row.slot_at.astimezone(clock.zone(row.practice))
    return f"{present.full_day(local.date())}, {present.hour(local)}"


def _facts(row: PeerToPeer, at: datetime) -> list[Sourced]:
    """The payer's terms, each with what it rests on."""
    window = terms.talk_window(row.request, at)
    found = terms.terms_of(row.request, clock.day(at, row.practice))
    listed = [Sourced(_("When"), str(WINDOWS[window.why]), shared.source(window.ground))]
    if window.until_at:
        hour = f"{present.full_day(window.until_at.date())}, {present.hour(window.until_at)}"
        listed.append(Sourced(_("By the hour"), hour, shared.source(window.ground)))
    if found is None:
        return listed
    talk = found.peer_to_peer
    said = [
        ("takes_new_facts", _("New facts"), {True: _("count"), False: _("do not count")}.get(talk.takes_new_facts, "")),
        ("may_withdraw", _("Withdrawing the request instead"),
         {True: _("is allowed, so that no denial stands"), False: _("is not allowed")}.get(talk.may_withdraw, "")),
        ("attempts", _("They try"), _("%(n)d times, then it counts as missed") % {"n": talk.attempts}
         if talk.attempts else ""),
        ("who", _("Who must speak"), talk.who),
    ]  # fmt: skip
    for key, title, value in said:
        ground = found.ground_of(f"peer_to_peer.{key}")
        if value and ground:
            listed.append(Sourced(title, value, shared.source(ground)))
    return listed


def _warning(told: Sayable) -> str:
    if told.is_limited:
        return str(LIMITED)
    return str(UNSURE) if told.basis == "sent" else ""


def _fax(row: PeerToPeer, on: date) -> str:
    """What is wrong with the newest fax that asked for it; empty for nothing, or where a time is set."""
    found = asking.parcels(row) if row.state in ("asked", "missed") else []
    if not found or not asking.has_failed(found[0]):
        return ""
    said = _("The fax of %(day)s to %(number)s did not arrive. Check the number and fax it again, or call.")
    made_on = clock.day(found[0].made_at, row.practice)
    return said % {"day": present.day(made_on, on), "number": found[0].addressee}


def _tries(row: PeerToPeer) -> list[dict[str, str]]:
    zone, names = clock.zone(row.practice), shared.staff_names(each["by"] for each in row.attempts)
    return [
        {
            "when": _moment(datetime.fromisoformat(each["at"]).astimezone(zone), row.opened_on),
            "result": str(TRIES[each["result"]]),
            "note": each.get("note", ""),
            "who": names.get(each["by"], _("Otium")),
            "url": links.source("call", each.get("call"), "", row.request.patient_id),
        }
        for each in row.attempts
    ]
