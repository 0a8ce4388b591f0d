"""The states of an authorization request.

Source: X12 005010X217 HCR01: A1 approve, A2 and A6 modify, A3 deny, A4 pend, C cancel. A denial or reduction may be
overturned (peer-to-peer, appeal); a pended request may be pended again.
"""

from otium.terms.prior_auth import RequestEvent, RequestState

_S, _E = RequestState, RequestEvent
_OPEN = (_S.SUBMITTED, _S.ACKNOWLEDGED, _S.PENDED)  # with the payer, not decided
_DECISIONS = {
    _E.PEND: _S.PENDED,
    _E.APPROVE: _S.APPROVED,
    _E.MODIFY: _S.MODIFIED,
    _E.DENY: _S.DENIED,
    _E.CANCEL: _S.CANCELLED,
    _E.EXPIRE: _S.EXPIRED,
    _E.SUPERSEDE: _S.SUPERSEDED,
}
MOVES: dict[tuple[RequestState, RequestEvent], RequestState] = {
    **{(state, event): target for state in _OPEN for event, target in _DECISIONS.items()},
    (_S.DRAFT, _E.MAKE_READY): _S.READY,
    (_S.DRAFT, _E.SUBMIT): _S.SUBMITTED,  # sent outside Otium, and recorded here
    (_S.DRAFT, _E.CANCEL): _S.CANCELLED,
    (_S.DRAFT, _E.SUPERSEDE): _S.SUPERSEDED,
    (_S.READY, _E.REOPEN): _S.DRAFT,
    (_S.READY, _E.SUBMIT): _S.SUBMITTED,
    (_S.READY, _E.CANCEL): _S.CANCELLED,
    (_S.READY, _E.SUPERSEDE): _S.SUPERSEDED,
    (_S.SUBMITTED, _E.TAKE_BACK): _S.READY,
    (_S.SUBMITTED, _E.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.PENDED, _E.ANSWER): _S.ACKNOWLEDGED,
    (_S.APPROVED, _E.CANCEL): _S.CANCELLED,
    (_S.MODIFIED, _E.APPROVE): _S.APPROVED,
    (_S.MODIFIED, _E.CANCEL): _S.CANCELLED,
    (_S.DENIED, _E.APPROVE): _S.APPROVED,
    (_S.DENIED, _E.MODIFY): _S.MODIFIED,
    (_S.EXPIRED, _E.APPROVE): _S.APPROVED,  # late, but it came
    (_S.EXPIRED, _E.MODIFY): _S.MODIFIED,
    (_S.EXPIRED, _E.DENY): _S.DENIED,
}


class MoveRefusedError(ValueError):
    """A request in this state cannot take this event."""


def next_state(state: RequestState, event: RequestEvent) -> RequestState:
    """Raises MoveRefusedError for a pair that is not in MOVES."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise MoveRefusedError(f"an authorization request that is {state} cannot {event}") from None
