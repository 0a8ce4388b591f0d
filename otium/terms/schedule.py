"""Visits, booked and made. Names: FHIR Appointment."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID


class VisitStatus(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_SESSION = "in_session"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LATE_CANCEL = "late_cancel"  # by the family, later than the practice's policy asks for

    @property
    def uses_benefits(self) -> bool:
        """True for what was or will be treated: cancelled visits and no-shows use nothing."""
        return self not in MISSED


MADE = frozenset({VisitStatus.ARRIVED, VisitStatus.IN_SESSION, VisitStatus.DONE})
MISSED = frozenset({VisitStatus.NO_SHOW, VisitStatus.CANCELLED, VisitStatus.LATE_CANCEL})
CALLED_OFF = frozenset({VisitStatus.CANCELLED, VisitStatus.LATE_CANCEL})


class CancelledBy(StrEnum):
    FAMILY = "family"
    PRACTICE = "practice"
    NEITHER = "neither"


class CancelReason(StrEnum):
    """Why a visit was called off or nobody came. Names: ours, after FHIR R4 appointment-cancellation-reason."""

    FAMILY_ILL = "family_ill"
    FAMILY_TIME = "family_time"  # school, work, another appointment
    FAMILY_RIDE = "family_ride"
    FAMILY_FORGOT = "family_forgot"
    FAMILY_COST = "family_cost"
    FAMILY_OTHER = "family_other"
    PRACTICE_ILL = "practice_ill"  # the therapist
    PRACTICE_AWAY = "practice_away"
    PRACTICE_CLOSED = "practice_closed"
    PRACTICE_PAYER = "practice_payer"  # not authorized or not covered
    PRACTICE_OTHER = "practice_other"
    WEATHER = "weather"

    @property
    def by(self) -> CancelledBy:
        if self is CancelReason.WEATHER:
            return CancelledBy.NEITHER
        return CancelledBy.FAMILY if self.value.startswith("family") else CancelledBy.PRACTICE


class VisitType(StrEnum):
    EVALUATION = "evaluation"
    TREATMENT = "treatment"
    RE_EVALUATION = "re_evaluation"
    HOME_PROGRAM_REVIEW = "home_program_review"
    FCE = "fce"  # functional capacity evaluation
    HOME_VISIT = "home_visit"
    OTHER = "other"


class ActorType(StrEnum):
    """Who or what an appointment takes the time of."""

    PATIENT = "patient"
    THERAPIST = "therapist"
    ROOM = "room"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Margins:
    """Minutes beside a visit that are not the patient's: notes after it and travel on both sides take the therapist,
    turnover takes the room."""

    documentation_minutes: int = 0
    turnover_minutes: int = 0
    travel_minutes: int = 0


NO_MARGINS = Margins()


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a visit of one kind takes. `least` and `most` minutes are over all its days; None: no bounds.

    `skills` the therapist has, `features` the room has, as the practice writes them; compared without case.
    """

    minutes: int
    margins: Margins = NO_MARGINS
    most_days: int = 1
    least: int | None = None
    most: int | None = None
    skills: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    needs_equipment: bool = False
    has_room: bool = True


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A code and its units, as documented or planned for one visit."""

    code: str
    units: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment of one patient. `on` is the practice's day of `starts_at`. Empty `lines` is unknown."""

    id: UUID
    patient_id: UUID
    starts_at: datetime
    on: date
    status: VisitStatus
    kind: VisitType = VisitType.TREATMENT
    therapist_id: UUID | None = None
    lines: tuple[ServiceLine, ...] = ()
    discipline: str = "OT"
    is_telehealth: bool | None = None  # None: not said
    therapist_npi: str = ""  # of who renders it; empty: nobody is named, or has no NPI on file
    location_id: UUID | None = None
    reason: CancelReason | None = None  # of a missed one; None: not said
    makes_up_id: UUID | None = None  # the missed visit that this one makes up for


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant to another, the end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """Local times on weekdays (0 Monday), between two days; None is open-ended."""

    weekdays: frozenset[int]
    starts_at: time
    ends_at: time
    first: date | None = None
    last: date | None = None

    def is_on(self, on: date) -> bool:
        begun, over = self.first is None or self.first <= on, self.last is not None and self.last < on
        return on.weekday() in self.weekdays and begun and not over


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Whole days away, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Needed:
    """Somebody or something a session needs: when it is there, and when it is taken.

    `before` and `after`: how much longer than the session itself it is taken.
    """

    id: UUID
    open: tuple[Stretch, ...]
    busy: tuple[Stretch, ...] = ()
    before: timedelta = timedelta()
    after: timedelta = timedelta()
