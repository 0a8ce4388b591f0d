"""What becomes of parcels that carry requests: one that never arrived brings its request back, to be sent again.

A 999 or TA1 says that a file could be read, not that the payer has taken up the request: it proves the sending and
moves nothing. The payer's own words acknowledge a request: a 278 (pended or decided), its portal, its representative.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.desk.requests import moving
from otium.desk.requests.arrived import has_arrived, has_failed
from otium.desk.requests.moving import LOADED
from otium.desk.reviews import heard as appeals_heard
from otium.records.models import (
    Acknowledgement,
    AuthorizationRequest,
    History,
    InboundFile,
    Practice,
    RequestSending,
    Transmission,
)
from otium.terms.prior_auth import RequestEvent, RequestState

NEVER_LEFT, ARRIVED = "never_left", "arrived_after_all"
REFUSED = "refused_unread"  # the payer's AAA, by desk.inbox.refused
PAPERS = "275"
CANCEL = "cancel"  # confirmed by the payer's own answer alone
KINDS = frozenset({"278", PAPERS, "fax"})
NOT_SENT = {"submitted_on": None, "submitted_at": None, "channel": "", "reference": "", "trace": ""}


def settle_parcels(practice: Practice, *, by: Actor, at: datetime, **about: Any) -> set[UUID]:
    """Requests and appeals whose sendings failed go back to ready, and forth again where one arrived after all; what
    arrived is confirmed. The patients to settle.

    `about` filters sendings. One query where none is concerned. Under the practice's lock, unless nothing failed.
    """
    rows = RequestSending.objects.filter(practice=practice, parcel__isnull=False, **about)
    found = list(rows.select_related("parcel__transmission").order_by("sent_at", "id"))
    appealed = appeals_heard.settle([each for each in found if each.appeal_id is not None], by=by, at=at)
    sendings = [each for each in found if each.appeal_id is None]
    standing = [each for each in sendings if each.taken_back_at is None]
    arrived = [each for each in sendings if has_arrived(each)]
    _confirm([each for each in arrived if each.confirmed_at is None and each.about != CANCEL], by=by, at=at)
    patients = _send_again([each for each in arrived if each.taken_back_at is not None], by=by, at=at)
    return appealed | patients | _bring_back([each for each in standing if has_failed(each)], by=by, at=at)


def of_transmission(row: Transmission, *, by: Actor, at: datetime) -> set[UUID]:
    """As `settle_parcels`, for what one transmission carries; no query for kinds that carry no requests."""
    if row.kind not in KINDS:
        return set()
    return settle_parcels(row.practice, by=by, at=at, parcel__transmission=row)


def settle_file(practice: Practice, file: InboundFile, *, by: Actor, at: datetime) -> set[UUID]:
    """As `settle_parcels`, for what a received file acknowledged."""
    told = Acknowledgement.objects.filter(practice=practice, inbound_file=file)
    transmissions = set(told.exclude(transmission=None).values_list("transmission_id", flat=True))
    if not transmissions:
        return set()
    return settle_parcels(practice, by=by, at=at, parcel__transmission_id__in=transmissions)


def _confirm(sendings: Iterable[RequestSending], *, by: Actor, at: datetime) -> None:
    for sending in sendings:
        sending.confirmed_at = at
        sending.save(update_fields=["confirmed_at"])
        history.record(sending, "confirmed", by=by, at=at, after={"confirmed_at": at})


def _bring_back(failed: list[RequestSending], *, by: Actor, at: datetime) -> set[UUID]:
    """A request that waits for nothing: its 278 or fax never arrived; or the payer still waits: what it wanted did not.

    Papers (275) failing alone change no state.
    """
    for sending in failed:
        sending.taken_back_at = at
        sending.save(update_fields=["taken_back_at"])
        history.record(sending, NEVER_LEFT, by=by, at=at, after={"taken_back_at": at})
    patients = set()
    for request in _requests(failed):
        about = {each.about for each in failed if each.request_id == request.pk}
        if request.state == RequestState.SUBMITTED and not _has_another(request, "request"):
            moving.move(request, RequestEvent.TAKE_BACK, by=by, at=at, why=NEVER_LEFT, values=NOT_SENT)
        elif request.state == RequestState.ACKNOWLEDGED and "answer" in about and not _has_another(request, "answer"):
            values = {"answered_on": None, "answer_by": _answer_by(request)}
            moving.move(request, RequestEvent.PEND, by=by, at=at, why=NEVER_LEFT, values=values)
        else:
            continue
        patients.add(request.patient_id)
    return patients


def _answer_by(request: AuthorizationRequest) -> date | None:
    """Until when the payer waits, as it stood before the answer was taken to have left."""
    rows = History.objects.filter(practice=request.practice, focus_id=request.pk, event=RequestEvent.ANSWER.value)
    before = rows.order_by("-at", "-id").values_list("before", flat=True).first() or {}
    return date.fromisoformat(before["answer_by"]) if before.get("answer_by") else None


def _send_again(arrived: list[RequestSending], *, by: Actor, at: datetime) -> set[UUID]:
    """What was given up as not sent and arrived after all: somebody had it tried once more.

    Not what the payer read and refused: that it could be read is no news then, in whatever order the two come.
    """
    patients = set()
    arrived = _without_refused(arrived)
    for request in _requests(arrived):
        mine = [each for each in arrived if each.request_id == request.pk and each.parcel.kind != PAPERS]
        sending = mine[-1]
        if sending.about != "request" or not moving.may(request, RequestEvent.SUBMIT):
            continue
        sending.taken_back_at = None
        sending.save(update_fields=["taken_back_at"])
        day = clock.day(sending.sent_at, request.practice)
        values = {"submitted_on": day, "submitted_at": sending.sent_at, "channel": sending.road,
                  "trace": sending.parcel.trace}  # fmt: skip
        moving.move(request, RequestEvent.SUBMIT, by=by, at=at, why=ARRIVED, values=values)
        patients.add(request.patient_id)
    return patients


def _without_refused(sendings: list[RequestSending]) -> list[RequestSending]:
    """One query, and none without sendings."""
    if not sendings:
        return []
    rows = History.objects.filter(
        practice_id=sendings[0].practice_id, focus_id__in=[each.pk for each in sendings], event=REFUSED
    )
    refused = set(rows.values_list("focus_id", flat=True))
    return [each for each in sendings if each.pk not in refused]


def _requests(sendings: list[RequestSending]) -> list[AuthorizationRequest]:
    """Those that the 278s and faxes among them carry, locked; none: no query."""
    keys = {each.request_id for each in sendings if each.parcel.kind != PAPERS}
    if not keys:
        return []
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.select_related(*LOADED).order_by("id"))


def _has_another(request: AuthorizationRequest, about: str) -> bool:
    rows = RequestSending.objects.filter(request=request, about=about, appeal=None, taken_back_at=None)
    return rows.exclude(parcel__kind=PAPERS).exists()
