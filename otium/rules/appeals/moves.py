"""The states of an appeal and of a peer-to-peer. Source: ours; a payer may take either late: EXPIRED still moves."""

from otium.terms.prior_auth import AppealState, PeerToPeerState
from otium.terms.reviews import AppealEvent, PeerToPeerEvent

_A, _E = AppealState, AppealEvent
_P, _T = PeerToPeerState, PeerToPeerEvent
MOVES: dict[tuple[AppealState, AppealEvent], AppealState] = {
    (_A.DRAFT, _E.MAKE_READY): _A.READY,
    (_A.DRAFT, _E.FILE): _A.FILED,  # filed outside Otium, and recorded here
    (_A.DRAFT, _E.WITHDRAW): _A.WITHDRAWN,
    (_A.DRAFT, _E.EXPIRE): _A.EXPIRED,
    (_A.READY, _E.REOPEN): _A.DRAFT,
    (_A.READY, _E.FILE): _A.FILED,
    (_A.READY, _E.WITHDRAW): _A.WITHDRAWN,
    (_A.READY, _E.EXPIRE): _A.EXPIRED,
    (_A.FILED, _E.TAKE_BACK): _A.READY,
    (_A.FILED, _E.ACKNOWLEDGE): _A.ACKNOWLEDGED,
    (_A.FILED, _E.DECIDE): _A.DECIDED,
    (_A.FILED, _E.WITHDRAW): _A.WITHDRAWN,
    (_A.ACKNOWLEDGED, _E.DECIDE): _A.DECIDED,
    (_A.ACKNOWLEDGED, _E.WITHDRAW): _A.WITHDRAWN,
    (_A.EXPIRED, _E.FILE): _A.FILED,  # late, with good cause
    (_A.EXPIRED, _E.WITHDRAW): _A.WITHDRAWN,
}
TALK_MOVES: dict[tuple[PeerToPeerState, PeerToPeerEvent], PeerToPeerState] = {
    (_P.OPEN, _T.ASK): _P.ASKED,
    (_P.OPEN, _T.SCHEDULE): _P.SCHEDULED,
    (_P.OPEN, _T.HOLD): _P.HELD,
    (_P.OPEN, _T.WITHDRAW): _P.WITHDRAWN,
    (_P.OPEN, _T.EXPIRE): _P.EXPIRED,
    (_P.ASKED, _T.ASK): _P.ASKED,
    (_P.ASKED, _T.SCHEDULE): _P.SCHEDULED,
    (_P.ASKED, _T.HOLD): _P.HELD,
    (_P.ASKED, _T.MISS): _P.MISSED,
    (_P.ASKED, _T.WITHDRAW): _P.WITHDRAWN,
    (_P.ASKED, _T.EXPIRE): _P.EXPIRED,
    (_P.SCHEDULED, _T.SCHEDULE): _P.SCHEDULED,  # moved
    (_P.SCHEDULED, _T.ASK): _P.SCHEDULED,  # a call before the slot
    (_P.SCHEDULED, _T.HOLD): _P.HELD,
    (_P.SCHEDULED, _T.MISS): _P.MISSED,
    (_P.SCHEDULED, _T.WITHDRAW): _P.WITHDRAWN,
    (_P.SCHEDULED, _T.EXPIRE): _P.EXPIRED,
    (_P.MISSED, _T.ASK): _P.ASKED,
    (_P.MISSED, _T.SCHEDULE): _P.SCHEDULED,
    (_P.MISSED, _T.HOLD): _P.HELD,
    (_P.MISSED, _T.WITHDRAW): _P.WITHDRAWN,
    (_P.MISSED, _T.EXPIRE): _P.EXPIRED,
    (_P.HELD, _T.LEARN): _P.HELD,
    (_P.EXPIRED, _T.HOLD): _P.HELD,  # the payer talked all the same
}


class ReviewRefusedError(ValueError):
    """An appeal or a peer-to-peer in this state cannot take this event."""


def next_appeal_state(state: AppealState, event: AppealEvent) -> AppealState:
    """Raises ReviewRefusedError for a pair that is not in MOVES."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise ReviewRefusedError(f"an appeal that is {state} cannot {event}") from None


def next_talk_state(state: PeerToPeerState, event: PeerToPeerEvent) -> PeerToPeerState:
    """Raises ReviewRefusedError for a pair that is not in TALK_MOVES."""
    try:
        return TALK_MOVES[state, event]
    except KeyError:
        raise ReviewRefusedError(f"a peer-to-peer that is {state} cannot {event}") from None
