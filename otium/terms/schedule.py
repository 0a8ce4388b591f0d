"""Visits, booked and made. Names: FHIR Appointment."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class VisitStatus(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"

    @property
    def uses_benefits(self) -> bool:
        """True for what was or will be treated: cancelled visits and no-shows use nothing."""
        return self in (VisitStatus.BOOKED, VisitStatus.ARRIVED, VisitStatus.DONE)


class VisitType(StrEnum):
    EVALUATION = "evaluation"
    TREATMENT = "treatment"
    RE_EVALUATION = "re_evaluation"
    OTHER = "other"


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
