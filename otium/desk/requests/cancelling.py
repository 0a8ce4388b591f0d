"""A payer that has a request by wire is told so that it is cancelled: a 278 with UM02 3 under the payer's number."""

from datetime import datetime

from otium.desk import history, outbox
from otium.desk.actor import Actor
from otium.desk.outbox import roads
from otium.desk.requests import wire
from otium.desk.requests.arrived import has_failed
from otium.desk.requests.refusals import Refused
from otium.records.models import AuthorizationRequest, RequestSending
from otium.terms.parcel import ParcelState
from otium.terms.prior_auth import Road

CANCEL = "cancel"


def has_left(request: AuthorizationRequest) -> bool:
    """Whether a payer may have it: something of it left, by whatever road, and was not taken back. One query."""
    rows = RequestSending.objects.filter(request=request, about="request", appeal=None, taken_back_at=None)
    return rows.exclude(parcel__state=ParcelState.WAITING.value).exists()


def tell(request: AuthorizationRequest, *, by: Actor, at: datetime) -> RequestSending | None:
    """The 278 that cancels it, posted once. None where it did not go by wire, the payer gave no number to cancel it
    under, or no 278 leaves any more: then a person tells the payer."""
    known = told(request)
    if known is not None:
        return known
    if not _went_by_wire(request) or not request.reference or not _is_served(request):
        return None
    try:
        letter = wire.cancellation(request, RequestSending.objects.filter(request=request).count() + 1, at)
    except Refused:  # the records lack what a 278 must say; the page shows that the payer is still to be told
        return None
    parcel = outbox.post(request.practice, letter, by=by, at=at)
    row = RequestSending.objects.create(
        practice=request.practice, request=request, about=CANCEL, road=Road.X12.value, sent_at=at, sent_by=by.name,
        parcel=parcel,
    )  # fmt: skip
    history.record(row, "sent", by=by, at=at, after={"about": CANCEL, "road": Road.X12.value, "kind": parcel.kind})
    return row


def told(request: AuthorizationRequest) -> RequestSending | None:
    """The newest 278 that cancels it and was not lost on its way."""
    rows = RequestSending.objects.filter(request=request, about=CANCEL, taken_back_at=None)
    return rows.select_related("parcel__transmission").order_by("-sent_at", "id").first()


def _went_by_wire(request: AuthorizationRequest) -> bool:
    rows = RequestSending.objects.filter(request=request, about="request", appeal=None, taken_back_at=None)
    sent = rows.filter(parcel__kind=wire.REVIEW).exclude(parcel__state=ParcelState.WAITING.value)
    return any(not has_failed(each) for each in sent.select_related("parcel__transmission"))


def _is_served(request: AuthorizationRequest) -> bool:
    ids = request.coverage.payer.payer_ids if request.coverage else []
    return bool(ids) and roads.connection_for(request.practice, wire.REVIEW, ids[0]) is not None
