"""What every row of an export has: the table and place it stands in, and what can be wrong with it."""

from dataclasses import dataclass, field
from enum import StrEnum


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
    CHARTS = "charts"


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
    BAD_SCORE = "bad_score"
    TOO_LONG = "too_long"
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
    OTHER_PERSON = "other_person"  # a chart number whose patient is called otherwise
    SCORE_IMPOSSIBLE = "score_impossible"
    STILL_TO_COME = "still_to_come"
    CHART_NUMBER_MISSING = "chart_number_missing"
    RESOURCE_UNREAD = "resource_unread"
    NOT_JSON = "not_json"
    TOO_LARGE = "too_large"


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
