"""When a peer-to-peer or an appeal is over by itself: its last day has passed, and it was not held, or not filed.

Source: the days that the records hold, worked out when each was begun. An unknown last day never passes.
"""

from datetime import date

from otium.terms.prior_auth import AppealState, PeerToPeerState

TALK_AHEAD = (PeerToPeerState.OPEN, PeerToPeerState.ASKED, PeerToPeerState.SCHEDULED, PeerToPeerState.MISSED)
APPEAL_AT_HOME = (AppealState.DRAFT, AppealState.READY)


def is_talk_over(state: PeerToPeerState, *, until_on: date | None, slot_on: date | None, on: date) -> bool:
    """A time that the payer agreed to, later than its own last day, holds the talk open up to that day."""
    if state not in TALK_AHEAD or until_on is None:
        return False
    last = max(until_on, slot_on) if state is PeerToPeerState.SCHEDULED and slot_on else until_on
    return on > last


def is_appeal_over(state: AppealState, *, file_by: date | None, on: date) -> bool:
    return state in APPEAL_AT_HOME and file_by is not None and on > file_by
