"""What a clinician knows of a patient, as a packet says it to a payer. Names: FHIR Goal, Observation, Condition."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.terms.care import PlanOfCare, ProgressReport
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, RequestKind
from otium.terms.schedule import Visit


class FindingKind(StrEnum):
    """What a finding is about; the sections of a packet are made of them."""

    HISTORY = "history"
    PRIOR_LEVEL = "prior_level"  # of function, before onset
    DEFICIT = "deficit"  # what the patient cannot do in daily life
    IMPAIRMENT = "impairment"  # of body function, measured or observed
    PRECAUTION = "precaution"
    PROGRESS = "progress"
    BARRIER = "barrier"  # why progress was slower
    HOME_PROGRAM = "home_program"  # what was given, and whether it is done
    SKILLED_NEED = "skilled_need"  # why a therapist and not a helper
    DISCHARGE_PLAN = "discharge_plan"
    OTHER_SERVICES = "other_services"  # school OT, PT, SLP: what payers ask about duplication


class GoalStatus(StrEnum):
    ACTIVE = "active"
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paper on file. `number` counts from 1."""

    document_id: UUID
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    id: UUID
    kind: FindingKind
    text: str
    found_on: date
    code: str = ""  # the criterion it speaks to
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One score, as the instrument states it. `instrument` is a key of the registry where it is known there."""

    id: UUID
    instrument: str
    part: str
    score: Decimal
    unit: str
    taken_on: date
    side: str = ""
    norm: str = ""
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class GoalNote:
    """Where a goal stood on a day."""

    noted_on: date
    current: str
    status: GoalStatus


@dataclass(frozen=True, slots=True)
class Goal:
    """`notes` oldest first. An empty text is not known."""

    id: UUID
    text: str
    baseline: str
    current: str
    target: str
    due_on: date | None
    status: GoalStatus
    set_on: date | None = None
    current_on: date | None = None
    is_long_term: bool | None = None
    code: str = ""
    notes: tuple[GoalNote, ...] = ()
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A referral with who wrote it."""

    id: UUID
    written_on: date | None
    expires_on: date | None
    visits: int | None
    is_signed: bool | None
    referrer_name: str
    referrer_npi: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document on file: its kind is what it is for (evaluation, plan_of_care, order, progress, ...)."""

    id: UUID
    title: str
    kind: str
    received_on: date
    pages: int | None
    has_text: bool | None


@dataclass(frozen=True, slots=True)
class Who:
    """The patient, as the payer knows them."""

    id: UUID
    first_name: str
    last_name: str
    birth_on: date | None
    sex: str
    member_id: str
    group_number: str
    subscriber_name: str  # empty: the patient themselves
    relationship: str


@dataclass(frozen=True, slots=True)
class Insured:
    """By whom it is paid. `injury`: label -> value of a work or car injury's claim."""

    coverage_id: UUID
    payer_id: UUID
    payer_name: str
    payer_type: PayerType
    payer_rules: str  # key of rules/payers; empty: its type's
    plan_name: str
    state: str
    injury: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """Who asks and who treats."""

    practice_name: str
    practice_npi: str
    tax_id: str
    taxonomy: str
    address: str
    phone: str
    fax: str
    therapist_id: UUID | None
    therapist_name: str
    credential: str
    therapist_npi: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What this request asks for. `lines`: (codes, basis, quantity)."""

    request_id: UUID
    kind: RequestKind
    service: str
    is_urgent: bool
    starts_on: date | None
    ends_on: date | None
    per_week: Decimal | None
    weeks: int | None
    requested: int | None
    lines: tuple[tuple[tuple[str, ...], str, int | None], ...]
    place_code: str
    renews: Authorization | None
    reasoning: tuple[tuple[str, str, bool], ...] = ()  # section, text, still only proposed


@dataclass(frozen=True, slots=True)
class Chart:
    """All that a packet may say of one patient for one request. Tuples are oldest first."""

    on: date
    who: Who
    insured: Insured
    provider: Provider
    asked: Asked
    episode_id: UUID | None
    diagnoses: tuple[str, ...]  # ICD-10 with point, primary first
    onset_on: date | None
    injury_on: date | None
    care_started_on: date | None
    orders: tuple[Order, ...] = ()
    plans: tuple[PlanOfCare, ...] = ()
    findings: tuple[Finding, ...] = ()
    measures: tuple[Measure, ...] = ()
    goals: tuple[Goal, ...] = ()
    reports: tuple[ProgressReport, ...] = ()
    visits: tuple[Visit, ...] = ()
    papers: tuple[Paper, ...] = ()
