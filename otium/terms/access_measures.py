"""How soon those who are referred are seen, and what became of hours that were cancelled. Ours."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from otium.terms.measured import Share, Spread


@dataclass(frozen=True, slots=True)
class Arrival:
    """One patient's first referral and the days that followed; None: not yet, or not on file.

    `contact_on`: the first message told or visit booked; `offered_on`: the first evaluation booked or offered;
    `done_on`: the first evaluation that was given.
    """

    referral_id: UUID
    patient_id: UUID
    written_on: date | None
    source: str
    location: str
    contact_on: date | None = None
    offered_on: date | None = None
    done_on: date | None = None


class Step(StrEnum):
    CONTACT = "contact"
    OFFERED = "offered"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Access:
    """Of so many referrals. `days` from the day written; `undated` are in no spread."""

    count: int
    undated: int
    days: dict[Step, Spread]
    converted: Share


class HourOutcome(StrEnum):
    REFILLED = "refilled"  # somebody else came, or is booked
    LOST = "lost"
    NOT_OPEN = "not_open"  # the therapist was away, or the session went on without this patient


@dataclass(frozen=True, slots=True)
class CancelledHour:
    """One cancelled or missed visit. `notice_hours` None: when it was cancelled is not on file."""

    visit_id: UUID
    patient_id: UUID
    starts_at: datetime
    on: date
    therapist: str
    location: str
    outcome: HourOutcome
    minutes: int
    notice_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """`refilled` of those that could be; `lost_minutes` of the others."""

    count: int
    refilled: Share
    lost: int
    not_open: int
    lost_minutes: int
