"""Calls with payers: how one went, what a promise makes, how long they keep people waiting."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class CallOutcome(StrEnum):
    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    GAVE_UP = "gave_up"  # hung up while on hold
    REFUSED = "refused"  # the payer would not say


@dataclass(frozen=True, slots=True)
class Promise:
    """Something a payer said it would do by a day, and has not done."""

    call_id: UUID
    coverage_id: UUID | None
    called_on: date
    promised_on: date
    called_at: datetime | None = None  # an answer of a later instant shows that the promise was kept


@dataclass(frozen=True, slots=True)
class CallFact:
    """How one call went. `hour` is that of the practice's clock, 0 to 23; `hold_minutes` None: nobody wrote it down."""

    payer_id: UUID
    on: date
    hour: int
    outcome: CallOutcome
    hold_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class HoldTime:
    """How long a payer kept callers waiting. `timed` of `calls` have their minutes on file; without any, None.

    `best_hour`: calls that began in that hour of the day waited least; None where there were too few to say.
    """

    calls: int
    reached: int  # somebody spoke
    timed: int
    median: int | None = None  # minutes
    p90: int | None = None  # minutes
    best_hour: int | None = None
    best_median: int | None = None
    best_calls: int = 0


@dataclass(frozen=True, slots=True)
class InjuryFacts:
    """What is on file of an injury's claim: names of its filled columns, and the visits the insurer authorized."""

    id: UUID
    coverage_id: UUID
    on_file: frozenset[str]
    authorized_visits: int | None = None
    authorized_ends_on: date | None = None
