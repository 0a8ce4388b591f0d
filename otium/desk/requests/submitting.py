"""A request leaves: by wire or fax out of Otium, or by portal, phone or letter, which a person records here.

Sent once: the practice's lock is held, the state moves with the sending, and each parcel has the sending's number.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, outbox, settle, spoken
from otium.desk.actor import Actor
from otium.desk.requests import drafting, faxing, moving, signing, terms, wire
from otium.desk.requests.refusals import Refused
from otium.desk.requests.terms import Way
from otium.records.models import AuthorizationRequest, Call, Parcel, RequestSending
from otium.rules import notices
from otium.terms.prior_auth import RequestEvent, RequestState, Road

REQUEST, ANSWER = "request", "answer"
SENT = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED)
NOON = time(12)
DAYS_BACK = 365  # a sending that is recorded later than this is another year's


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a sending that Otium did not do. `sent_on` None: today."""

    sent_on: date | None = None
    reference: str = ""  # what the payer gave
    said_by: str = ""  # who took it, on the phone
    destination: str = ""  # a fax number that is not on file
    note: str = ""


NOTHING_TOLD = Told()


@transaction.atomic
def submit(
    *, request_id: UUID, road: Road, by: Actor, at: datetime, told: Told = NOTHING_TOLD, version: str = ""
) -> RequestSending:
    """The sending; the one there is where it left by this road already. Raises Refused and writes nothing.

    `version` (drafting.version_of): what the person saw; empty skips that check.
    """
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if RequestState(request.state) in SENT:
        return _again(request, road)
    if version and version != drafting.version_of(request):
        raise Refused("", "changed_meanwhile")
    if not moving.may(request, RequestEvent.SUBMIT):
        raise Refused("", "does_not_follow")
    way = _way(request, road, at)
    if _is_ours(way, told):
        sending = _send(request, way, REQUEST, told, by=by, at=at)
        _move(request, sending, by=by, at=at)
    else:
        sending = record_sent(request, way.road, told, by=by, at=at)
        called(sending, told, by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request sent")
    return sending


@transaction.atomic
def answer(
    *, request_id: UUID, road: Road, by: Actor, at: datetime, told: Told = NOTHING_TOLD, version: str = ""
) -> RequestSending:
    """What the payer wanted has left: a pended request waits for its decision again. Raises Refused."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state != RequestState.PENDED:
        raise Refused("", "nothing_wanted")
    if version and version != drafting.version_of(request):
        raise Refused("", "changed_meanwhile")
    way = _way(request, road, at)
    if way.road is Road.FAX and _is_ours(way, told):
        sending = _send(request, way, ANSWER, told, by=by, at=at)
        _move_answered(request, sending, by=by, at=at)
    else:
        sending = record_answered(request, way.road, told, by=by, at=at)
        called(sending, told, by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="records sent")
    return sending


def record_sent(request: AuthorizationRequest, road: Road, told: Told, *, by: Actor, at: datetime) -> RequestSending:
    """A person sent it: the sending with the packet as it was signed, and the request moved. The one way to say so.

    The caller holds the practice's lock and settles. Raises Refused.
    """
    if not moving.may(request, RequestEvent.SUBMIT):
        raise Refused("", "does_not_follow")
    sending = _record(request, road, REQUEST, told, by=by, at=at)
    _move(request, sending, by=by, at=at)
    return sending


def record_answered(
    request: AuthorizationRequest, road: Road, told: Told, *, by: Actor, at: datetime
) -> RequestSending:
    """As `record_sent`, for what the payer wanted of a pended request."""
    if request.state != RequestState.PENDED:
        raise Refused("", "nothing_wanted")
    sending = _record(request, road, ANSWER, told, by=by, at=at)
    _move_answered(request, sending, by=by, at=at)
    return sending


def called(sending: RequestSending, told: Told, *, by: Actor, at: datetime) -> Call | None:
    """The call by which it was submitted, among the calls with this payer; None for another road."""
    if sending.road != Road.CALL.value:
        return None
    about = _("Asked for authorization") if sending.about == REQUEST else _("Answered what the payer wanted")
    return spoken.note(
        sending.request.coverage_id, " ".join(part for part in (f"{about}.", told.note.strip()) if part),
        called_at=sending.sent_at, said_by=told.said_by, reference=told.reference, by=by, at=at,
    )  # fmt: skip


def standing(request: AuthorizationRequest, about: str = REQUEST) -> RequestSending | None:
    """The newest sending that was not taken back."""
    rows = RequestSending.objects.filter(request=request, about=about, appeal=None, taken_back_at=None)
    return rows.select_related("parcel__transmission").exclude(parcel__kind=wire.PAPERS).order_by("-sent_at").first()


def _again(request: AuthorizationRequest, road: Road) -> RequestSending:
    """The button was pressed twice, or somebody else was faster."""
    known = standing(request)
    if known is None or known.road != road:
        raise Refused("", "left_already")
    return known


def _way(request: AuthorizationRequest, road: Road, at: datetime) -> Way:
    found = terms.ways(request, terms.terms_of(request, at))
    way = next((each for each in found if each.road is road), None)
    if way is None and request.coverage is not None and road in (Road.FAX, Road.PORTAL):
        way = terms.by_hand(road)
    if way is None:
        raise Refused("road", "not_an_option")
    if not way.is_open:
        raise Refused("road", way.lack or "road_closed")
    return way


def _is_ours(way: Way, told: Told) -> bool:
    """A sending that was done already is recorded, whatever could have sent it."""
    return way.is_sent and told.sent_on is None


def _send(
    request: AuthorizationRequest, way: Way, about: str, told: Told, *, by: Actor, at: datetime
) -> RequestSending:
    """Post it. What leaves must be signed: a draft that is not is refused."""
    packet = signing.signed_packet(request)
    if about == REQUEST and packet is None:
        raise Refused("", "not_signed")
    number = RequestSending.objects.filter(request=request).count() + 1
    if way.road is Road.X12:
        written = wire.write(request, at)
        parcels = [outbox.post(request.practice, each, by=by, at=at) for each in wire.letters(request, written, number)]
        made = [_row(request, Road.X12, about, at, by, parcel=each, packet=packet) for each in parcels]
        return made[0]
    to = told.destination.strip() or way.to.destination
    try:
        letter = faxing.letter(request, number, to=to, about=about, at=at)
        parcel = outbox.post_notice(request.practice, letter, by=by, at=at)
    except notices.NoticeRefusedError as refused:
        raise Refused("destination", refused.refusal.value) from None
    return _row(request, Road.FAX, about, at, by, parcel=parcel, packet=packet, destination=to)


def _record(
    request: AuthorizationRequest, road: Road, about: str, told: Told, *, by: Actor, at: datetime
) -> RequestSending:
    """Somebody did it: on the day they say, with the number that the payer gave."""
    on = clock.day(at, request.practice)
    sent_on = told.sent_on or on
    if sent_on > on:
        raise Refused("sent_on", "day_ahead")
    if (on - sent_on).days > DAYS_BACK:
        raise Refused("sent_on", "day_unreadable")
    noon = clock.instant(sent_on, NOON, request.practice)
    sent_at = at if sent_on == on else noon
    note = " ".join(part for part in (told.said_by.strip(), told.note.strip()) if part)
    return _row(
        request, road, about, sent_at, by, told_at=at, packet=signing.signed_packet(request), note=note,
        reference=told.reference.strip(), destination=told.destination.strip(),
        confirmed_at=at if told.reference.strip() else None,
    )  # fmt: skip


def _row(
    request: AuthorizationRequest, road: Road, about: str, sent_at: datetime, by: Actor,
    *, told_at: datetime | None = None, **more: object,
) -> RequestSending:  # fmt: skip
    """`told_at`: when a person said that it was sent; None: it was sent right now."""
    row = RequestSending.objects.create(
        practice=request.practice,
        request=request,
        about=about,
        road=road.value,
        sent_at=sent_at,
        sent_by=by.name,
        **more,
    )
    parcel = more.get("parcel")
    told = {"about": about, "road": road.value, "kind": parcel.kind if isinstance(parcel, Parcel) else ""}
    history.record(row, "sent", by=by, at=told_at or sent_at, after=told)
    return row


def _move(request: AuthorizationRequest, sending: RequestSending, *, by: Actor, at: datetime) -> None:
    values = {
        "channel": sending.road,
        "submitted_on": clock.day(sending.sent_at, request.practice),
        "submitted_at": sending.sent_at,
        "reference": sending.reference,
        "trace": sending.parcel.trace if sending.parcel else "",
    }
    moving.move(request, RequestEvent.SUBMIT, by=by, at=at, why=sending.road, values=values)


def _move_answered(request: AuthorizationRequest, sending: RequestSending, *, by: Actor, at: datetime) -> None:
    values = {"answered_on": clock.day(sending.sent_at, request.practice), "answer_by": None}
    moving.move(request, RequestEvent.ANSWER, by=by, at=at, why=sending.road, values=values)
