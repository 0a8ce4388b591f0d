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


class Criterion(StrEnum):
    """What decides who is asked first; a practice puts them in its own order."""

    READINESS = "readiness"  # nothing that is on file stands in the way of the visit
    URGENCY = "urgency"
    WAIT = "wait"  # in whole weeks, so that fairness can decide within one
    FAIRNESS = "fairness"  # how often somebody else had the turn


@dataclass(frozen=True, slots=True)
class Opening:
    """An hour that came free: local times. `hours_ahead`: from now to its start. `skills` and `languages` are those
    on file of its therapist. `before` and `after`: minutes beside it that nothing takes of the therapist; None: not
    looked at."""

    on: date
    starts_at: time
    minutes: int
    therapist_id: UUID
    location_id: UUID | None
    hours_ahead: int
    discipline: str = "OT"
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    before: int | None = None
    after: int | None = None

    @property
    def ends_minute(self) -> int:
        return self.starts_at.hour * 60 + self.starts_at.minute + self.minutes


@dataclass(frozen=True, slots=True)
class Window:
    """Local times on weekdays (0 Monday; none: any day) at which somebody could come, from `since` to `until`."""

    weekdays: frozenset[int] = frozenset()
    since: time | None = None
    until: time | None = None

    def is_on(self, on: date) -> bool:
        return not self.weekdays or on.weekday() in self.weekdays

    def holds(self, starts_at: time, minutes: int) -> bool:
        """Whether a visit of so many minutes begins and is over within it."""
        ends = starts_at.hour * 60 + starts_at.minute + minutes
        is_late_enough = self.since is None or starts_at >= self.since
        return is_late_enough and (self.until is None or ends <= self.until.hour * 60 + self.until.minute)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One entry of the waitlist. None and empty: no wish. `is_busy`: the patient has another visit at that time;
    `comes_that_day`: one on that day. `is_ready` None: not looked at. `missed`: turns that somebody else had.
    `before` and `after`: minutes that the visit takes of its therapist besides. `lacks_later`: waits for an earlier
    time, and has no later visit that could move."""

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
    more_windows: tuple[Window, ...] = ()  # other times at which they could come as well
    other_location_id: UUID | None = None  # as good as `location_id`
    discipline: str = "OT"
    skill: str = ""
    language: str = ""
    is_ready: bool | None = None
    missed: int = 0
    before: int = 0
    after: int = 0
    lacks_later: bool = False

    @property
    def windows(self) -> tuple[Window, ...]:
        """All times at which they could come; none: any time."""
        first = Window(self.weekdays, self.since, self.until)
        return self.more_windows if first == Window() else (first, *self.more_windows)

    @property
    def locations(self) -> frozenset[UUID]:
        return frozenset(filter(None, (self.location_id, self.other_location_id)))


class Passed(StrEnum):
    """Why an opening is nothing for an entry, or is not offered to it."""

    DISCIPLINE = "discipline"
    TOO_SHORT = "too_short"
    THERAPIST = "therapist"
    SKILL = "skill"
    LANGUAGE = "language"
    LOCATION = "location"
    WEEKDAY = "weekday"
    HOUR = "hour"
    NOTICE = "notice"
    BUSY = "busy"
    SAME_DAY = "same_day"
    NO_LATER = "no_later"  # waits for an earlier time, and no later visit can be moved
    # they fit, and are not asked by text all the same
    NOT_READY = "not_ready"
    NOBODY = "nobody"  # nobody is known who may be told
    NO_TEXTS = "no_texts"  # they want no texts
    NO_NUMBER = "no_number"
    SAME_FAMILY = "same_family"  # the same phone is asked for another entry
    SAID_NO = "said_no"  # they were asked before, and did not want this hour
    ASKED = "asked"  # is being asked about another hour
    TEXTS_ENOUGH = "texts_enough"  # had as many texts as families take
    QUIET = "quiet"  # no text may reach them in time
    LATE = "late"  # the hour is too near
    OWN_HOUR = "own_hour"  # they cancelled this hour themselves
    BY_HAND = "by_hand"  # a person gave it to somebody else, and said why
    TURN = "turn"  # others stand before them


@dataclass(frozen=True, slots=True)
class Ranked:
    """`fitting` in the order in which they are asked; `passed` with all reasons each, the first one first."""

    fitting: tuple[Waiting, ...]
    passed: tuple[tuple[Waiting, Passed], ...]
    reasons: tuple[tuple[Passed, ...], ...] = ()  # of `passed`, in its order
