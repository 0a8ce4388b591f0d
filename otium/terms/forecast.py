"""What a forecast of hours assumes, and what it says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Basis(StrEnum):
    """Where an assumption comes from."""

    STATED = "stated"  # the practice changed it
    HISTORY = "history"  # its own visits
    BASELINE = "baseline"  # published, or ours


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption: its value, where it comes from, and on how many it rests (history only)."""

    value: Decimal
    basis: Basis
    rests_on: int = 0


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`no_show`: per cent of booked visits that nobody comes to. `evaluation` and `visit` minutes; `after`: visits a
    week once an evaluation is done. `series_go_on`: a series that is being treated is booked on after its last visit.
    """

    no_show: Assumed
    evaluation: Assumed
    visit: Assumed
    after: Assumed
    series_go_on: bool = True


@dataclass(frozen=True, slots=True)
class WeekOf:
    """One therapist's week, in minutes. `worker_id` None: demand that names nobody.

    `booked`: visits, with the notes, travel and talks that hold the therapist too. `usable`: gaps of at least a visit.
    `series` and `plans` are expected on top of what is booked. `ending`: booked beyond the authorizations, after they
    end or when their visits are used up; a part of `booked`.
    """

    monday: date
    worker_id: UUID | None
    offered: int
    booked: int
    usable: int
    series: int = 0
    plans: int = 0
    ending: int = 0

    @property
    def short(self) -> int:
        """Minutes neither booked nor usable: gaps in which no visit fits."""
        return self.offered - self.booked - self.usable

    @property
    def left(self) -> int:
        """Usable minutes that nothing is expected to take; below zero there is more demand than time."""
        return self.usable - self.series - self.plans


@dataclass(frozen=True, slots=True)
class Begun:
    """Who waits for an evaluation and would begin in this week; `minutes` of these and of visits after earlier ones."""

    monday: date
    evaluations: int
    minutes: int
