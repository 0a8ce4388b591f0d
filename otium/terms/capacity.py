"""Hours that a practice offers, what is done and booked in them, what they will be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.terms.facts import BusinessDays
from otium.terms.production import TargetUnit
from otium.terms.schedule import DaysOff, Hours, Stretch, VisitStatus, VisitType
from otium.terms.waitlist import WaitNeed


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of work at a place; None: no place is named."""

    hours: Hours
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Worker:
    """A therapist. `shifts` None: no hours are on file, the practice's count."""

    id: UUID
    name: str
    shifts: tuple[Shift, ...] | None = None
    off: tuple[DaysOff, ...] = ()
    discipline: str = "OT"


@dataclass(frozen=True, slots=True)
class Site:
    """A location. `hours` None: it is open whenever the practice is."""

    id: UUID
    name: str
    hours: tuple[Hours, ...] | None = None
    off: tuple[DaysOff, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteRoom:
    """A room; `capacity` sessions at once. `last` is its last day in use."""

    id: UUID
    name: str
    location_id: UUID
    capacity: int = 1
    off: tuple[DaysOff, ...] = ()
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """When a practice works: its open days, its usual hours where nobody's are on file, its people and places."""

    days: BusinessDays
    usual: tuple[Hours, ...]
    zone: ZoneInfo
    workers: tuple[Worker, ...] = ()
    sites: Mapping[UUID, Site] = field(default_factory=dict)
    rooms: tuple[SiteRoom, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One visit as it counts in hours and dollars. `key` is shared by the visits of one session.

    `units` None: no lines are on file. `dollars` None: the payer or its rate is not known. `called_off_at` None: it was
    not called off, or nobody knows when.
    """

    id: UUID
    key: UUID
    patient_id: UUID
    therapist_id: UUID | None
    on: date
    span: Stretch
    status: VisitStatus
    kind: VisitType = VisitType.TREATMENT
    room_id: UUID | None = None
    location_id: UUID | None = None
    series_id: UUID | None = None
    units: int | None = None
    dollars: Decimal | None = None
    called_off_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a therapist is to do in a full week; days inclusive, `last` None is open-ended."""

    therapist_id: UUID
    unit: TargetUnit
    amount: Decimal
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """A plan of care that goes on: how often a week; None is unknown. `last` None: no end is on file."""

    patient_id: UUID
    therapist_id: UUID | None
    per_week: int | None
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A weekday of a series that is being treated: every how many weeks, and the day of its last booked visit then."""

    id: UUID
    patient_id: UUID
    therapist_id: UUID | None
    interval_weeks: int
    minutes: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Waits:
    """One entry of the waitlist; `therapist_id` None: anybody."""

    patient_id: UUID
    need: WaitNeed
    minutes: int
    therapist_id: UUID | None = None
    discipline: str = "OT"


@dataclass(frozen=True, slots=True)
class Granted:
    """An authorization that is in force: until when; None is unknown."""

    id: UUID
    patient_id: UUID
    last: date | None


@dataclass(frozen=True, slots=True)
class Produced:
    """`made`: somebody came and was treated. `booked`: today or later. `unmarked`: past, and nobody said what became
    of them; they count nowhere else. Units and dollars are of what was made.

    `unknown_units` and `unpriced` are the made visits that the sums leave out. `dollars` None: none has a price.
    `minutes` of made and of booked sessions: those of a group, or that overlap, count once for their therapist.
    """

    made: tuple[Session, ...]
    booked: tuple[Session, ...]
    unmarked: tuple[Session, ...]
    units: int
    unknown_units: int
    dollars: Decimal | None
    unpriced: int
    booked_dollars: Decimal | None
    booked_unpriced: int
    minutes: int
    booked_minutes: int


@dataclass(frozen=True, slots=True)
class Use:
    """Minutes. `taken` lies within what is offered, `outside` does not: people do come in on a day off."""

    offered: int
    taken: int
    outside: int = 0

    @property
    def percent(self) -> int | None:
        """None where nothing is offered."""
        return round(100 * self.taken / self.offered) if self.offered else None

    @property
    def free(self) -> int:
        return self.offered - self.taken


@dataclass(frozen=True, slots=True)
class Loss:
    """A visit that fell out at short notice. `lost_minutes`: what of its time nobody else took; 0 is refilled."""

    session: Session
    lost_minutes: int
