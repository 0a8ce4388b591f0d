"""Apply a 278 response: the request moves, an approval becomes an authorization. Asked and approved stay apart."""

from datetime import date, datetime
from typing import Any

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.inbox import authorizing, refused
from otium.desk.inbox.asked import request_of
from otium.desk.inbox.authorizing import Received
from otium.desk.inbox.outcome import Applied
from otium.records.models import Authorization, AuthorizationRequest, Coverage, History, InboundFile, Practice
from otium.rules import decision as rules
from otium.rules import prior_auth
from otium.rules.decision import Line
from otium.terms.auth_decision import AuthDecision
from otium.terms.prior_auth import RequestEvent, RequestState

DECIDED = (RequestState.APPROVED, RequestState.MODIFIED, RequestState.DENIED)
GRANTING = (RequestEvent.APPROVE, RequestEvent.MODIFY)
TOLD = ("state", "approved", "decided_on", "reason", "answer_by", "authorization_id")


def apply(
    practice: Practice, file: InboundFile, decision: AuthDecision, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    """Move the request the decision is about and write what was approved; unmatched when it cannot be."""
    event_level = decision.event
    segment = event_level.segment if event_level else 1
    if event_level is None:
        sent_back = refused.apply(practice, file, decision, by=by, at=at)
        return sent_back or Applied("unmatched", "278", segment, "no_event", coverage.patient_id)
    event = rules.event_of(decision)
    if event is None:
        sent_back = refused.apply(practice, file, decision, by=by, at=at)
        if sent_back is not None:
            return sent_back
        return Applied("unmatched", "278", segment, "no_decision", coverage.patient_id)
    lines = rules.lines_of(decision)
    if event in GRANTING and not rules.number_of(decision):
        return Applied("unmatched", "278", segment, "no_number", coverage.patient_id)
    request = request_of(practice, decision, coverage, event)
    event = rules.after_asking(event, request.requested if request else None, lines)
    received = Received(practice, file, decision, coverage, by, at)
    return _write(received, request, event, lines, segment)


def _write(
    received: Received, request: AuthorizationRequest | None, event: RequestEvent, lines: list[Line], segment: int
) -> Applied:
    patient_id = received.coverage.patient_id
    if request and _is_decided_since(request, received.decision, event):
        return Applied("nothing_new", "278", segment, "decided_since", patient_id)
    target = _state_after(request, event)
    if target is None:
        return Applied("unmatched", "278", segment, "does_not_follow", patient_id)
    if request and request.state == target and _is_on_file(received, request, event):
        return Applied("nothing_new", "278", segment, "decision_on_file", patient_id)
    authorization = None
    if event in GRANTING:
        authorization = authorizing.authorize(received, lines, request)
        if authorization is None:
            return Applied("unmatched", "278", segment, "contradicts_number", patient_id)
    elif event is RequestEvent.CANCEL:
        authorization = authorizing.cancel(received, request)
    row = _move(received, request, event, _values(received, target, event, authorization, lines))
    says = {"state": row.state, "approved": row.approved}
    return Applied("applied", "278", segment, "", patient_id, "authorizationrequest", row.pk, says)


def _is_decided_since(request: AuthorizationRequest, decision: AuthDecision, event: RequestEvent) -> bool:
    """True when the request holds a decision that came after this one: files arrive out of order."""
    if event is RequestEvent.PEND and request.state in DECIDED:
        return True
    return bool(decision.answered_on and request.decided_on and decision.answered_on < request.decided_on)


def _is_on_file(received: Received, request: AuthorizationRequest, event: RequestEvent) -> bool:
    """True when this decision was written before, in other bytes. A later pending or a new number is news."""
    number = rules.number_of(received.decision)
    if event in GRANTING:
        return authorizing.standing(received, number).exists()
    if event is RequestEvent.CANCEL:
        return not (number and authorizing.standing(received, number).exists())
    if event is RequestEvent.PEND:
        trail = History.objects.filter(practice=received.practice, focus_id=request.pk, event=event.value)
        return trail.filter(after__contains=history.plain(_asked_for(received))).exists()
    return True


def _asked_for(received: Received) -> dict[str, Any]:
    """What makes one pending this one and no other."""
    decision = received.decision
    return {
        "reason": rules.reason_codes(decision),
        "answer_by": rules.answer_by(decision),
        "answered_on": decision.answered_on,
    }


def _values(
    received: Received, target: str, event: RequestEvent, authorization: Authorization | None, lines: list[Line]
) -> dict[str, Any]:
    """The fields of the request that this decision sets. A cancelled one keeps what had been approved."""
    decided_on: date | None = received.decision.answered_on or received.on
    values: dict[str, Any] = {
        "state": target,
        "decided_on": None if event is RequestEvent.PEND else decided_on,
        "inbound_file": received.file,
        "reason": rules.reason_codes(received.decision),
    }
    if event is not RequestEvent.CANCEL:
        values["approved"] = rules.total_of(lines) if event in GRANTING else None
    if event is RequestEvent.PEND:
        values["answer_by"] = rules.answer_by(received.decision)
    if authorization:
        values["authorization"] = authorization
    return values


def _move(
    received: Received, request: AuthorizationRequest | None, event: RequestEvent, values: dict[str, Any]
) -> AuthorizationRequest:
    before = {} if request is None else _told(request)
    row = _unasked(received) if request is None else request
    if received.trace and not row.trace:
        values = {**values, "trace": received.trace}
    for name, value in values.items():
        setattr(row, name, value)
    if request is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=list(values))
    after = _told(row) | {"answered_on": received.decision.answered_on}
    history.record(row, event.value, by=received.by, at=received.at, before=before, after=after)
    return row


def _told(request: AuthorizationRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in TOLD}


def _unasked(received: Received) -> AuthorizationRequest:
    """A request that was made outside Otium; what was asked stays unknown."""
    return AuthorizationRequest(
        practice=received.practice,
        patient_id=received.coverage.patient_id,
        coverage=received.coverage,
        kind="renewal" if rules.is_renewal(received.decision) else "initial",
        channel="x12",
    )


def _state_after(request: AuthorizationRequest | None, event: RequestEvent) -> str | None:
    """The state the request moves to; the same again for a repeated decision; None when it cannot follow."""
    start = RequestState(request.state) if request else RequestState.SUBMITTED
    try:
        return prior_auth.next_state(start, event).value
    except prior_auth.MoveRefusedError:
        repeated = prior_auth.next_state(RequestState.SUBMITTED, event)
        return repeated.value if request and request.state == repeated else None
