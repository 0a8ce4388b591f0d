"""Is a booked visit safe to give: every limit tested at once. States are ours, facts the field's."""

from dataclasses import dataclass, field
from datetime import date, time
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


FAILS = frozenset({ClearanceState.AT_RISK, ClearanceState.BLOCKED})
WORST_FIRST = (ClearanceState.BLOCKED, ClearanceState.AT_RISK, ClearanceState.UNKNOWN, ClearanceState.CLEAR)


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
    """One check of one visit. `fact` names the sentence (one of FACTS; the pages hold the words), `params` fill it.

    `act` names what would clear it (one of ACTS), empty where nothing need be done or nothing can be yet.
    `counts` False: shown, but left out of the visit's state, because nobody could know it yet (no facts of it are kept
    anywhere, or no answer of today would speak for the day of the visit).
    """

    check: ClearanceCheck
    state: ClearanceState
    fact: str
    params: dict[str, Param] = field(default_factory=dict)
    source: Source | None = None
    act: str = ""
    counts: bool = True

    @property
    def fails(self) -> bool:
        return self.state in FAILS


@dataclass(frozen=True, slots=True)
class VisitClearance:
    """All checks of one visit. `state` is the worst of those that count; `first` the first finding of this state.

    `first` is None for a clear visit. `findings` are in the order of ClearanceCheck, one a check.
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
    """A what-if: `visit_id` None adds a visit on `on`; `on` None drops it; both move it.

    `at` is the wall-clock time in the practice; None keeps the visit's own, noon for one that is added. `kind` is a
    VisitType and holds for one that is added.
    """

    visit_id: UUID | None
    on: date | None
    kind: str = "treatment"
    at: time | None = None
    therapist_id: UUID | None = None
    is_telehealth: bool | None = None


class Change(StrEnum):
    """What a what-if does to one visit, the first that is true."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"  # the same state for another reason


@dataclass(frozen=True, slots=True)
class VisitDifference:
    """One visit that a what-if changes. `before` None: added; `after` None: dropped."""

    visit_id: UUID
    change: Change
    before: VisitClearance | None
    after: VisitClearance | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A ledger as it is and as it would be. `differences` are in order of the day after, of the day before if dropped.

    Visits that are added have ids of their own here, the same for the same changes; nothing is saved.
    """

    before: ClearanceLedger
    after: ClearanceLedger
    differences: tuple[VisitDifference, ...]


# Every sentence a check may say: code -> names of its params. A param may be None where it is unknown.
FACTS: dict[str, tuple[str, ...]] = {
    "no_payer": (),
    # coverage
    "coverage_answered": ("answered_on",),
    "coverage_missing": (),
    "coverage_ended": ("ends_on",),
    "coverage_inactive": ("answered_on",),
    "therapy_not_covered": ("answered_on",),
    "therapy_in_doubt": ("answered_on",),
    "pays_themselves": (),
    "inquiry_rejected": ("answered_on", "reject_code"),
    "check_missing": (),
    "check_stale": ("answered_on",),
    "check_before_month": ("answered_on",),
    "check_before_year": ("answered_on",),
    "check_before_visit": ("answered_on",),
    "check_before_change": ("answered_on", "changed_on"),
    "check_before_denial": ("answered_on", "denied_on", "carc"),
    "check_later": ("answered_on", "asks_on"),
    # benefit visits and dollars
    "limit_within": ("left", "limit", "disciplines"),
    "limit_beyond_told": ("beyond", "told_on"),
    "limit_beyond": ("remaining", "beyond", "disciplines", "answered_on"),
    "limit_soft_beyond": ("remaining", "beyond", "disciplines", "answered_on"),
    "limit_exceedable": ("remaining", "beyond", "disciplines", "answered_on"),
    "limit_requested": ("requested_on",),
    "limit_approved": ("number",),
    "limit_not_stated": ("answered_on",),
    "limit_use_unknown": ("limit", "answered_on"),
    "limit_not_asked": (),
    "limit_in_doubt": ("answered_on",),
    "limit_next_year": ("from_on",),
    "limit_next_year_beyond": ("from_on", "limit", "beyond"),
    "limit_unpriced": ("left",),
    "limit_other_kind": (),
    "limit_is_threshold": (),
    "dollars_within": ("left", "limit", "disciplines"),
    "dollars_beyond": ("remaining", "beyond", "disciplines", "answered_on"),
    "dollars_soft_beyond": ("remaining", "beyond", "disciplines", "answered_on"),
    "dollars_exceedable": ("remaining", "beyond", "disciplines", "answered_on"),
    # authorization
    "authorization_covers": ("number", "left", "ends_on"),
    "authorization_covers_part": ("number", "codes"),
    "authorization_other_provider": ("number",),
    "authorization_other_place": ("number",),
    "authorization_provider_unknown": ("number",),
    "authorization_place_unknown": ("number",),
    "authorization_missing": (),
    "authorization_ended": ("number", "ends_on"),
    "authorization_used_up": ("number",),
    "authorization_requested": ("submitted_on",),
    "authorization_not_required": (),
    "authorization_need_unknown": (),
    # referral
    "referral_covers": ("written_on", "left", "expires_on"),
    "referral_missing": (),
    "referral_expires": ("expires_on",),
    "referral_used_up": ("visits",),
    "referral_not_required": (),
    "referral_need_unknown": (),
    # plan of care, progress report
    "plan_not_asked": (),
    "plan_made_here": (),
    "plan_missing": (),
    "plan_certified": ("until_on",),
    "plan_unsigned": ("starts_on", "by_on"),
    "plan_not_certified": ("starts_on", "by_on"),
    "recertification_due": ("by_on",),
    "recertification_unsigned": ("starts_on", "by_on"),
    "progress_within": ("day", "days"),
    "progress_later": ("tenth_on",),
    "progress_due": ("tenth_on",),
    "progress_overdue": ("tenth_on",),
    # Medicare threshold
    "threshold_not_asked": (),
    "threshold_within": ("total", "threshold", "year"),
    "threshold_unpriced": ("total", "threshold", "year"),
    "threshold_use_unknown": ("total", "threshold", "year"),
    "threshold_over": ("total", "threshold", "year"),
    "threshold_not_documented": ("total", "threshold", "year"),
    "threshold_figure_unknown": ("year",),
    "review_over": ("total", "threshold", "year"),
    "kx_placed": ("total", "threshold", "year"),
    "abn_given": ("threshold", "year"),
    # telehealth
    "visit_in_person": (),
    "telehealth_not_said": (),
    "telehealth_paid": ("until_on",),
    "telehealth_ended": ("until_on",),
    "telehealth_not_paid": (),
    "telehealth_rule_unknown": (),
    # papers
    "consents_not_kept": (),
    "account_hold_not_kept": (),
    "estimate_not_needed": (),
    "estimate_given": ("ends_on", "total"),
    "estimate_drafted": (),
    "estimate_missing": (),
}

# What would clear a finding. Where a duty of the desk is the same work, it has that duty's name.
ACTS: tuple[str, ...] = (
    "enter_coverage",
    "replace_coverage",
    "verify_coverage",
    "call_payer",
    "fix_inquiry",
    "decide_benefit",
    "tell_benefit_limit",
    "request_beyond_limit",
    "wait_for_payer",
    "obtain_authorization",
    "renew_authorization",
    "check_approval",
    "obtain_referral",
    "enter_payer_rule",
    "enter_rate",
    "enter_plan",
    "certify_plan",
    "recertify_plan",
    "write_progress_report",
    "place_kx",
    "give_abn",
    "see_in_person",
    "give_estimate",
)
