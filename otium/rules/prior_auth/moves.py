"""The states of an authorization request.

Source: X12 005010X217 HCR01: A1 approve, A2 and A6 modify, A3 deny, A4 pend, C cancel. A denial or reduction may be
overturned (peer-to-peer, appeal); a pended request may be pended again.
"""

from otium.terms.prior_auth import RequestEvent, RequestState

MOVES: dict[tuple[RequestState, RequestEvent], RequestState] = {
    (RequestState.DRAFT, RequestEvent.SUBMIT): RequestState.SUBMITTED,
    (RequestState.DRAFT, RequestEvent.CANCEL): RequestState.CANCELLED,
    (RequestState.SUBMITTED, RequestEvent.PEND): RequestState.PENDED,
    (RequestState.SUBMITTED, RequestEvent.APPROVE): RequestState.APPROVED,
    (RequestState.SUBMITTED, RequestEvent.MODIFY): RequestState.MODIFIED,
    (RequestState.SUBMITTED, RequestEvent.DENY): RequestState.DENIED,
    (RequestState.SUBMITTED, RequestEvent.CANCEL): RequestState.CANCELLED,
    (RequestState.PENDED, RequestEvent.PEND): RequestState.PENDED,
    (RequestState.PENDED, RequestEvent.APPROVE): RequestState.APPROVED,
    (RequestState.PENDED, RequestEvent.MODIFY): RequestState.MODIFIED,
    (RequestState.PENDED, RequestEvent.DENY): RequestState.DENIED,
    (RequestState.PENDED, RequestEvent.CANCEL): RequestState.CANCELLED,
    (RequestState.APPROVED, RequestEvent.CANCEL): RequestState.CANCELLED,
    (RequestState.MODIFIED, RequestEvent.APPROVE): RequestState.APPROVED,
    (RequestState.MODIFIED, RequestEvent.CANCEL): RequestState.CANCELLED,
    (RequestState.DENIED, RequestEvent.APPROVE): RequestState.APPROVED,
    (RequestState.DENIED, RequestEvent.MODIFY): RequestState.MODIFIED,
}


class MoveRefusedError(ValueError):
    """A request in this state cannot take this event."""


def next_state(state: RequestState, event: RequestEvent) -> RequestState:
    """Raises MoveRefusedError for a pair that is not in MOVES."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise MoveRefusedError(f"an authorization request that is {state} cannot {event}") from None
