"""When Otium asks a payer by itself where an answer is wanted: at once, later, or not at all: then a person must.

Source: our own promise (no inquiry twice for one cause; a payer that is down is asked again, not hammered). AAA03 42
and 80 say to try later. Certainty: by definition.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otium.rules.eligibility.checks import PAYER_IS_DOWN
from otium.terms.coverage import CheckStatus

WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))  # after each answer that it is down, in turn
MOST_A_DAY = len(WAITS) + 1  # inquiries about one coverage, whoever asked
A_PERSONS_TIME = timedelta(days=7)  # what came to nothing is asked again by itself when nobody looked so long
NEW_CAUSES = frozenset({"check_before_denial"})  # what may have come after today's answer
TODAY_OR_TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AskedSoFar:
    """What is known of one coverage's inquiries and answers. `today`: inquiries made on the practice's day."""

    today: int = 0
    is_out: bool = False  # one waits for its answer
    ended_at: datetime | None = None  # when the newest was made that ended without any answer: withdrawn, refused
    status: CheckStatus | None = None  # of the newest answer
    reject_code: str = ""
    answered_at: datetime | None = None


def ask_from(cause: str, so_far: AskedSoFar, at: datetime) -> datetime | None:
    """The instant from which the payer is asked; None: a person must look. `cause`: the code of the task's reason."""
    if so_far.is_out or so_far.today >= MOST_A_DAY:
        return None
    if so_far.status is CheckStatus.REJECTED:
        return _after_a_reject(so_far, at)
    if so_far.status is CheckStatus.UNKNOWN and _is_fresh(so_far.answered_at, at):
        return None
    if _is_fresh(so_far.ended_at, at) and not _is_after(so_far.answered_at, so_far.ended_at):
        return None
    return at if so_far.today == 0 or cause in NEW_CAUSES else None


def _after_a_reject(so_far: AskedSoFar, at: datetime) -> datetime | None:
    """A payer that is down is asked again, later each time; anything else must be mended first."""
    if so_far.reject_code not in PAYER_IS_DOWN or so_far.answered_at is None:
        return None
    return max(so_far.answered_at + WAITS[so_far.today - 1], at) if so_far.today else at


def _is_fresh(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and at - moment < A_PERSONS_TIME


def _is_after(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment > other


def may_wait(visit_on: date, on: date) -> bool:
    """Whether the answer can come with a batch: for a visit of today or tomorrow it is asked for on the call."""
    return visit_on - on > TODAY_OR_TOMORROW
