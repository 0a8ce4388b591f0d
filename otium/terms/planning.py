"""A week to be planned: who works when and where, which visits are wanted, and a plan that places them.

Shape and scoring: docs/formats/schedule.md. Days are local days and minutes are wall-clock minutes since local
midnight, all of one practice: no instant is computed from them, so the nights on which clocks change need no care
unless somebody works through them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EXTRA_THERAPIST_COST = 4
"""Tier 2 loses this for every therapist beyond the first per role that a group's placed visits use."""


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    id: str
    location: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlannedHours:
    """One span in which a therapist works at one location."""

    day: date
    start_minute: int
    end_minute: int
    location: str


@dataclass(frozen=True, slots=True)
class PlannedTherapist:
    """Who can be booked. `hours` may hold several spans a day; a visit lies wholly inside one of them."""

    id: str
    discipline: str  # OT, PT, SLP
    skills: frozenset[str]
    max_minutes_per_day: int  # of visits, buffers left out
    hours: tuple[PlannedHours, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit may lie, wholly inside; the family's and the therapist's preference for it, 0 to 10."""

    day: date
    start_minute: int
    end_minute: int
    preference: int


@dataclass(frozen=True, slots=True)
class Placed:
    """One visit in a plan: its therapists one a role, in the order of the roles; no room for telehealth."""

    visit: str
    day: date
    start_minute: int
    therapists: tuple[str, ...]
    room: str | None


@dataclass(frozen=True, slots=True)
class WantedVisit:
    """One visit to be placed. Each role lists who may fill it; two roles are a co-treatment, by two people."""

    id: str
    patient: str
    minutes: int
    priority: int  # 1 to 10
    roles: tuple[tuple[str, ...], ...]
    room_features: frozenset[str] | None  # None: telehealth, no room and no location
    location: str | None  # None with a room: any location
    windows: tuple[Window, ...]
    group: str  # visits of one group lie on different days
    apart_days: int  # at least; 1 is different days
    preferred: tuple[tuple[str, int], ...] = ()  # therapist id and worth, 0 to 10
    fixed: Placed | None = None
    patients: tuple[str, ...] = ()  # all who are busy; empty: `patient` alone
    equipment: tuple[str, ...] = ()
    buffer_minutes: int = 0  # its therapists and room stay busy this long after it

    @property
    def people(self) -> tuple[str, ...]:
        return self.patients or (self.patient,)


@dataclass(frozen=True, slots=True)
class Instance:
    """What a plan is asked for. `current` is today's plan; tier 2 loses `move_cost` for each visit moved from it."""

    name: str
    slot_minutes: int
    days: tuple[date, ...]
    rooms: tuple[PlannedRoom, ...]
    therapists: tuple[PlannedTherapist, ...]
    visits: tuple[WantedVisit, ...]
    current: tuple[Placed, ...] = ()
    move_cost: int = 0


@dataclass(frozen=True, slots=True)
class Unplaced:
    visit: str
    why: str


@dataclass(frozen=True, slots=True)
class Tiers:
    """Tier 1 counts before tier 2: priorities of the placed visits; then preferences, changes of hands and moves."""

    tier1: int
    tier2: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan. The bounds are proven: no plan scores more; `tier2_bound` is None while tier 1 may still be beaten."""

    instance: str
    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    tier1: int
    tier1_bound: int
    tier2: int
    tier2_bound: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come; `tier2_bound` is None while tier 1 is not proven."""

    seconds: float
    tier1: int
    tier1_bound: int
    tier2: int
    tier2_bound: int | None


class PlanRule(StrEnum):
    """What must hold in every plan."""

    INSTANCE = "instance"  # the plan is of this instance
    KNOWN_ONCE = "known_once"  # each placed visit is one of the instance's, placed once
    GRID = "grid"
    WINDOW = "window"
    ROLES = "roles"  # one therapist a role, all different
    ELIGIBLE = "eligible"
    HOURS = "hours"
    ROOM = "room"
    OVERLAP = "overlap"
    DAY_LIMIT = "day_limit"
    APART = "apart"
    FIXED = "fixed"
    LISTED = "listed"  # placed or unplaced, not both, not neither
    SCORE = "score"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a plan breaks; `said` names the visits, therapists or rooms by their ids."""

    rule: PlanRule
    said: str


class Hindrance(StrEnum):
    """Why a visit has no place, the first that applies."""

    NO_WINDOW = "no_window"
    NO_ROOM = "no_room"
    NO_THERAPIST = "no_therapist"
    NO_TEAM = "no_team"
    DAY_LIMIT = "day_limit"
    FIXED = "fixed"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why one visit has no place. `places` counts its possible starts; `by` says how many of them each thing blocks."""

    visit: str
    hindrance: Hindrance
    role: int | None = None  # which role, from 1
    places: int = 0
    by: tuple[tuple[str, int], ...] = ()
