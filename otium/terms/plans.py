"""Plans in the product: what is asked of the optimiser, what it rests on, and where a plan stands.

Days are the practice's days and minutes are wall-clock minutes since its midnight, as in `terms.planning`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from otium.terms.planning import Instance, Placed
from otium.terms.schedule import NO_MARGINS, DaysOff, Hours, KindRule, Margins, VisitType
from otium.terms.treating import Treating

UNKNOWN = Treating()  # nothing is on file


class PlanKind(StrEnum):
    REPAIR = "repair"  # a therapist is away: keep what can be kept
    WEEK = "week"  # the visits that plans of care ask for, in weeks to come
    FILL = "fill"  # who waits, into free hours
    CHAIN = "chain"  # standing hours that change hands so that one more patient starts
    WHAT_IF = "what_if"  # one more therapist, room or day; nothing of it is applied


class PlanState(StrEnum):
    ASKED = "asked"
    SOLVING = "solving"
    PROPOSED = "proposed"
    APPLIED = "applied"
    REFUSED = "refused"  # a person wants none of it
    STALE = "stale"  # what it rests on has changed since
    FAILED = "failed"  # no plan holds, or the work broke off
    UNDONE = "undone"  # applied, and taken back


class PlanEvent(StrEnum):
    ASK = "ask"
    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"
    APPLY = "apply"
    REFUSE = "refuse"
    AGE = "age"
    UNDO = "undo"


class MoveKind(StrEnum):
    MOVE = "move"
    BOOK = "book"
    LEFT = "left"  # no place was found


class MoveState(StrEnum):
    PROPOSED = "proposed"
    PINNED = "pinned"
    REFUSED = "refused"
    APPLIED = "applied"


class Asking(StrEnum):
    """How far the families of a chain were asked by Otium; nothing where they were not."""

    OPEN = "open"  # answers are awaited
    AGREED = "agreed"  # all said yes; a person has to accept
    REFUSED = "refused"  # one said no
    LAPSED = "lapsed"  # somebody did not answer in time
    CHANGED = "changed"  # the hours are no longer free, or the plan was worked out anew
    STOPPED = "stopped"  # a person wants none of it
    SETTLED = "settled"  # it is in the calendar


AWAITED = (Asking.OPEN, Asking.AGREED)  # whoever said yes waits to hear how it ends


class Ban(StrEnum):
    """What a person refused of a proposed move."""

    TIME = "time"  # this day and hour
    THERAPIST = "therapist"
    MOVE = "move"  # any: the visit stays where it is


class Addition(StrEnum):
    """What a what-if adds."""

    THERAPIST = "therapist"
    ROOM = "room"
    SATURDAY = "saturday"


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A location; `hours` None where none are on file."""

    id: UUID
    hours: tuple[Hours, ...] | None = None
    off: tuple[DaysOff, ...] = ()


@dataclass(frozen=True, slots=True)
class HoursFact:
    hours: Hours
    location_id: UUID | None = None  # None: wherever the therapist is


@dataclass(frozen=True, slots=True)
class TherapistFact:
    id: UUID
    discipline: str
    location_id: UUID | None = None
    hours: tuple[HoursFact, ...] | None = None  # None: the practice's
    off: tuple[DaysOff, ...] = ()
    treating: Treating = UNKNOWN


@dataclass(frozen=True, slots=True)
class RoomFact:
    id: UUID
    location_id: UUID
    features: tuple[str, ...] = ()
    capacity: int = 1
    ended_on: date | None = None
    off: tuple[DaysOff, ...] = ()


@dataclass(frozen=True, slots=True)
class BookedFact:
    """A visit that is booked, begun or done. `is_held` False: an imported clash. `seat`: of its room.

    `margins`: held beside it, of its therapist and its room.
    """

    id: UUID
    patient_id: UUID
    therapist_id: UUID | None
    location_id: UUID | None
    room_id: UUID | None
    seat: int
    together: UUID
    on: date
    minute: int
    minutes: int
    discipline: str
    is_open: bool = True  # booked, so that it can be moved
    is_held: bool = True
    is_telehealth: bool = False
    equipment: tuple[UUID, ...] = ()
    episode_id: UUID | None = None
    kind: str = VisitType.TREATMENT.value
    margins: Margins = NO_MARGINS


@dataclass(frozen=True, slots=True)
class TalkFact:
    """Time a therapist holds for something that is no visit."""

    therapist_id: UUID
    on: date
    minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class WishFact:
    """One stretch in which a family said that they can come. Empty weekdays and None: any."""

    weekdays: frozenset[int] = frozenset()
    since: int | None = None  # minutes
    until: int | None = None


@dataclass(frozen=True, slots=True)
class WaitFact:
    """An open entry of the waitlist. No wishes: any time. `skill`, `language`: the therapist must have them on file."""

    id: UUID
    patient_id: UUID
    need: str
    minutes: int
    urgency: int  # 1 to 3
    asked_on: date
    wishes: tuple[WishFact, ...] = ()
    therapist_id: UUID | None = None
    location_id: UUID | None = None
    discipline: str = "OT"
    skill: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class CareFact:
    """How often an active episode's plan of care wants visits."""

    episode_id: UUID
    patient_id: UUID
    discipline: str
    per_week: int
    starts_on: date
    ends_on: date | None = None
    therapist_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class UsualFact:
    """How a patient's visits of one discipline have been of late: the commonest weekday and hour, the last length."""

    patient_id: UUID
    discipline: str
    weekday: int
    minute: int
    minutes: int
    therapist_id: UUID | None = None
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """All that a plan of some days rests on. `days`: those the practice works, in order."""

    days: tuple[date, ...]
    opens: int
    closes: int
    places: tuple[PlaceFact, ...]
    therapists: tuple[TherapistFact, ...]
    rooms: tuple[RoomFact, ...]
    visits: tuple[BookedFact, ...]
    talks: tuple[TalkFact, ...] = ()
    wishes: tuple[tuple[UUID, tuple[WishFact, ...]], ...] = ()  # by patient
    waits: tuple[WaitFact, ...] = ()
    care: tuple[CareFact, ...] = ()
    usual: tuple[UsualFact, ...] = ()
    kinds: tuple[tuple[str, KindRule], ...] = ()  # what visits of each kind take in this practice
    state: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """The practice's day and minute, before which nothing can be planned."""

    on: date
    minute: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visit of an instance stands for. `visits`: the appointments of its session, the one that moves first."""

    key: str
    patient_id: UUID
    minutes: int
    visits: tuple[UUID, ...] = ()
    entry_id: UUID | None = None
    episode_id: UUID | None = None
    therapist_id: UUID | None = None  # who has it today
    today: Placed | None = None
    location_id: UUID | None = None
    weeks: int = 1  # so many weeks in a row at the same hour
    lead: int = 0  # minutes of the way there, by which it begins earlier in the instance than for the patient
    makes_room: bool = False  # has its place, and is asked only so that another finds one


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people decided of an earlier proposal, by key."""

    pinned: tuple[Placed, ...] = ()
    bans: tuple[tuple[str, Ban, Placed], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An instance, and what those of its visits stand for that the plan is about."""

    instance: Instance
    wanted: tuple[Wanted, ...]
