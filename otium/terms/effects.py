"""What a change of the calendar does besides itself: told before it is kept. States are those of clearance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from otium.terms.clearance import FAILS, ClearanceState
from otium.terms.duty import Param


class About(StrEnum):
    """In the order they are shown."""

    CLEARANCE = "clearance"
    AUTHORIZATION = "authorization"
    LIMIT = "limit"  # of the benefit, alone or pooled with other disciplines
    FREQUENCY = "frequency"  # of the plan of care
    ROOM = "room"
    COLLEAGUE = "colleague"
    WAITLIST = "waitlist"
    HOURS = "hours"  # that the family stated


@dataclass(frozen=True, slots=True)
class Effect:
    """`code` names the sentence (one of EFFECTS; the pages hold the words), `params` fill it."""

    about: About
    state: ClearanceState
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    patient_id: UUID | None = None

    @property
    def holds(self) -> bool:
        """Nothing is kept until somebody is sure: a limit fails, a plan is not kept, somebody else is concerned."""
        return self.state in FAILS


@dataclass(frozen=True, slots=True)
class Standing:
    """A visit that holds time, as far as effects tell of it. `on` and `at` are local."""

    id: UUID
    patient_id: UUID
    on: date
    at: time
    minutes: int
    starts_at: datetime
    therapist_id: UUID | None = None
    room_id: UUID | None = None
    location_id: UUID | None = None
    together_id: UUID | None = None
    is_treatment_of_plan: bool = True  # of the plan's discipline


@dataclass(frozen=True, slots=True)
class Window:
    """When a family said that they can come. Empty weekdays are any; None is open."""

    weekdays: frozenset[int] = frozenset()
    since: time | None = None
    until: time | None = None


# Every sentence of an effect: code -> names of its params.
EFFECTS: dict[str, tuple[str, ...]] = {
    "visits_clear": ("visits",),
    "visits_fail": ("visits",),
    "authorization_left": ("number", "before", "after"),
    "authorization_lacks": ("visits",),
    "authorization_helps": ("visits",),
    "limit_left": ("disciplines", "before", "after"),
    "limit_lacks": ("visits",),
    "limit_helps": ("visits",),
    "frequency_kept": ("planned",),
    "frequency_over": ("planned", "booked", "week_on", "weeks"),
    "frequency_under": ("planned", "booked", "week_on", "weeks"),
    "frequency_unknown": (),
    "room_given": ("room",),
    "room_changes": ("room", "before"),
    "room_freed": ("room",),
    "colleague_comes": ("names",),
    "colleague_moves": ("names",),
    "colleague_stays": ("names",),
    "waits_for_hour": ("waiting", "on", "at"),
    "waits_again": ("waiting",),
    "waits_still": ("waiting",),
    "hours_within": (),
    "hours_outside": ("on", "at", "visits"),
    "hours_unknown": (),
}
