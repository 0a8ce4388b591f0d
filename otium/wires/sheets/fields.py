"""Which fields each table has, how each is read, and which a row cannot do without."""

from dataclasses import dataclass

from otium.terms import extract
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.extract import Flag, Line, Table
from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus, VisitType
from otium.wires.sheets import cells

Word = str | bool
WORDS: dict[str, frozenset[Word]] = {
    "sex": frozenset("FMUX"),
    "language": frozenset(("en", "es")),
    "active": frozenset((True, False)),
    "discipline": frozenset(("OT", "PT", "SLP")),
    "relationship": frozenset(("self", "child", "spouse", "other")),
    "payer_type": frozenset(v.value for v in PayerType),
    "appointment_status": frozenset(v.value for v in VisitStatus),
    "appointment_type": frozenset(v.value for v in VisitType),
    "visit_type": frozenset(v.value for v in VisitType),
    "progress_report": frozenset((True, False)),
    "rate_type": frozenset(("", *(v.value for v in VisitType))),
    "flag": frozenset(("", *(v.value for v in Flag))),
    "chart_line": frozenset(v.value for v in Line),
    "goal_status": frozenset(("", *(v.value for v in GoalStatus))),
    "goal_term": frozenset((True, False)),
    "finding_kind": frozenset(v.value for v in FindingKind),
    "side": frozenset(("", "left", "right")),
}
"""The word lists of a mapping, and the values each may give."""

TYPED: dict[str, type] = {
    "payer_type": PayerType,
    "appointment_status": VisitStatus,
    "appointment_type": VisitType,
    "visit_type": VisitType,
    "rate_type": VisitType,
    "flag": Flag,
    "chart_line": Line,
    "goal_status": GoalStatus,
    "finding_kind": FindingKind,
}


@dataclass(frozen=True, slots=True)
class Field:
    """`needs_column`: without it no row of the file can be read; `needs_value`: a blank cell holds its row.

    `column_of`: the field whose column this one reads too.
    """

    read: cells.Reader = cells.line
    words: str = ""
    needs_column: bool = False
    needs_value: bool = False
    column_of: str = ""


KEY = Field(needs_column=True, needs_value=True)
NEEDED = KEY
TEXT, LONG, DAY, COUNT = Field(), Field(cells.text), Field(cells.day), Field(cells.whole)
NPI, STATE, STAMP, FLAG = Field(cells.npi), Field(cells.state), Field(cells.stamp), Field(words="flag")
STATED = Field(cells.stated)
ACTIVE, PAYER_TYPE = Field(words="active"), Field(words="payer_type")

_PLACE = {"city": TEXT, "state": STATE, "postal_code": TEXT, "phone": TEXT}
_MARKS = {"flag": FLAG, "modified_at": STAMP}
_LINKS = {"clinic": TEXT, "therapist": TEXT, "case": TEXT, "patient": TEXT}
_INSURANCE = {
    "name": TEXT,
    "member_id": TEXT,
    "group_number": TEXT,
    "payer_type": PAYER_TYPE,
    "starts_on": DAY,
    "ends_on": DAY,
}

_POLICY_HOLDER = {
    "relationship": Field(words="relationship"),
    "subscriber_first_name": TEXT,
    "subscriber_last_name": TEXT,
    "subscriber_birth_on": DAY,
    "subscriber_sex": Field(words="sex"),
}
"""Whose policy it is, where that is not the patient's own. Only the primary insurance of a row says so."""

FIELDS: dict[Table, dict[str, Field]] = {
    Table.CLINICS: {"key": KEY, "name": NEEDED, "address1": TEXT, **_PLACE, "npi": NPI, "time_zone": TEXT, **_MARKS},
    Table.THERAPISTS: {
        "key": KEY,
        "first_name": TEXT,
        "last_name": NEEDED,
        "credential": TEXT,
        "npi": NPI,
        "email": TEXT,
        "clinic": TEXT,
        **_MARKS,
    },
    Table.PATIENTS: {
        "key": KEY,
        "first_name": NEEDED,
        "middle_name": TEXT,
        "last_name": NEEDED,
        "birth_on": DAY,
        "sex": Field(words="sex"),
        "email": TEXT,
        "address": TEXT,
        **_PLACE,
        "language": Field(words="language"),
        "is_active": ACTIVE,
        "clinic": TEXT,
        "guardian_first_name": TEXT,
        "guardian_last_name": TEXT,
        "guardian_relationship": TEXT,
        "guardian_phone": TEXT,
        **_MARKS,
    },
    Table.CASES: {
        "key": KEY,
        "patient": NEEDED,
        "clinic": TEXT,
        "therapist": TEXT,
        "title": TEXT,
        "discipline": Field(words="discipline"),
        "icd10": Field(cells.diagnoses),
        "onset_on": DAY,
        "injury_on": DAY,
        "starts_on": DAY,
        "is_active": ACTIVE,
        "referral_referrer_name": TEXT,
        "referral_referrer_npi": NPI,
        "referral_written_on": DAY,
        "referral_expires_on": DAY,
        "referral_visits": COUNT,
        "plan_starts_on": DAY,
        "plan_ends_on": DAY,
        "plan_sent_on": DAY,
        "plan_certified_on": DAY,
        "plan_frequency_per_week": COUNT,
        "plan_duration_weeks": COUNT,
        **{f"primary_{name}": field for name, field in _INSURANCE.items()},
        **{f"secondary_{name}": field for name, field in _INSURANCE.items()},
        **{f"primary_{name}": field for name, field in _POLICY_HOLDER.items()},
        **_MARKS,
    },
    Table.AUTHORIZATIONS: {
        "key": KEY,
        "case": TEXT,
        "patient": NEEDED,
        "number": TEXT,
        "starts_on": DAY,
        "ends_on": DAY,
        "visits": COUNT,
        "note": LONG,
        "is_active": ACTIVE,
        "payer_name": TEXT,
        "member_id": TEXT,
        "payer_type": PAYER_TYPE,
        **_MARKS,
    },
    Table.APPOINTMENTS: {
        "key": KEY,
        "starts_at": Field(cells.moment, needs_column=True, needs_value=True),
        "ends_at": Field(cells.moment, needs_column=True, needs_value=True),
        **_LINKS,
        "kind": Field(words="appointment_type"),
        "status": Field(words="appointment_status", needs_column=True, needs_value=True),
        "note": LONG,
        "reason": LONG,
        **_MARKS,
    },
    Table.VISITS: {
        "key": KEY,
        **_LINKS,
        "appointment": TEXT,
        "on": Field(cells.day, needs_column=True, needs_value=True),
        "starts_at": Field(cells.clock),
        "kind": Field(words="visit_type"),
        "is_progress_report": Field(words="progress_report", column_of="kind"),
        "lines": Field(cells.lines),
        "timed_minutes": COUNT,
        "total_minutes": COUNT,
        "signed_on": DAY,
        "allowed": Field(cells.money),
        **_MARKS,
    },
    Table.EXPECTED_RATES: {
        "payer_name": NEEDED,
        "visit_type": Field(words="rate_type"),
        "amount": Field(cells.money, needs_column=True, needs_value=True),
        "starts_on": Field(cells.day, needs_column=True, needs_value=True),
        **_MARKS,
    },
    Table.FEES: {
        "code": Field(cells.procedure, needs_column=True, needs_value=True),
        "amount": Field(cells.money, needs_column=True, needs_value=True),
        "starts_on": Field(cells.day, needs_column=True, needs_value=True),
        **_MARKS,
    },
    Table.CHARTS: {
        "key": TEXT,
        "patient": NEEDED,
        "line": Field(words="chart_line", needs_column=True, needs_value=True),
        "on": DAY,
        "goal": TEXT,
        "text": STATED,
        "baseline": STATED,
        "current": STATED,
        "target": STATED,
        "due_on": DAY,
        "status": Field(words="goal_status"),
        "is_long_term": Field(words="goal_term"),
        "instrument": TEXT,
        "part": TEXT,
        "score": Field(cells.score),
        "unit": TEXT,
        "side": Field(words="side"),
        "norm": TEXT,
        "kind": Field(words="finding_kind"),
        "code": Field(cells.short),
        "first_name": TEXT,
        "last_name": TEXT,
        "birth_on": DAY,
        **_MARKS,
    },
}

ROWS: dict[Table, type[extract.Row]] = {
    Table.CLINICS: extract.ClinicRow,
    Table.THERAPISTS: extract.TherapistRow,
    Table.PATIENTS: extract.PatientRow,
    Table.CASES: extract.CaseRow,
    Table.AUTHORIZATIONS: extract.AuthorizationRow,
    Table.APPOINTMENTS: extract.AppointmentRow,
    Table.VISITS: extract.VisitRow,
    Table.EXPECTED_RATES: extract.RateRow,
    Table.FEES: extract.FeeRow,
    Table.CHARTS: extract.ChartRow,
}

IDENTIFYING = frozenset(
    {"first_name", "middle_name", "last_name", "birth_on", "phone", "email", "address", "title", "note", "reason"}
    | {"primary_member_id", "secondary_member_id", "member_id", "guardian_first_name", "guardian_last_name"}
    | {"guardian_phone", "referral_referrer_name", "primary_subscriber_first_name", "primary_subscriber_last_name"}
    | {"primary_subscriber_birth_on", "text", "baseline", "current", "target"}
)
"""Fields whose text is never shown in a finding, nor that of another field that reads the same column."""
