"""Orders and plans under which therapy is given. Names: FHIR ServiceRequest, CarePlan; CMS Pub. 100-02 ch. 15."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Referral:
    """An order or referral. `visits` None: no number stated. Dates are inclusive.

    `written_on` is the date beside the signature; `is_signed` False marks a copy without one.
    """

    id: UUID
    patient_id: UUID
    written_on: date | None
    expires_on: date | None = None
    visits: int | None = None
    is_signed: bool | None = None


@dataclass(frozen=True, slots=True)
class PlanOfCare:
    """One certification period of a plan of care. `certified_on`: signed and dated by the certifying practitioner."""

    id: UUID
    patient_id: UUID
    starts_on: date  # first treatment day under the plan, evaluation included
    ends_on: date | None = None
    sent_on: date | None = None  # proof of sending to the referrer
    certified_on: date | None = None
    frequency_per_week: int | None = None
    duration_weeks: int | None = None
    therapist_id: UUID | None = None
    is_recertification: bool = False


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A progress report of the OT; treatment days count anew after it."""

    id: UUID
    patient_id: UUID
    written_on: date


@dataclass(frozen=True, slots=True)
class ExpectedRate:
    """Dollars the practice expects for one visit of a payer. `visit_type` empty: any visit."""

    id: UUID
    payer_id: UUID
    visit_type: str
    amount: Decimal
    starts_on: date
    source: str
