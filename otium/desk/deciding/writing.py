"""Write a decision: the request moves, an approval becomes an authorization. Asked and approved stay apart."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from otium.desk import history
from otium.desk.deciding import authorizing
from otium.desk.deciding.heard import Heard, asked_of
from otium.records.models import Authorization, AuthorizationRequest, History
from otium.rules import deciding as rules
from otium.rules import prior_auth
from otium.rules.deciding import GRANTING
from otium.terms.prior_auth import RequestEvent, RequestKind, RequestState, Road

DECIDED = (RequestState.APPROVED, RequestState.MODIFIED, RequestState.DENIED)
TOLD = ("state", "approved", "decided_on", "reason", "answer_by", "authorization_id", "follows_id", "pended_on",
        "wanted", "document_id", "inbound_file_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """`state`: applied, nothing_new or unmatched; `cause` says why not: a code of the words of files that wait."""

    state: str
    cause: str = ""
    request: AuthorizationRequest | None = None
    event: RequestEvent | None = None
    authorization: Authorization | None = None


def write(heard: Heard, request: AuthorizationRequest | None) -> Written:
    """The request is locked, or None where it was made outside Otium: then it is made, and what was asked is unknown.

    Writing the same again changes nothing; nor does a decision older than the one on file.
    """
    event = rules.event_of(heard.decision, asked_of(request))
    if request and _is_decided_since(request, heard, event):
        return Written("nothing_new", "decided_since", request, event)
    target = _state_after(request, event)
    if target is None:
        return Written("unmatched", "does_not_follow", request, event)
    is_same_again = request and (request.state == target or event is RequestEvent.PEND)  # pended, and answered since
    if request and is_same_again and _is_on_file(heard, request, event):
        return Written("nothing_new", "decision_on_file", request, event)
    if request is None and heard.decision.adds is not None and _is_said_already(heard, event):
        return Written("nothing_new", "decision_on_file", request, event)
    authorization = None
    if event in GRANTING:
        authorization = authorizing.authorize(heard, request)
        if authorization is None:
            return Written("unmatched", "contradicts_number", request, event)
    elif event is RequestEvent.CANCEL:
        authorization = authorizing.cancel(heard, request)
    before = request.authorization if request and request.state in authorizing.GRANTED else None
    row = _move(heard, request, event, _values(heard, request, target, event, authorization))
    if event in GRANTING:
        authorizing.came_of(heard, row, before, authorization)
    return Written("applied", "", row, event, authorization)


def _is_decided_since(request: AuthorizationRequest, heard: Heard, event: RequestEvent) -> bool:
    """True when the request holds a decision that came after this one: files arrive out of order."""
    if event is RequestEvent.PEND and request.state in DECIDED:
        return True
    said_on = heard.decision.decided_on
    return bool(said_on and request.decided_on and said_on < request.decided_on)


def _is_on_file(heard: Heard, request: AuthorizationRequest, event: RequestEvent) -> bool:
    """True when this decision was written before, in other bytes. A later pending or a new number is news.

    So is what a person says of a number on file: that it allows more, or other days; not when they say it twice.
    """
    number = heard.decision.number
    if event in GRANTING:
        if heard.decision.adds is not None:
            return _is_in_trail(heard, request, event, _granted_as(heard, request) | _added(heard))
        return authorizing.is_as_said(heard) or _is_in_trail(heard, request, event, _granted_as(heard, request))
    if event is RequestEvent.CANCEL:
        return not (number and authorizing.standing(heard, number).exists())
    if event is RequestEvent.PEND:
        return _is_in_trail(heard, request, event, _asked_for(heard))
    return True


def _is_in_trail(heard: Heard, request: AuthorizationRequest, event: RequestEvent, said: dict[str, Any]) -> bool:
    """True when the request's history holds this event with these values."""
    trail = History.objects.filter(practice=heard.practice, focus_id=request.pk, event=event.value)
    return trail.filter(after__contains=history.plain(said)).exists()


def _is_said_already(heard: Heard, event: RequestEvent) -> bool:
    """The same of a request that nobody here knows: the form was handed in twice."""
    ids = AuthorizationRequest.objects.filter(practice=heard.practice, patient_id=heard.patient_id).values("pk")
    trail = History.objects.filter(practice=heard.practice, focus_id__in=ids, event=event.value)
    return trail.filter(after__contains=history.plain(_granted_as(heard, None) | _added(heard))).exists()


def _granted_as(heard: Heard, request: AuthorizationRequest | None) -> dict[str, Any]:
    """What makes one approval this one and no other; extended since, its number says something else now."""
    decision = heard.decision
    approved = rules.granted_of(decision, asked_of(request))
    return {"approved": approved, "reason": decision.reason, "answered_on": decision.decided_on,
            "number": decision.number}  # fmt: skip


def _added(heard: Heard) -> dict[str, Any]:
    """What a person says that the number on file has become."""
    decision = heard.decision
    return {"adds": decision.adds, "starts_on": decision.starts_on, "ends_on": decision.ends_on}


def _asked_for(heard: Heard) -> dict[str, Any]:
    """What makes one pending this one and no other."""
    decision = heard.decision
    return {"reason": decision.reason, "answer_by": decision.answer_by, "answered_on": decision.decided_on}


def _values(
    heard: Heard,
    request: AuthorizationRequest | None,
    target: str,
    event: RequestEvent,
    authorization: Authorization | None,
) -> dict[str, Any]:
    """The fields of the request that this decision sets. A cancelled one keeps what had been approved."""
    decision = heard.decision
    said_on: date = decision.decided_on or heard.on
    values: dict[str, Any] = {
        "state": target,
        "decided_on": None if event is RequestEvent.PEND else said_on,
        "inbound_file": heard.file,
        "reason": decision.reason,
    }
    if event is not RequestEvent.CANCEL:
        granted = rules.granted_of(decision, asked_of(request))
        values["approved"] = granted if event in GRANTING else None
    if event is RequestEvent.PEND:
        values |= {"answer_by": decision.answer_by, "pended_on": said_on, "wanted": list(decision.wanted)}
    if authorization:
        values["authorization"] = authorization
        if request and request.state not in authorizing.GRANTED and request.authorization_id != authorization.pk:
            values["follows"] = request.authorization  # what it renewed is kept beside what it became
    if decision.road is Road.X12 and decision.reference and request is not None and not request.reference:
        values["reference"] = decision.reference  # REF NT: under which it is asked after, or cancelled
    if heard.document is not None:
        values["document"] = heard.document
    return values


def _move(
    heard: Heard, request: AuthorizationRequest | None, event: RequestEvent, values: dict[str, Any]
) -> AuthorizationRequest:
    before = {} if request is None else _told(request)
    row = _unasked(heard) if request is None else request
    if heard.decision.trace and not row.trace:
        values = {**values, "trace": heard.decision.trace}
    for name, value in values.items():
        setattr(row, name, value)
    if request is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=list(values))
    said = {
        "answered_on": heard.decision.decided_on,
        "road": heard.decision.road.value,
        "number": heard.decision.number,
    }
    after = _told(row) | said | (_added(heard) if heard.decision.adds is not None else {})
    history.record(row, event.value, by=heard.by, at=heard.at, before=before, after=after)
    return row


def _told(request: AuthorizationRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in TOLD}


def _unasked(heard: Heard) -> AuthorizationRequest:
    """A request that was made outside Otium; what was asked stays unknown."""
    return AuthorizationRequest(
        practice=heard.practice,
        patient_id=heard.patient_id,
        coverage=heard.coverage,
        kind=(RequestKind.RENEWAL if heard.decision.is_renewal else RequestKind.INITIAL).value,
        channel=heard.decision.road.value,
    )


def _state_after(request: AuthorizationRequest | None, event: RequestEvent) -> str | None:
    """The state the request moves to; the same again for a repeated decision; None when it cannot follow.

    A decision on a request that is still at home shows that it was sent outside Otium.
    """
    start = RequestState(request.state) if request else RequestState.SUBMITTED
    if start in (RequestState.DRAFT, RequestState.READY) and event is not RequestEvent.CANCEL:
        start = prior_auth.next_state(start, RequestEvent.SUBMIT)
    try:
        return prior_auth.next_state(start, event).value
    except prior_auth.MoveRefusedError:
        repeated = prior_auth.next_state(RequestState.SUBMITTED, event)
        return repeated.value if request and request.state == repeated else None
