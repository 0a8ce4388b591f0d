"""A message that a person sends once more from Traffic: of a request or an appeal it is another sending of the same.

What was given up as not sent has left again. What the practice gave up, changed, or sent otherwise since does not: the
old message would say something that holds no more.
"""

from datetime import datetime

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.desk.requests import moving
from otium.desk.requests.heard import CANCEL, PAPERS
from otium.desk.requests.moving import LOADED
from otium.desk.reviews import heard as appeals_heard
from otium.records.models import AuthorizationRequest, Parcel, RequestSending
from otium.terms.prior_auth import RequestEvent, RequestState

EVENTS = {"request": RequestEvent.SUBMIT, "answer": RequestEvent.ANSWER}
AGAIN = "resent"
CLOSED, SENT_OTHERWISE = "request_closed", "sent_otherwise"
WITH_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED)


class MayNotLeave(Exception):
    """`code` names the sentence: request_closed, request_changed, sent_otherwise."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sending_of(parcel: Parcel) -> RequestSending | None:
    """What it carries, under the practice's lock; None where it carries no request and no appeal."""
    rows = RequestSending.objects.select_for_update(of=("self",)).filter(practice=parcel.practice, parcel=parcel)
    return rows.select_related("parcel", "packet", "appeal__practice", "appeal__request").first()


def check(sending: RequestSending) -> None:
    """Raises MayNotLeave where sending it once more would tell the payer what holds no more, or tell it twice."""
    if sending.appeal is not None:
        if not appeals_heard.may_leave_again(sending):
            raise MayNotLeave(SENT_OTHERWISE)
        return
    if sending.packet is not None and sending.packet.withdrawn_at is not None and sending.about != CANCEL:
        raise MayNotLeave("request_changed")
    request = _request(sending)
    if sending.about == CANCEL:
        is_open = request.state == RequestState.CANCELLED
    elif sending.about == "request":
        is_open = request.state in (RequestState.READY, *WITH_PAYER, RequestState.PENDED)
    else:
        is_open = request.state in (RequestState.PENDED, *WITH_PAYER)
    if not is_open:
        raise MayNotLeave(CLOSED)
    if sending.taken_back_at is not None and sending.parcel.kind != PAPERS and _others(sending):
        raise MayNotLeave(SENT_OTHERWISE)


def _others(sending: RequestSending) -> bool:
    """Whether another sending of the same stands: it left otherwise since."""
    rows = RequestSending.objects.filter(request_id=sending.request_id, about=sending.about, appeal=None)
    return rows.filter(taken_back_at=None).exclude(pk=sending.pk).exclude(parcel__kind=PAPERS).exists()


def tie(sending: RequestSending, made: Parcel, *, by: Actor, at: datetime) -> None:
    """The new parcel is a sending of its own; a request or an appeal that came back moves forth again."""
    again = RequestSending.objects.create(
        practice_id=sending.practice_id, request_id=sending.request_id, appeal_id=sending.appeal_id,
        packet_id=sending.packet_id, about=sending.about, road=sending.road, sent_at=at, sent_by=by.name,
        destination=sending.destination, parcel=made,
    )  # fmt: skip
    history.record(again, AGAIN, by=by, at=at, after={"about": again.about, "road": again.road, "kind": made.kind})
    if sending.appeal is not None:
        appeals_heard.left_again(sending, by=by, at=at)
        return
    event = EVENTS.get(sending.about)
    if event is None or made.kind == PAPERS or sending.taken_back_at is None:
        return
    request = _request(sending)
    if not moving.may(request, event):
        return
    day = clock.day(at, request.practice)
    submitted = {"submitted_on": day, "submitted_at": at, "channel": sending.road, "trace": made.trace}
    values = submitted if event is RequestEvent.SUBMIT else {"answered_on": day, "answer_by": None}
    moving.move(request, event, by=by, at=at, why=AGAIN, values=values)


def _request(sending: RequestSending) -> AuthorizationRequest:
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).select_related(*LOADED)
    return rows.get(pk=sending.request_id)
