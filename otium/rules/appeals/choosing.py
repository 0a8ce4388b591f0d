"""Whose law a review is under, and which level comes next. The track is the payer's (rules/prior_auth/roads)."""

from datetime import date
from decimal import Decimal

from otium.rules.appeals import clocks
from otium.rules.appeals.tracks import TrackBook
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AppealOutcome
from otium.terms.reviews import AppealLevel, Filer

STATE_LENGTH = 2


def state_of(payer_key: str, injury_state: str) -> str:
    """Whose law a work injury is under: its claim's state, else that of the payer's own rules. Empty: unknown."""
    if injury_state:
        return injury_state.upper()
    head, _, tail = payer_key.rpartition("_")
    return tail.upper() if head == PayerType.WORKERS_COMP.value and len(tail) == STATE_LENGTH else ""


def next_level(
    book: TrackBook, level: AppealLevel, outcome: AppealOutcome, *, on: date, amount: Decimal | None
) -> AppealLevel | None:
    """The level after this one that is open; None where the denial was overturned, or nothing comes after.

    A level whose least amount the dispute does not reach is not open. Where the amount is not known it is.
    """
    if outcome is AppealOutcome.OVERTURNED:
        return None
    after = book.level(level.track, level.level + 1, on, level.state)
    if after is None or clocks.reaches(after, amount, on) is False:
        return None
    return after


def opens(level: AppealLevel) -> bool:
    """Whether Otium begins it by itself: it holds the day; a person files it, or lets it go with a reason."""
    return level.opens_by_itself or level.filer is Filer.PAYER
