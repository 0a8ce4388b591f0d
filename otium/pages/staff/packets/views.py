"""The clinician's inbox: what waits for a signature, read and signed one after the other."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otium.desk import access, clock, packets
from otium.desk.actor import Actor
from otium.desk.packets import keeping, pdf, reading, reasoning, signing, waiting, wording
from otium.desk.packets.signing import NotSigned
from otium.desk.reviews import unsigned
from otium.pages.middleware import shown
from otium.pages.practices import in_view
from otium.pages.staff.packets import inbox, present
from otium.pages.words.signatures import KINDS, REFUSED
from otium.records.models import AuthorizationRequest
from otium.terms.packet import Section


@require_safe
def signatures(request: HttpRequest) -> HttpResponse:
    """All that waits for this person, due first."""
    found = _waiting(request)
    letters = unsigned.of(in_view(request), request.user.pk, owns=_owned(request))
    for asked in (*(each.request for each in found), *(letter.request for letter in letters)):
        shown(request, asked.practice_id, asked.patient_id)
    return render(request, "packets/inbox.html", inbox.page(found, letters, at=request.at))


@require_safe
def signature(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request's packet, beside its sources; the reasoning below it; the signature at its end."""
    row = _find(request, request_id)
    return render(request, "packets/signature.html", _page(request, row))


@require_safe
def signature_pdf(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What goes to the payer: as it was signed; else as it stands, marked as a draft on every page."""
    row = _find(request, request_id)
    kept = keeping.newest(row.pk)
    try:
        made = pdf.of_signed(kept.row.pk) if kept and kept.is_signed else pdf.of_draft(row.pk, at=request.at)
    except packets.NoChartError:
        raise Http404("no packet") from None
    except pdf.CannotEnclose:
        messages.error(request, str(REFUSED["cannot_enclose"]))
        return HttpResponseRedirect(reverse("signature", args=[row.pk]))
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="request-{pdf.number_of(row.pk)}.pdf"',
                 "Cache-Control": "private, no-store"},
    )  # fmt: skip


@require_POST
def signature_sign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Signs what was shown, and leads to what waits next."""
    row = _find(request, request_id)
    if not _may(request, "signature_sign", row):
        return _refused(request, row, NotSigned("not_treating"))
    digest = request.POST.get("digest", "")
    try:
        signing.sign(request_id=row.pk, digest=digest, by=_who(request), at=request.at)
    except NotSigned as refused:
        return _refused(request, row, refused)
    following = _waiting(request)
    ready = next((w for w in following if w.is_complete), None)
    messages.success(request, inbox.signed(row.patient.first_name, following))
    if ready is None:
        return HttpResponseRedirect(reverse("signatures"))
    return HttpResponseRedirect(reverse("signature", args=[ready.request.pk]))


@require_POST
def signature_withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    row = _find(request, request_id)
    if not _may(request, "signature_withdraw", row):
        return _refused(request, row, NotSigned("not_treating"))
    kept = keeping.signed(row.pk)
    if kept is None:
        messages.error(request, str(REFUSED["not_signed"]))
        return _back(row)
    try:
        signing.withdraw(packet_id=kept.row.pk, why=request.POST.get("why", ""), by=_who(request), at=request.at)
    except NotSigned as refused:
        return _refused(request, row, refused)
    messages.success(request, _("The signature is withdrawn. The request is a draft again."))
    return _back(row)


@require_POST
def signature_write(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One section in the clinician's words; `accept` takes proposed wording as it stands."""
    row = _find(request, request_id)
    if not _may(request, "signature_write", row):
        return _refused(request, row, NotSigned("not_treating"))
    try:
        section = Section(request.POST.get("section", ""))
        if "accept" in request.POST:
            reasoning.accept(request_id=row.pk, section=section, by=_who(request), at=request.at)
        else:
            text = request.POST.get("text", "")
            reasoning.write(request_id=row.pk, section=section, text=text, by=_who(request), at=request.at)
    except ValueError:
        return _refused(request, row, NotSigned("not_editable"))
    except NotSigned as refused:
        return _refused(request, row, refused)
    messages.success(request, _("Kept. The packet says it."))
    return _back(row)


@require_POST
def signature_propose(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Asks the practice's wording service for one section; what it says is marked until somebody accepts it."""
    row = _find(request, request_id)
    if not _may(request, "signature_propose", row):
        return _refused(request, row, NotSigned("not_treating"))
    try:
        section = Section(request.POST.get("section", ""))
        wording.propose(request_id=row.pk, section=section, by=_who(request), at=request.at)
    except ValueError:
        return _refused(request, row, NotSigned("not_editable"))
    except NotSigned as refused:
        return _refused(request, row, refused)
    messages.success(request, _("Proposed. Read it, then accept, change or remove it."))
    return _back(row)


@require_POST
def signature_explain(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Why a gap cannot be filled: said to the payer instead."""
    row = _find(request, request_id)
    if not _may(request, "signature_explain", row):
        return _refused(request, row, NotSigned("not_treating"))
    gap, text = request.POST.get("gap", ""), request.POST.get("text", "")
    try:
        reasoning.explain(request_id=row.pk, gap=gap, text=text, by=_who(request), at=request.at)
    except NotSigned as refused:
        return _refused(request, row, refused)
    messages.success(request, _("Kept. The payer reads why."))
    return _back(row)


def _page(request: HttpRequest, row: AuthorizationRequest) -> dict[str, Any]:
    on = clock.day(request.at, row.practice)
    context: dict[str, Any] = {
        "request_id": row.pk,
        "number": pdf.number_of(row.pk),
        "kind": KINDS[row.kind],
        "name": f"{row.patient.first_name} {row.patient.last_name}",
        "first_name": row.patient.first_name,
        "patient_id": row.patient_id,
        "payer": row.coverage.payer.name if row.coverage else "",
        "may_write": _may(request, "signature_write", row) and row.state in signing.SIGNABLE,
    }
    try:
        packet = packets.compiled(row.pk, at=request.at)
    except packets.NoChartError:
        return context | {"packet": None}
    kept = keeping.signed(row.pk)
    changes, stands = reading.changes(kept, packet), reading.stands(kept, packet)
    return context | {
        "packet": present.shown(packet, request=row, on=on),
        "editable": present.editable(packet, row),
        "may_propose": wording.agreement(row.practice) is not None,
        "signed": inbox.signature(kept, row) if kept else None,
        "changes": present.changed(changes) if kept and row.state in signing.SIGNABLE else (),
        "stands": stands,
        "may_sign": _may(request, "signature_sign", row) and row.state in signing.SIGNABLE and not stands,
        "may_withdraw": _may(request, "signature_withdraw", row) and kept is not None
        and row.state in ("draft", "ready"),
        "minutes": inbox.minutes_of(packet),
        "others": inbox.others(_waiting(request), row.pk) if _may(request, "signature_sign", row) else None,
    }  # fmt: skip


def _waiting(request: HttpRequest) -> list[waiting.Waiting]:
    return waiting.of(in_view(request), request.user.pk, owns=_owned(request))


def _owned(request: HttpRequest) -> list[UUID]:
    return [m.practice_id for m in request.memberships if m.role == "owner"]


def _find(request: HttpRequest, request_id: UUID) -> AuthorizationRequest:
    """Raises Http404 for a request that this person may not see."""
    rows = AuthorizationRequest.objects.select_related("patient", "practice", "coverage__payer", "therapist")
    row = rows.filter(pk=request_id).first()
    if row is None:
        raise Http404("no such request")
    shown(request, row.practice_id, row.patient_id)
    return row


def _may(request: HttpRequest, door: str, row: AuthorizationRequest) -> bool:
    member = next((m for m in request.memberships if m.practice_id == row.practice_id), None)
    return member is not None and access.may_enter(access.DOORS[door], member, row.patient_id)


def _who(request: HttpRequest) -> Actor:
    return Actor.person(request.user.pk)


def _refused(request: HttpRequest, row: AuthorizationRequest, refused: NotSigned) -> HttpResponse:
    messages.error(request, str(REFUSED[refused.code]))
    return _back(row)


def _back(row: AuthorizationRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("signature", args=[row.pk]))
