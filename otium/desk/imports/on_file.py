"""What is on file before an import, and what the source last said: what a plan compares its rows with. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

from otium.terms.schedule import Margins

Value = Any
"""A column's value: text, number, day, instant, money, id, list, or None. What it is, the model's field says."""

Fields = Mapping[str, Value]


class Model(StrEnum):
    """The records an import writes, by model name; in the order in which they refer to each other."""

    LOCATION = "location"
    THERAPIST = "therapist"
    PAYER = "payer"
    PATIENT = "patient"
    RELATED_PERSON = "relatedperson"
    EPISODE = "episodeofcare"
    REFERRAL = "referral"
    PLAN_OF_CARE = "planofcare"
    COVERAGE = "coverage"
    EXPECTED_RATE = "expectedrate"
    FEE = "fee"
    AUTHORIZATION = "authorization"
    SERVICE = "authorizedservice"
    APPOINTMENT = "appointment"
    PROGRESS_REPORT = "progressreport"
    GOAL = "goal"
    GOAL_NOTE = "goalnote"
    MEASURE = "measure"
    FINDING = "finding"


class Kind(StrEnum):
    """What a source row says something about; what it last said is kept per kind and key."""

    LOCATION = "location"
    THERAPIST = "therapist"
    PAYER = "payer"
    PATIENT = "patient"
    GUARDIAN = "guardian"
    EPISODE = "episode"
    REFERRAL = "referral"
    PLAN_OF_CARE = "plan_of_care"
    COVERAGE = "coverage"
    EXPECTED_RATE = "expected_rate"
    FEE = "fee"
    AUTHORIZATION = "authorization"
    SERVICE = "authorized_service"
    APPOINTMENT = "appointment"
    VISIT = "visit"
    PROGRESS_REPORT = "progress_report"
    GOAL = "goal"
    GOAL_NOTE = "goal_note"
    SCORE = "score"
    FINDING = "finding"


MODEL_OF: dict[Kind, Model] = {
    Kind.LOCATION: Model.LOCATION,
    Kind.THERAPIST: Model.THERAPIST,
    Kind.PAYER: Model.PAYER,
    Kind.PATIENT: Model.PATIENT,
    Kind.GUARDIAN: Model.RELATED_PERSON,
    Kind.EPISODE: Model.EPISODE,
    Kind.REFERRAL: Model.REFERRAL,
    Kind.PLAN_OF_CARE: Model.PLAN_OF_CARE,
    Kind.COVERAGE: Model.COVERAGE,
    Kind.EXPECTED_RATE: Model.EXPECTED_RATE,
    Kind.FEE: Model.FEE,
    Kind.AUTHORIZATION: Model.AUTHORIZATION,
    Kind.SERVICE: Model.SERVICE,
    Kind.APPOINTMENT: Model.APPOINTMENT,
    Kind.VISIT: Model.APPOINTMENT,  # a documented visit completes an appointment
    Kind.PROGRESS_REPORT: Model.PROGRESS_REPORT,
    Kind.GOAL: Model.GOAL,
    Kind.GOAL_NOTE: Model.GOAL_NOTE,
    Kind.SCORE: Model.MEASURE,
    Kind.FINDING: Model.FINDING,
}

COLUMNS: dict[Model, tuple[str, ...]] = {
    Model.LOCATION: ("name", "external_id", "address", "phone", "npi"),
    Model.THERAPIST: ("name", "credential", "npi", "external_id", "location_id"),
    Model.PAYER: ("name", "payer_type", "rules_key", "payer_ids"),
    Model.PATIENT: (
        *("first_name", "middle_name", "last_name", "birth_on", "sex", "phone", "email", "address", "city"),
        *("state", "postal_code", "language", "is_active", "external_id", "location_id"),
    ),
    Model.RELATED_PERSON: ("patient_id", "first_name", "last_name", "relationship", "phone", "ends_on"),
    Model.EPISODE: (
        *("patient_id", "therapist_id", "title", "discipline", "icd10", "onset_on", "injury_on", "starts_on"),
        *("is_active", "external_id"),
    ),
    Model.REFERRAL: (
        *("patient_id", "episode_id", "written_on", "expires_on", "visits", "referrer_name", "referrer_npi"),
        *("external_id", "entered_in_error"),
    ),
    Model.PLAN_OF_CARE: (
        *("patient_id", "episode_id", "therapist_id", "starts_on", "ends_on", "sent_on", "certified_on"),
        *("frequency_per_week", "duration_weeks", "is_recertification", "external_id", "entered_in_error"),
    ),
    Model.COVERAGE: (
        *("patient_id", "payer_id", "order", "member_id", "group_number", "starts_on", "ends_on", "changed_on"),
        *("relationship", "subscriber_first_name", "subscriber_last_name", "subscriber_birth_on", "subscriber_sex"),
        "entered_in_error",
    ),
    Model.EXPECTED_RATE: ("payer_id", "visit_type", "amount", "starts_on", "source"),
    Model.FEE: ("code", "amount", "starts_on", "source"),
    Model.AUTHORIZATION: (
        *("patient_id", "coverage_id", "number", "state", "starts_on", "ends_on", "entered_on", "note"),
        *("inbound_file_id", "external_id"),
    ),
    Model.SERVICE: ("authorization_id", "codes", "basis", "approved"),
    Model.APPOINTMENT: (
        *("patient_id", "episode_id", "therapist_id", "location_id", "starts_at", "ends_at", "status", "kind"),
        *("lines", "allowed", "note", "reason", "is_imported", "is_clash", "to_enter_in_emr", "external_id"),
        *("together_id", "room_id"),  # Otium's own: no source says them
    ),
    Model.PROGRESS_REPORT: ("patient_id", "written_on", "therapist_id", "external_id", "entered_in_error"),
    Model.GOAL: (
        *("patient_id", "text", "baseline", "current", "target", "due_on", "status", "set_on", "current_on"),
        *("is_long_term", "code", "external_id", "entered_in_error"),
    ),
    Model.GOAL_NOTE: ("patient_id", "goal_id", "noted_on", "current", "status", "entered_in_error"),
    Model.MEASURE: (
        *("patient_id", "instrument", "part", "score", "unit", "taken_on", "side", "norm", "external_id"),
        "entered_in_error",
    ),
    Model.FINDING: ("patient_id", "kind", "code", "text", "found_on", "channel", "external_id", "entered_in_error"),
}
"""The columns of each record that an import reads or writes."""

OF_CHARTS = frozenset((Model.GOAL, Model.GOAL_NOTE, Model.MEASURE, Model.FINDING))
"""Read only for a plan that has lines of charts: they are long, and most imports have none."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the source last said of one kind and key: the record it became, and a digest of each field."""

    record_id: UUID | None
    fields: Mapping[str, str] = field(default_factory=dict)
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """Rooms and equipment, which Otium alone knows. `seats`: where each appointment sits that holds a room. `beside`:
    what appointments hold beside themselves, where it is anything."""

    rooms: Mapping[UUID, tuple[UUID, int]] = field(default_factory=dict)  # location, sessions at once
    seats: Mapping[UUID, int] = field(default_factory=dict)
    beside: Mapping[UUID, Margins] = field(default_factory=dict)
    equipment: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)  # by appointment


@dataclass(frozen=True, slots=True)
class OnFile:
    """`holding`: appointments that hold their people's time (no clash, not cancelled).

    `talks`: therapist, start and end of talks with payers, which hold time and are no import's to move.
    """

    known: Mapping[tuple[Kind, str], Known] = field(default_factory=dict)
    records: Mapping[Model, Mapping[UUID, Fields]] = field(default_factory=dict)
    holding: frozenset[UUID] = frozenset()
    talks: tuple[tuple[UUID, datetime, datetime], ...] = ()
    house: House = field(default_factory=House)

    def of(self, model: Model) -> Mapping[UUID, Fields]:
        return self.records.get(model, {})


def digest(value: Value) -> str:
    """16 hex digits that are equal exactly when the values say the same."""
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()[:16]


def digest_of_row(fields: Mapping[str, str]) -> str:
    """Hex SHA-256 over the digests of a row's fields."""
    return hashlib.sha256(json.dumps(sorted(fields.items())).encode()).hexdigest()


def is_same(one: Value, other: Value) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    raise TypeError(f"an import cannot compare a {type(value).__name__}")
