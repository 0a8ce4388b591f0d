"""Asking a payer for a talk by fax: one page that names no patient, with the times at which our clinician is free."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, outbox
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.outbox import roads
from otium.desk.outbox.posting import Letter
from otium.desk.requests import faxing
from otium.desk.requests.faxing import Heading
from otium.desk.reviews import loading, slots
from otium.records.models import Parcel, PeerToPeer
from otium.rules import notices
from otium.terms.notice import Notice
from otium.terms.parcel import ParcelState, TransmissionState, Verdict
from otium.terms.reviews import PeerToPeerEvent
from otium.wires.paper.letters import CannotSetError

FOCUS, FAXED = "peertopeer", "faxed"
TWICE = timedelta(minutes=10)  # within these the same press


@transaction.atomic
def fax(*, talk_id: UUID, to: str, by: Actor, at: datetime) -> Parcel:
    """The page, on its way; the one that is already where it was pressed twice. The talk counts as asked for.

    Raises Refused and posts nothing without a number, without a fax service, or where the talk is not ahead any more.
    """
    row = loading.talk(talk_id)
    before = list(parcels(row))
    if before and before[0].made_at > at - TWICE and not has_failed(before[0]):
        return before[0]
    if not to.strip():
        raise Refused("destination", "recipient_missing")
    if roads.connection_for(row.practice, faxing.FAX, "") is None:
        raise Refused("", "no_fax_connection")
    try:
        parcel = outbox.post_notice(row.practice, _letter(row, to.strip(), len(before) + 1, at), by=by, at=at)
    except notices.NoticeRefusedError as refused:
        raise Refused("destination", refused.refusal.value) from None
    tried = {"at": at.isoformat(), "by": by.name, "result": FAXED, "note": to.strip(), "call": None}
    on = loading.day(row.request, at)
    loading.move_talk(
        row, PeerToPeerEvent.ASK, by, at, attempts=[*row.attempts, tried], asked_on=row.asked_on or on
    )  # fmt: skip
    loading.settled(row.request, by, at, "peer-to-peer asked for by fax")
    return parcel


def parcels(row: PeerToPeer) -> list[Parcel]:
    """The faxes that asked for this talk, newest first."""
    rows = Parcel.objects.filter(practice=row.practice, focus_type=FOCUS, focus_id=row.pk)
    return list(rows.select_related("transmission").order_by("-made_at", "id"))


def has_failed(parcel: Parcel) -> bool:
    if parcel.verdict == Verdict.ACCEPTED:
        return False
    refused = parcel.transmission is not None and parcel.transmission.state == TransmissionState.FAILED
    return parcel.verdict == Verdict.REJECTED or parcel.state == ParcelState.WITHDRAWN or refused


def _letter(row: PeerToPeer, to: str, number: int, at: datetime) -> Letter:
    request = row.request
    about = Heading(_("Peer-to-peer asked for"), request.reference or request.trace, _words(row, at))
    try:
        page = faxing.cover(request, about, to=to, pages=1, at=at)
    except CannotSetError:
        raise Refused("", "letter_unset") from None
    body = Notice(to=to, attachment=page, attachment_name=f"peer-to-peer-{faxing.short(request)}.pdf")
    return Letter(
        key=f"fax {FOCUS} {row.pk} {number}", kind=faxing.FAX, body=body, patient_id=request.patient_id,
        focus=(FOCUS, row.pk),
    )  # fmt: skip


def _words(row: PeerToPeer, at: datetime) -> str:
    """Who wants to talk, about which decision, when."""
    therapist = row.therapist
    name = ", ".join(part for part in (therapist.name, therapist.credential) if part) if therapist else ""
    who = name or _("The treating therapist")
    said = [_("%(who)s asks for a talk with your reviewer about the decision under your number.") % {"who": who}]
    zone = clock.zone(row.practice)
    free = slots.free(therapist.pk, row.practice, at=at, until_on=row.until_on) if therapist else []
    times = [f"{each.astimezone(zone):%m/%d/%Y %I:%M %p}" for each in free]
    if times:
        said.append(_("Free at: %(times)s.") % {"times": "; ".join(times)})
    return " ".join(said)
