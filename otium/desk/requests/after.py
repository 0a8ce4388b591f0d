"""What happens to a request after it left: taken back, acknowledged, cancelled, superseded, expired."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, outbox, settle
from otium.desk.actor import Actor
from otium.desk.requests import cancelling, moving, signing
from otium.desk.requests.heard import NOT_SENT
from otium.desk.requests.refusals import Refused
from otium.desk.requests.submitting import REQUEST
from otium.records.models import AuthorizationRequest, Parcel, RequestSending
from otium.terms.parcel import ParcelState
from otium.terms.prior_auth import RequestEvent, RequestState


@transaction.atomic
def take_back(*, request_id: UUID, by: Actor, at: datetime, why: str = "") -> AuthorizationRequest:
    """Undo the sending while it has not left, or was recorded in error: the request is ready again, a draft where
    nobody signed it.

    Raises Refused("", "packed_already") once a parcel of it is on its way: then nothing is taken back.
    """
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state != RequestState.SUBMITTED:
        raise Refused("", "does_not_follow")
    standing = _standing(request)
    for sending in standing:
        mark_taken_back(sending, by=by, at=at, why=why)
    moving.move(request, RequestEvent.TAKE_BACK, by=by, at=at, why=why, values=NOT_SENT)
    if signing.signed_packet(request) is None:
        moving.move(request, RequestEvent.REOPEN, by=by, at=at, why="was sent without a signature")
    for sending in standing:
        if sending.parcel_id:
            _withdraw(sending.parcel_id, by=by, at=at, why=why)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request taken back")
    return request


def _standing(request: AuthorizationRequest) -> list[RequestSending]:
    rows = RequestSending.objects.select_for_update(of=("self",)).filter(
        request=request, about=REQUEST, appeal=None, taken_back_at=None
    )
    return list(rows.order_by("-sent_at", "id"))


def _withdraw(parcel_id: UUID, *, by: Actor, at: datetime, why: str) -> None:
    try:
        outbox.recall(parcel_id, why=why or "request taken back", by=by, at=at)
    except outbox.NotNow:
        raise Refused("", "packed_already") from None


def mark_taken_back(sending: RequestSending, *, by: Actor, at: datetime, why: str) -> None:
    sending.taken_back_at = at
    sending.save(update_fields=["taken_back_at"])
    history.record(sending, "taken_back", by=by, at=at, after={"taken_back_at": at}, why=why)


@transaction.atomic
def acknowledge(
    *, request_id: UUID, by: Actor, at: datetime, on: date | None = None, reference: str = "", why: str = ""
) -> AuthorizationRequest:
    """The payer says that it has the request. `on` None: today. A second time changes nothing."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state == RequestState.ACKNOWLEDGED:
        return request
    today = clock.day(at, request.practice)
    if on is not None and on > today:
        raise Refused("on", "day_ahead")
    values = {"acknowledged_on": on or today, "reference": reference.strip() or request.reference}
    moving.move(request, RequestEvent.ACKNOWLEDGE, by=by, at=at, why=why, values=values)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request acknowledged")
    return request


@transaction.atomic
def cancel(*, request_id: UUID, why: str, by: Actor, at: datetime) -> AuthorizationRequest:
    """It is not asked for any more; why is kept. A payer that has it by 278 is told by 278, where it gave a number to
    cancel it under; any other is told by a person. Raises Refused."""
    if not why.strip():
        raise Refused("reason", "missing")
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state == RequestState.CANCELLED:
        return request
    if request.state in (RequestState.APPROVED, RequestState.MODIFIED):
        raise Refused("", "decided_already")  # an approval is given back by its authorization
    _withdraw_waiting(request, by=by, at=at)
    moving.move(request, RequestEvent.CANCEL, by=by, at=at, why=why.strip())
    cancelling.tell(request, by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request cancelled")
    return request


def _withdraw_waiting(request: AuthorizationRequest, *, by: Actor, at: datetime) -> None:
    """What has not left stays here; what has, is the payer's to be told of."""
    for sending in _standing(request):
        waits = Parcel.objects.filter(pk=sending.parcel_id, state=ParcelState.WAITING.value).exists()
        if waits:
            mark_taken_back(sending, by=by, at=at, why="request cancelled")
            outbox.withdraw(sending.parcel_id, why="request cancelled", by=by, at=at)


@transaction.atomic
def supersede(*, request_id: UUID, by_request_id: UUID, by: Actor, at: datetime) -> AuthorizationRequest:
    """Another request of the same patient takes its place."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    successor = moving.locked(by_request_id)
    if successor.patient_id != request.patient_id or successor.pk == request.pk:
        raise Refused("successor", "not_an_option")
    moving.move(request, RequestEvent.SUPERSEDE, by=by, at=at)
    moving.write(successor, {"supersedes_id": request.pk}, "supersedes", by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request superseded")
    return request


@transaction.atomic
def expire(*, request_id: UUID, by: Actor, at: datetime, why: str = "") -> AuthorizationRequest:
    """What it asked for is over, or what the payer wanted did not come in time."""
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = moving.locked(request_id)
    if request.state == RequestState.EXPIRED:
        return request
    moving.move(request, RequestEvent.EXPIRE, by=by, at=at, why=why)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="request expired")
    return request
