"""Rows of a practice's own export, typed, and what could not be read. Names: the table's own, in Otium's words.

`None` is unknown: the cell is blank, or the file has no such column (`Sheet.absent` tells which). Times are local.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus, VisitType


class Table(StrEnum):
    """The tables of an extract, in the order in which they depend on each other."""

    CLINICS = "clinics"
    THERAPISTS = "therapists"
    PATIENTS = "patients"
    CASES = "cases"
    AUTHORIZATIONS = "authorizations"
    APPOINTMENTS = "appointments"
    VISITS = "visits"
    EXPECTED_RATES = "expected_rates"
    FEES = "fees"


class Problem(StrEnum):
    """What is wrong with a row or file. The words stand in otium.desk.imports.words."""

    # of a file
    NOT_TEXT = "not_text"
    NO_HEADER = "no_header"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"  # without it no row can be read
    COLUMN_ABSENT = "column_absent"  # what it says stays unknown
    COLUMN_UNKNOWN = "column_unknown"  # Otium reads nothing from it
    FILE_ABSENT = "file_absent"
    FILE_UNKNOWN = "file_unknown"
    # of a row, as it stands
    WRONG_WIDTH = "wrong_width"
    BLANK = "blank"
    BAD_TEXT = "bad_text"
    BAD_DATE = "bad_date"
    BAD_TIME = "bad_time"
    BAD_NUMBER = "bad_number"
    BAD_MONEY = "bad_money"
    BAD_NPI = "bad_npi"
    BAD_STATE = "bad_state"
    BAD_CODES = "bad_codes"
    UNKNOWN_WORD = "unknown_word"
    ENDS_BEFORE_START = "ends_before_start"
    # of a row, against the others and what is on file
    ORPHAN = "orphan"
    OTHER_PATIENT = "other_patient"
    SAME_KEY_DIFFERS = "same_key_differs"
    NO_SUCH_TIME = "no_such_time"
    TIME_TWICE = "time_twice"
    TIME_UNKNOWN = "time_unknown"
    PAYER_TYPE_UNKNOWN = "payer_type_unknown"
    PAYER_UNKNOWN = "payer_unknown"
    CLINIC_UNKNOWN = "clinic_unknown"
    OTHER_TIME_ZONE = "other_time_zone"
    NUMBER_CONFLICTS = "number_conflicts"
    AUTH_CONFLICTS = "auth_conflicts"
    SEVERAL_APPOINTMENTS = "several_appointments"
    VISIT_TAKEN = "visit_taken"
    RATE_CONFLICTS = "rate_conflicts"
    SAME_PERSON_TWICE = "same_person_twice"
    NO_ABSENCE = "no_absence"


class Flag(StrEnum):
    """Why a row is in the export; None where the table does not say."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file; the header is row 1, as a spreadsheet counts (a cell of several lines is one row)."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `holds`: the row was not taken over. Params never name or identify a person."""

    problem: Problem
    place: Place
    table: Table | None = None
    column: str = ""  # as the file spells it
    holds: bool = True
    params: dict[str, str | int] = field(default_factory=dict)
    key: str = ""  # of the row, when that much could be read


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of the extract. `columns`: field -> column as the file spells it; `absent`: fields without one."""

    file: str
    table: Table | None
    read: int = 0  # data rows
    columns: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    keys: tuple[str, ...] | None = ()  # of all its rows, held ones included; None when a row's key is unreadable


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


Row = (
    ClinicRow | TherapistRow | PatientRow | CaseRow | AuthorizationRow | AppointmentRow | VisitRow | RateRow | FeeRow
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownPayer:
    """What a practice's mapping says about a payer of that name; empty where it leaves the rest to the file."""

    name: str
    payer_type: PayerType | None = None
    rules_key: str = ""
    payer_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """All that was read of one export: files, rows in file order, what is wrong with the others."""

    sheets: tuple[Sheet, ...] = ()
    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    payers: tuple[KnownPayer, ...] = ()
    visit_minutes: int = 60  # of a visit whose length nobody wrote down
