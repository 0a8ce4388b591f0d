"""The rows of each table. `None` is unknown; times are local."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.extract.parts import Flag, Place
from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus, VisitType


@dataclass(frozen=True, slots=True)
class ClinicRow:
    place: Place
    key: str
    name: str = ""
    address1: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    phone: str = ""
    npi: str = ""
    time_zone: str = ""
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TherapistRow:
    place: Place
    key: str
    first_name: str = ""
    last_name: str = ""
    credential: str = ""
    npi: str = ""
    email: str = ""
    clinic: str = ""
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient, and the guardian in the same row."""

    place: Place
    key: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    birth_on: date | None = None
    sex: str = "U"
    phone: str = ""
    email: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    language: str = "en"
    is_active: bool = True
    clinic: str = ""
    guardian_first_name: str = ""
    guardian_last_name: str = ""
    guardian_relationship: str = ""
    guardian_phone: str = ""
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its referral, its plan of care and up to two insurances, all in one row."""

    place: Place
    key: str
    patient: str = ""
    clinic: str = ""
    therapist: str = ""
    title: str = ""
    discipline: str = "OT"
    icd10: tuple[str, ...] = ()
    onset_on: date | None = None
    injury_on: date | None = None
    starts_on: date | None = None
    is_active: bool = True
    referral_referrer_name: str = ""
    referral_referrer_npi: str = ""
    referral_written_on: date | None = None
    referral_expires_on: date | None = None
    referral_visits: int | None = None
    plan_starts_on: date | None = None
    plan_ends_on: date | None = None
    plan_sent_on: date | None = None
    plan_certified_on: date | None = None
    plan_frequency_per_week: int | None = None
    plan_duration_weeks: int | None = None
    primary_name: str = ""
    primary_member_id: str = ""
    primary_group_number: str = ""
    primary_payer_type: PayerType | None = None
    primary_starts_on: date | None = None
    primary_ends_on: date | None = None
    primary_relationship: str = "self"
    primary_subscriber_first_name: str = ""
    primary_subscriber_last_name: str = ""
    primary_subscriber_birth_on: date | None = None
    primary_subscriber_sex: str = ""
    secondary_name: str = ""
    secondary_member_id: str = ""
    secondary_group_number: str = ""
    secondary_payer_type: PayerType | None = None
    secondary_starts_on: date | None = None
    secondary_ends_on: date | None = None
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuthorizationRow:
    """An authorization. `visits` is what the payer approved; what was asked and used is not in the extract."""

    place: Place
    key: str
    case: str = ""
    patient: str = ""
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    visits: int | None = None
    note: str = ""
    is_active: bool = True
    payer_name: str = ""
    member_id: str = ""
    payer_type: PayerType | None = None
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A calendar entry. Without patient and case it is a block of the calendar, not a visit."""

    place: Place
    key: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    clinic: str = ""
    therapist: str = ""
    case: str = ""
    patient: str = ""
    kind: VisitType = VisitType.TREATMENT
    status: VisitStatus | None = None
    note: str = ""
    reason: str = ""
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A documented visit. `lines`: (code, units) in the file's order."""

    place: Place
    key: str
    case: str = ""
    patient: str = ""
    clinic: str = ""
    therapist: str = ""
    appointment: str = ""
    on: date | None = None
    starts_at: time | None = None
    kind: VisitType | None = None
    is_progress_report: bool = False
    lines: tuple[tuple[str, int], ...] = ()
    timed_minutes: int | None = None
    total_minutes: int | None = None
    signed_on: date | None = None
    allowed: Decimal | None = None
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RateRow:
    """Dollars the practice expects for one visit of a payer. `visit_type` None: any visit."""

    place: Place
    key: str
    payer_name: str = ""
    visit_type: VisitType | None = None
    amount: Decimal | None = None
    starts_on: date | None = None
    flag: Flag | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What the practice charges for one unit of a code, whoever pays."""

    place: Place
    key: str
    code: str = ""
    amount: Decimal | None = None
    starts_on: date | None = None
    flag: Flag | None = None
    modified_at: datetime | None = None


class Line(StrEnum):
    """What one line of a chart is."""

    GOAL = "goal"
    NOTE = "note"  # where a goal stood on a day
    SCORE = "score"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of somebody's chart, as `line` says; the other fields as they apply. `patient`: the chart number.

    `key` is the line's own id below what it is (goal/17), or a digest of what it says where it has no id. `on`: set,
    noted, taken or found; `goal`: the id of the goal that a note is of. Names and birth date only confirm the number.
    """

    place: Place
    key: str
    patient: str = ""
    line: Line | None = None
    on: date | None = None
    goal: str = ""
    text: str = ""
    baseline: str = ""
    current: str = ""
    target: str = ""
    due_on: date | None = None
    status: GoalStatus | None = None
    is_long_term: bool | None = None
    instrument: str = ""
    part: str = ""
    score: Decimal | None = None
    unit: str = ""
    side: str = ""
    norm: str = ""
    kind: FindingKind | None = None
    code: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_on: date | None = None
    flag: Flag | None = None
    modified_at: datetime | None = None


Row = (
    ClinicRow | TherapistRow | PatientRow | CaseRow | AuthorizationRow | AppointmentRow | VisitRow | RateRow | FeeRow
    | ChartRow
)  # fmt: skip
