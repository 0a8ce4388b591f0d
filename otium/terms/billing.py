"""What a claim is built from: the records of one day's visits of one patient, as the practice holds them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.terms.payers import PayerType
from otium.terms.schedule import ServiceLine
from otium.terms.telehealth import PatientPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Biller:
    """The practice as payers know it. Empty is not on file."""

    name: str
    npi: str
    tax_id: str
    taxonomy: str
    address: str
    city: str
    state: str
    postal_code: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Individual:
    """A patient, or who holds their policy."""

    last_name: str
    first_name: str
    middle_name: str = ""
    birth_on: date | None = None
    sex: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The coverage that pays first. `holder` None: it is the patient's own. In workers' comp the employer holds it."""

    coverage_id: UUID
    payer_name: str
    payer_id: str
    payer_type: PayerType
    member_id: str
    group_number: str = ""
    relationship: str = "self"
    holder: Individual | None = None
    injury_claim: str = ""  # number that a workers' comp or auto carrier gave the case; empty: not on file apart
    employer: str = ""  # of a work injury, as the carrier knows it
    has_second: bool = False  # another coverage is in force on the day
    authorization_required: bool | None = None
    referral_required: bool | None = None
    holds_unsure_pairs: bool | None = None
    telehealth_modifier: str | None = None  # 95, gt or none; None: not known
    co_treatment: str | None = None  # apart or each; None: not known
    unit_rule: str | None = None  # cms or spm


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """Who treated. `is_assistant`: an OTA, whose work a therapist answers for."""

    name: str
    npi: str
    is_assistant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """One visit that was made, with its services as recorded. `authorizations`: numbers of those it uses."""

    visit_id: UUID
    on: date
    lines: tuple[ServiceLine, ...]
    discipline: str
    clinician: Clinician | None
    authorizations: tuple[str, ...] = ()
    is_over_threshold: bool | None = None  # None: the payer has no threshold
    is_telehealth: bool = False
    patient_place: PatientPlace | None = None  # during a visit by video; None: not said
    is_co_treatment: bool = False  # another discipline treated the patient in the same minutes
    billed_minutes: int | None = None  # of a co-treatment, as agreed when it was booked; None: not said


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The episode of care, with who referred."""

    icd10: tuple[str, ...] = ()
    onset_on: date | None = None
    injury_on: date | None = None
    therapist: Clinician | None = None  # who answers for the course
    referrer_name: str = ""
    referrer_npi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One claim to be: the visits of one day. `fees`: dollars for a unit of a code on that day."""

    control: str  # CLM01
    biller: Biller
    patient: Individual
    policy: Policy
    course: Course
    treatments: tuple[Treatment, ...]
    fees: dict[str, Decimal]
    marks_assistants: bool = False  # the payer wants CO on what an assistant did
    frequency: str = "1"
    payer_claim_number: str = ""  # of the claim that this one replaces or voids
