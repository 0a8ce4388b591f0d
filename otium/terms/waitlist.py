"""Who waits for which hour, and who fits one that came free."""

from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum, StrEnum
from uuid import UUID


class WaitNeed(StrEnum):
    EVALUATION = "evaluation"
    WEEKLY = "weekly"  # a standing slot
    MAKE_UP = "make_up"  # a visit that was missed
    EARLIER = "earlier"  # a booked visit, sooner


class WaitUrgency(IntEnum):
    """As a clinician judges it; the practice's own, no payer's."""

    URGENT = 1
    SOON = 2
    CAN_WAIT = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """An hour that came free: local times. `hours_ahead`: from now to its start."""

    on: date
    starts_at: time
    minutes: int
    therapist_id: UUID
    location_id: UUID | None
    hours_ahead: int

    @property
    def ends_minute(self) -> int:
        return self.starts_at.hour * 60 + self.starts_at.minute + self.minutes


@dataclass(frozen=True, slots=True)
class Waiting:
    """One entry of the waitlist. None and empty: no wish. `is_busy`: the patient has another visit at that time;
    `comes_that_day`: one on that day."""

    id: UUID
    patient_id: UUID
    need: WaitNeed
    minutes: int
    urgency: WaitUrgency
    asked_on: date
    weekdays: frozenset[int] = frozenset()  # 0 Monday
    since: time | None = None
    until: time | None = None
    therapist_id: UUID | None = None
    location_id: UUID | None = None
    notice_hours: int = 0
    is_busy: bool = False
    comes_that_day: bool = False


class Passed(StrEnum):
    """Why an opening is nothing for an entry."""

    TOO_SHORT = "too_short"
    THERAPIST = "therapist"
    LOCATION = "location"
    WEEKDAY = "weekday"
    HOUR = "hour"
    NOTICE = "notice"
    BUSY = "busy"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Ranked:
    """`fitting` in the order in which they are asked; `passed` with the first reason each."""

    fitting: tuple[Waiting, ...]
    passed: tuple[tuple[Waiting, Passed], ...]
