"""One request as plain values: facts left, packet right, what is missing, one thing to do. A fixed number of
queries."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import access, agenda, clock, packets
from otium.desk.packets import keeping
from otium.desk.requests import life as desk
from otium.desk.requests import signing, wire
from otium.pages import present
from otium.pages.staff.claims import lacks
from otium.pages.staff.claims.lacks import Said, Subjects
from otium.pages.staff.packets import present as packet_view
from otium.pages.staff.packets.present import PacketView
from otium.pages.staff.prior_auth import facts, lead, onward, proof, terms
from otium.pages.staff.prior_auth import ways as roads
from otium.pages.staff.prior_auth.forms import AcknowledgeForm, ExtensionForm, SendForm, WhyForm
from otium.pages.staff.prior_auth.pipeline import STARTS
from otium.pages.staff.prior_auth.present import asks
from otium.pages.words.lacks import LACKS
from otium.pages.words.requests import KINDS, STATES
from otium.records.models import (
    Appointment,
    AuthorizationRequest,
    AuthorizationUse,
    RequestPacket,
    Task,
)
from otium.terms.lack import Lack
from otium.terms.prior_auth import Road
from otium.terms.roads import RequestTerms

HOME, WITH_PAYER = ("draft", "ready"), ("submitted", "acknowledged")
VISITS = 6  # that wait, as shown


def head(asked: AuthorizationRequest, at: datetime) -> dict[str, Any]:
    """Whom, what and where it stands: the head of each page about it."""
    tone, word = STATES[asked.state]
    return {
        "patient": f"{asked.patient.first_name} {asked.patient.last_name}",
        "patient_url": reverse("patient", args=[asked.patient_id]),
        "payer": asked.coverage.payer.name if asked.coverage else "",
        "kind": str(KINDS[asked.kind]),
        "asks": asks(asked, clock.day(at, asked.practice)),
        "state": tone,
        "state_word": str(word),
    }


def page(
    request: HttpRequest, asked: AuthorizationRequest, refused: SendForm | None = None, why: desk.Refused | None = None
) -> dict[str, Any]:
    """`refused`: a form that was sent and could not be taken; `why`, with what the records lack."""
    on = clock.day(request.at, asked.practice)
    payer_terms = desk.terms_of(asked, request.at)
    task = _task(asked)
    packet = signing.newest_packet(asked)
    history, rows = proof.history_of(asked), proof.rows_of(asked)
    names = proof.names_of({each.by for each in history} | {each.sent_by for each in rows})
    works = may_work(request, asked)
    found = roads.ways(asked, desk.ways(asked, payer_terms), on, refused=refused, about=_about(asked)) if works else []
    missing = _missing(request, asked, payer_terms, why)
    return {
        "asked": asked,
        **head(asked, request.at),
        "due": _due(task, asked, request.at),
        "risk": _risk(task),
        "facts": [*facts.facts(asked, on), *terms.decides(asked, payer_terms, on)],
        "terms": terms.facts(payer_terms),
        "form_name": next((to.form for to in (payer_terms.roads if payer_terms else ()) if to.form), ""),
        "waiting": _waiting(asked, on),
        "before": terms.before(asked, on),
        "sendings": proof.sendings(asked, rows, names, on),
        "events": proof.events(asked, history, names, on),
        "missing": missing,
        "packet_row": _packet(packet, asked, on),
        "packet": _said_to_payer(asked, on, request.at),
        "request_id": asked.pk,
        "ledger_url": reverse("patient_authorizations", args=[asked.patient_id]),
        "hides_gaps": asked.state not in (*HOME, "pended"),
        "signature_url": reverse("signature", args=[asked.pk]),
        "may_sign": may(request, asked, "signature_sign") and asked.state == "draft",
        "may_change": works and asked.state in HOME,
        "undo": works and asked.state == "submitted",
        "acknowledge": AcknowledgeForm() if works and asked.state == "submitted" else None,
        "extension": _extension(asked, on) if works and asked.state in (*WITH_PAYER, "pended") else None,
        "cancel": WhyForm() if works and asked.state in (*HOME, *WITH_PAYER, "pended") else None,
        **_acts(asked, found, works),
    }


def _extension(asked: AuthorizationRequest, on: date) -> ExtensionForm:
    return ExtensionForm(on=on, initial={"announced_on": asked.extended_on, "until": asked.extended_until})


def may_work(request: HttpRequest, asked: AuthorizationRequest) -> bool:
    return may(request, asked, "request_send")


def may(request: HttpRequest, asked: AuthorizationRequest, door: str) -> bool:
    member = next((m for m in request.memberships if m.practice_id == asked.practice_id), None)
    return member is not None and access.may_enter(access.DOORS[door], member, asked.patient_id)


def _about(asked: AuthorizationRequest) -> str:
    return "answer" if asked.state == "pended" else "request"


def _acts(asked: AuthorizationRequest, found: list[roads.Way], works: bool) -> dict[str, Any]:
    """What there is to do, and by which ways."""
    links = onward.links(asked) if works else []
    sends = found if asked.state in ("ready", "pended") or (asked.state == "draft" and works) else []
    first = next((way for way in sends if way.is_first), None)
    return {
        "ways": sends,
        "ways_refused": any(way.form is not None and way.form.errors for way in sends),
        "first": first if asked.state in ("ready", "pended") else None,
        "lead": lead.of(asked, first),
        "links": links,
        "send_url": reverse("request_answer" if asked.state == "pended" else "request_send", args=[asked.pk]),
        "therapist": asked.therapist.name if asked.therapist else "",
    }


def _task(asked: AuthorizationRequest) -> Task | None:
    """The open task of the request; of one at home, the duty behind it. One query."""
    own = Q(focus_id=asked.pk)
    if asked.state in HOME:
        behind = asked.authorization_id if asked.kind == "renewal" else asked.coverage_id
        own |= Q(focus_id=behind, kind__in=STARTS)
    rows = Task.objects.filter(own, practice_id=asked.practice_id, state="open")
    return rows.order_by("due_on", "id").first()


def _due(task: Task | None, asked: AuthorizationRequest, at: datetime) -> present.Due | None:
    if task is None:
        return None
    place = agenda.place(asked.practice, at)
    return present.due(task.due_on, on=place.on, days=place.days)


def _risk(task: Task | None) -> str:
    if task is None:
        return ""
    count = int(task.at_risk.get("visits", 0))
    visits = ngettext("%(n)d visit", "%(n)d visits", count) % {"n": count} if count else ""
    return ", ".join(part for part in (present.money(task.dollars) if task.dollars else "", visits) if part)


def _waiting(asked: AuthorizationRequest, on: date) -> dict[str, Any]:
    """Booked visits that no authorization covers. Two queries."""
    if asked.state not in (*HOME, *WITH_PAYER, "pended"):
        return {}
    used = AuthorizationUse.objects.filter(practice_id=asked.practice_id).values("appointment_id")
    since = clock.instant(on, datetime.min.time(), asked.practice)
    rows = Appointment.objects.filter(patient_id=asked.patient_id, status="booked", starts_at__gte=since)
    waiting = rows.exclude(kind="evaluation").exclude(pk__in=used).order_by("starts_at", "id")
    days = [clock.day(at, asked.practice) for at in waiting.values_list("starts_at", flat=True)[: VISITS + 1]]
    if not days:
        return {}
    shown = [present.day(day, on) for day in days[:VISITS]]
    return {"first": shown[0], "days": shown, "more": len(days) > VISITS}


def _missing(
    request: HttpRequest, asked: AuthorizationRequest, found: RequestTerms | None, why: desk.Refused | None
) -> list[Said]:
    """What the records lack for a 278, where the payer takes one; what the desk refused to send, and why."""
    if asked.state not in HOME or asked.coverage is None:
        return []
    by_wire = found is not None and found.by(Road.X12) is not None
    lacking = why.lacks if why else wire.lacks(asked) if by_wire else ()
    subjects = Subjects(
        asked.practice_id, asked.practice.slug, asked.patient_id, asked.coverage_id, asked.coverage.payer_id,
        asked.episode_id, None, asked.therapist_id,
    )  # fmt: skip
    return [_said(lack, asked, subjects, request) for lack in lacking]


def _said(lack: Lack, asked: AuthorizationRequest, subjects: Subjects, request: HttpRequest) -> Said:
    if lack.on != "authorization_request":
        return lacks.said(lack, subjects, request)
    words = str(LACKS[lack.code]) % {"detail": lack.detail, "line": lack.line}
    return Said(words, lacks.place(lack), _("What it asks for"), reverse("request_change", args=[asked.pk]))


def _said_to_payer(asked: AuthorizationRequest, on: date, at: datetime) -> PacketView | None:
    """What goes to the payer: as it was signed once it left, else as the records say it now. None without coverage."""
    kept = keeping.signed(asked.pk) if asked.state not in HOME else None
    if kept is not None:
        return packet_view.shown(kept.packet, request=asked, on=on)
    try:
        return packet_view.shown(packets.compiled(asked.pk, at=at), request=asked, on=on)
    except packets.NoChartError:
        return None


def _packet(packet: RequestPacket | None, asked: AuthorizationRequest, on: date) -> dict[str, Any]:
    if packet is None or packet.signed_at is None:
        return {}
    day = present.day(clock.day(packet.signed_at, asked.practice), on)
    name = ", ".join(part for part in (packet.signer_name, packet.signer_credential) if part)
    return {"by": name, "day": day, "version": packet.version}
