"""Is a booked visit safe to give: every limit tested at once. States are ours, facts the field's."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.terms.duty import Param
from otium.terms.provenance import Source


class ClearanceState(StrEnum):
    """From best to worst is CLEAR, UNKNOWN, AT_RISK, BLOCKED; NOT_NEEDED says nothing of the visit."""

    CLEAR = "clear"
    AT_RISK = "at_risk"  # may not be paid, or only if something is done in time
    BLOCKED = "blocked"  # will not be paid as it stands
    UNKNOWN = "unknown"  # the fact is not on file; never taken for clear
    NOT_NEEDED = "not_needed"


class ClearanceCheck(StrEnum):
    """In the order they are shown: from who pays to what must be signed."""

    COVERAGE = "coverage"  # in force on the day, answered and not stale
    BENEFIT_VISITS = "benefit_visits"
    BENEFIT_DOLLARS = "benefit_dollars"
    AUTHORIZATION = "authorization"
    REFERRAL = "referral"
    PLAN_OF_CARE = "plan_of_care"
    PROGRESS_REPORT = "progress_report"
    MEDICARE_THRESHOLD = "medicare_threshold"  # KX, and the figure of medical review
    TELEHEALTH = "telehealth"
    CONSENTS = "consents"
    ESTIMATE = "estimate"  # good-faith estimate of a person who pays themselves
    ACCOUNT_HOLD = "account_hold"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one visit. `fact` names the sentence (code of rules/clearance/facts), `params` fill it.

    `act` names what would clear it (a code of the pages' words), empty where nothing need be done.
    """

    check: ClearanceCheck
    state: ClearanceState
    fact: str
    params: dict[str, Param] = field(default_factory=dict)
    source: Source | None = None
    act: str = ""


@dataclass(frozen=True, slots=True)
class VisitClearance:
    """All checks of one visit. `state` is the worst of them; `first` the first finding that is of this state.

    `dollars`: what the practice expects for the visit; None is unknown. At risk unless the state is clear.
    """

    visit_id: UUID
    on: date
    coverage_id: UUID | None
    state: ClearanceState
    findings: tuple[Finding, ...]
    first: Finding | None = None
    dollars: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FirstLimit:
    """The first booked visit on which a check fails, and what comes after it."""

    check: ClearanceCheck
    state: ClearanceState
    visit_id: UUID
    on: date
    visits: int  # booked visits from there on that the same check fails
    dollars: Decimal | None  # of these; None when none is priced
    finding: Finding


@dataclass(frozen=True, slots=True)
class ClearanceLedger:
    """All future visits of one patient in order of time, and the limits they run into, the nearest first."""

    patient_id: UUID
    visits: tuple[VisitClearance, ...]
    limits: tuple[FirstLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitChange:
    """A what-if: `visit_id` None adds a visit on `on`; `on` None drops it; both move it."""

    visit_id: UUID | None
    on: date | None
    kind: str = "treatment"
