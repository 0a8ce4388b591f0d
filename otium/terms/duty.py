"""Duties: what must be done, for whom, by when, why, and what is lost if not (design section 2)."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.terms.provenance import Source

Param = str | int | date | Decimal | None


class Workflow(StrEnum):
    """The room's workflows, as on the rail."""

    ELIGIBILITY = "eligibility"
    PRIOR_AUTH = "prior_auth"
    CARE = "care"
    SCHEDULE = "schedule"
    INBOX = "inbox"
    CLAIMS = "claims"
    TRAFFIC = "traffic"
    FAMILIES = "families"


class DutyKind(StrEnum):
    RENEW_AUTHORIZATION = "renew_authorization"
    OBTAIN_AUTHORIZATION = "obtain_authorization"
    ANSWER_PENDED = "answer_pended"
    WORK_DENIAL = "work_denial"
    WORK_REDUCTION = "work_reduction"
    VERIFY_COVERAGE = "verify_coverage"
    FIX_INQUIRY = "fix_inquiry"
    REPLACE_COVERAGE = "replace_coverage"
    TELL_BENEFIT_LIMIT = "tell_benefit_limit"
    CERTIFY_PLAN = "certify_plan"
    RECERTIFY_PLAN = "recertify_plan"
    WRITE_PROGRESS_REPORT = "write_progress_report"
    PLACE_KX = "place_kx"
    OBTAIN_REFERRAL = "obtain_referral"
    SETTLE_CALENDAR_CLASH = "settle_calendar_clash"
    READ_FILE = "read_file"
    MATCH_FILE = "match_file"
    ROUTE_FILE = "route_file"
    MEND_IMPORT = "mend_import"
    FIX_CLAIM = "fix_claim"
    CHECK_REMITTANCE = "check_remittance"
    SETTLE_SENDING = "settle_sending"
    GIVE_ROAD = "give_road"
    MEND_CONNECTION = "mend_connection"
    DECIDE_BENEFIT = "decide_benefit"
    REVIEW_CHANGE = "review_change"
    SETTLE_FINDING = "settle_finding"
    ORDER_COVERAGES = "order_coverages"
    FOLLOW_PROMISE = "follow_promise"
    REQUEST_BEYOND_LIMIT = "request_beyond_limit"
    TELL_THRESHOLD = "tell_threshold"
    GIVE_ESTIMATE = "give_estimate"
    ESTIMATE_EXCEEDED = "estimate_exceeded"
    GIVE_ABN = "give_abn"
    SETTLE_NEED = "settle_need"
    SIGN_REQUEST = "sign_request"
    SEND_REQUEST = "send_request"
    CHASE_DECISION = "chase_decision"
    CHECK_APPROVAL = "check_approval"
    SETTLE_USES = "settle_uses"
    HOLD_PEER_TO_PEER = "hold_peer_to_peer"
    FILE_APPEAL = "file_appeal"
    CHASE_APPEAL = "chase_appeal"
    TELL_DECISION = "tell_decision"


WORKFLOW_OF: dict[DutyKind, Workflow] = {
    DutyKind.RENEW_AUTHORIZATION: Workflow.PRIOR_AUTH,
    DutyKind.OBTAIN_AUTHORIZATION: Workflow.PRIOR_AUTH,
    DutyKind.ANSWER_PENDED: Workflow.PRIOR_AUTH,
    DutyKind.WORK_DENIAL: Workflow.PRIOR_AUTH,
    DutyKind.WORK_REDUCTION: Workflow.PRIOR_AUTH,
    DutyKind.VERIFY_COVERAGE: Workflow.ELIGIBILITY,
    DutyKind.FIX_INQUIRY: Workflow.ELIGIBILITY,
    DutyKind.REPLACE_COVERAGE: Workflow.ELIGIBILITY,
    DutyKind.TELL_BENEFIT_LIMIT: Workflow.ELIGIBILITY,
    DutyKind.CERTIFY_PLAN: Workflow.CARE,
    DutyKind.RECERTIFY_PLAN: Workflow.CARE,
    DutyKind.WRITE_PROGRESS_REPORT: Workflow.CARE,
    DutyKind.PLACE_KX: Workflow.CARE,
    DutyKind.OBTAIN_REFERRAL: Workflow.CARE,
    DutyKind.SETTLE_CALENDAR_CLASH: Workflow.SCHEDULE,
    DutyKind.READ_FILE: Workflow.INBOX,
    DutyKind.MATCH_FILE: Workflow.INBOX,
    DutyKind.ROUTE_FILE: Workflow.INBOX,
    DutyKind.MEND_IMPORT: Workflow.INBOX,
    DutyKind.FIX_CLAIM: Workflow.CLAIMS,
    DutyKind.CHECK_REMITTANCE: Workflow.CLAIMS,
    DutyKind.SETTLE_SENDING: Workflow.TRAFFIC,
    DutyKind.GIVE_ROAD: Workflow.TRAFFIC,
    DutyKind.MEND_CONNECTION: Workflow.TRAFFIC,
    DutyKind.DECIDE_BENEFIT: Workflow.ELIGIBILITY,
    DutyKind.REVIEW_CHANGE: Workflow.ELIGIBILITY,
    DutyKind.SETTLE_FINDING: Workflow.ELIGIBILITY,
    DutyKind.ORDER_COVERAGES: Workflow.ELIGIBILITY,
    DutyKind.FOLLOW_PROMISE: Workflow.ELIGIBILITY,
    DutyKind.REQUEST_BEYOND_LIMIT: Workflow.ELIGIBILITY,
    DutyKind.TELL_THRESHOLD: Workflow.FAMILIES,
    DutyKind.GIVE_ESTIMATE: Workflow.FAMILIES,
    DutyKind.ESTIMATE_EXCEEDED: Workflow.FAMILIES,
    DutyKind.GIVE_ABN: Workflow.FAMILIES,
    DutyKind.SETTLE_NEED: Workflow.PRIOR_AUTH,
    DutyKind.SIGN_REQUEST: Workflow.PRIOR_AUTH,
    DutyKind.SEND_REQUEST: Workflow.PRIOR_AUTH,
    DutyKind.CHASE_DECISION: Workflow.PRIOR_AUTH,
    DutyKind.CHECK_APPROVAL: Workflow.PRIOR_AUTH,
    DutyKind.SETTLE_USES: Workflow.PRIOR_AUTH,
    DutyKind.HOLD_PEER_TO_PEER: Workflow.PRIOR_AUTH,
    DutyKind.FILE_APPEAL: Workflow.PRIOR_AUTH,
    DutyKind.CHASE_APPEAL: Workflow.PRIOR_AUTH,
    DutyKind.TELL_DECISION: Workflow.FAMILIES,
}


class FocusType(StrEnum):
    PATIENT = "patient"
    COVERAGE = "coverage"
    AUTHORIZATION = "authorization"
    AUTHORIZATION_REQUEST = "authorization_request"
    PLAN_OF_CARE = "plan_of_care"
    APPOINTMENT = "appointment"
    INBOUND_FILE = "inbound_file"
    IMPORT_RUN = "import_run"
    CLAIM = "claim"
    REMITTANCE = "remittance"
    TRANSMISSION = "transmission"
    CONNECTION = "connection"
    CALL = "call"
    ESTIMATE = "estimate"
    PRACTICE = "practice"
    PEER_TO_PEER = "peer_to_peer"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a duty. `code` names the sentence (the pages hold the words), `params` fill it.

    Params never say how many days are left. Where the visit they name may be another as days go by or bookings change,
    the duty says on what it rests (`Duty.ground`).
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict)
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Dollars lost if nobody acts, and how they were computed. `amount` None is unknown, never 0.

    `visits` counted at `rates` (dollars a visit); `unpriced` visits have no rate on file.
    """

    amount: Decimal | None
    visits: int = 0
    rates: tuple[tuple[Decimal, int], ...] = ()  # (dollars, number of visits at it)
    unpriced: int = 0


UNKNOWN_RISK = AtRisk(amount=None)


# Our own preparing is no new ground: a decision to leave a duty alone outlives a draft that is made or withdrawn.
OUR_PROGRESS = frozenset({"request_drafted"})
# Nor is what may be treated meanwhile: it follows from the decision and the calendar.
NO_GROUND = OUR_PROGRESS | {"care_meanwhile", "continuation_until", "continuation_over"}


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done. Its key is (kind, focus, instance); the queue keeps one open task for it.

    `due_on` is when to have done it; `last_safe_on` the last day after which something is lost (None: unknown).
    `ground` are the facts on which a decision or dismissal rests, by name; None: all reasons with their params.
    """

    kind: DutyKind
    focus_type: FocusType
    focus_id: UUID
    due_on: date
    why: tuple[Reason, ...]
    instance: str = ""
    last_safe_on: date | None = None
    at_risk: AtRisk = UNKNOWN_RISK
    patient_id: UUID | None = None
    therapist_id: UUID | None = None
    appointment_id: UUID | None = None  # the first visit that is in danger
    ground: dict[str, Param] | None = None

    @property
    def key(self) -> tuple[str, UUID, str]:
        return (self.kind.value, self.focus_id, self.instance)

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the ground of the duty; changes exactly when it changes. What is shown may change under it."""
        told = [(r.code, r.params) for r in self.why if r.code not in NO_GROUND]
        ground = [("ground", self.ground)] if self.ground is not None else told
        facts = [(code, sorted((k, str(v)) for k, v in params.items())) for code, params in ground]
        text = json.dumps([self.kind, str(self.focus_id), self.instance, facts], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class ActKind(StrEnum):
    """What a person may record as done. Acts are facts: the rules read them, and that closes the task."""

    WAIT_UNTIL = "wait_until"
    SENT = "sent"
    FAMILY_TOLD = "family_told"
    DECIDED = "decided"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person or playbook did about a duty. `until_on`: the duty rests until that day."""

    id: UUID
    kind: ActKind
    duty_kind: DutyKind
    focus_id: UUID
    instance: str
    on: date
    digest: str = ""  # of the duty when the act was done; an act about other facts says nothing about these
    until_on: date | None = None


# Every sentence a rule may say: code -> names of its params. Words are in the pages, meaning and source in
# docs/rules.md. A param may be None where a fact is unknown.
REASONS: dict[str, tuple[str, ...]] = {
    # prior authorization
    "authorization_runs_out": ("on", "count"),
    "authorization_ends": ("ends_on", "on", "count"),
    "authorization_projected_out": ("on", "per_week"),
    "authorization_approved": ("number", "approved", "basis", "ends_on"),
    "authorization_missing": ("on", "count"),
    "authorization_required_by_answer": ("answered_on",),
    "authorization_required_by_rule": ("payer_rule", "certainty"),
    "payer_decides_within": ("business_days", "certainty"),
    "payer_decided_within": ("business_days", "n"),
    "decision_overdue": ("by_on", "submitted_on", "certainty"),
    "press_call": (),
    "press_supervisor": (),
    "press_complaint": (),
    "need_answered_against_rule": ("answered_on", "certainty"),
    "no_need_answered_against_rule": ("answered_on", "certainty"),
    "need_said_both_ways": ("answered_on",),
    "need_unknown": ("answered_on",),
    "evaluation_need_unknown": ("visit_on", "certainty"),
    "units_estimated": (),
    "request_drafted": (),
    "packet_complete": (),
    "packet_lacking": ("count",),
    "packet_lacks": ("gap", "who"),
    "packet_lacks_more": ("count",),
    "request_unanswered": ("submitted_on", "expected_on"),
    "request_pended": ("answer_by",),
    "request_submitted": ("submitted_on", "requested"),
    "request_denied": ("decided_on",),
    "request_reduced": ("requested", "approved"),
    "request_ready": ("signed_on",),
    "request_asks": ("requested", "starts_on", "ends_on"),
    "request_waits_for": ("on", "count"),
    "peer_to_peer_until": ("on", "certainty"),
    "appeal_until": ("on", "certainty"),
    # what an approval says, and what was billed
    "approval_other_provider": ("number", "on", "count"),
    "approval_other_place": ("number", "on", "count"),
    "approval_other_codes": ("number", "codes"),
    "approval_other_place_code": ("number", "place_code", "on", "count"),
    "approval_other_basis": ("number", "requested", "basis"),
    "approval_period_past": ("number", "ends_on", "decided_on"),
    "approval_starts_later": ("number", "starts_on", "on", "count"),
    "billed_under": ("number", "on", "count"),
    "belongs_under": ("number",),
    "use_would_change": ("cause",),
    # what follows from a denial or cut
    "decision_concerns": ("on", "count", "basis", "until_on", "decided_on"),
    "decision_next": ("step",),
    "decision_covers_until": ("until_on", "on", "count"),
    "extend_until": ("on", "visit_on"),
    "plan_that_fits": ("per_week", "until_on"),
    "retroactive_until": ("on", "visit_on", "count", "certainty"),
    "care_meanwhile": ("care", "risk", "certainty"),
    "continuation_until": ("on",),
    "continuation_over": ("on",),
    # peer-to-peers and appeals
    "peer_to_peer_open": ("until_on",),
    "peer_to_peer_slot": ("on",),
    "peer_to_peer_missed": (),
    "peer_to_peer_unsaid": ("held_on",),
    "peer_to_peer_unapproved": ("held_on",),
    "peer_to_peer_upheld": ("held_on",),
    "appeal_begun": ("level", "file_by"),
    "appeal_lapsed": ("level", "file_by"),
    "lost_visits": ("count", "on", "decided_on"),
    "appeal_fax_failed": ("failed_on",),
    "appeal_fax_waits": ("ordered_on", "file_by"),
    "appeal_upheld": ("level", "decided_on"),
    "appeal_unanswered": ("filed_on", "decide_by"),
    "appeal_unapproved": ("decided_on",),
    # eligibility
    "check_missing": ("visit_on",),
    "check_stale": ("answered_on", "visit_on"),
    "check_before_month": ("answered_on", "visit_on"),
    "check_before_year": ("answered_on", "visit_on"),
    "check_before_change": ("answered_on", "changed_on"),
    "check_before_visit": ("answered_on", "visit_on"),
    "check_before_denial": ("answered_on", "denied_on", "carc"),
    "check_unanswered": ("answered_on", "reject_code"),
    "inquiry_unanswered": ("asked_on",),
    "ask_by_phone": (),
    "inquiry_rejected": ("reject_code", "follow_up", "answered_on"),
    "reject_cure": ("cure", "field"),
    "next_visit": ("visit_on",),
    "answers_contradict": ("what", "count"),
    "answer_says": ("benefit", "channel", "answered_on"),
    "plan_changed": ("was_plan", "now_plan", "answered_on", "earlier_on"),
    "authorization_now_required": ("answered_on", "earlier_on"),
    "therapy_no_longer_covered": ("answered_on", "earlier_on"),
    "limit_changed": ("was", "now", "answered_on", "earlier_on"),
    "dollar_limit_changed": ("was_dollars", "now_dollars", "answered_on", "earlier_on"),
    "visits_used_elsewhere": ("was", "now", "count", "answered_on", "earlier_on"),
    "copay_changed": ("was_dollars", "now_dollars", "answered_on", "earlier_on"),
    "deductible_changed": ("was_dollars", "now_dollars", "answered_on", "earlier_on"),
    "coinsurance_changed": ("was_share", "now_share", "answered_on", "earlier_on"),
    "network_lost": ("answered_on", "earlier_on"),
    "other_payer_found": ("payer", "insurance", "benefit", "answered_on"),
    "managed_care_found": ("payer", "insurance", "benefit", "answered_on"),
    "payer_before_medicare_found": ("payer", "insurance", "benefit", "answered_on"),
    "qmb_found": ("answered_on",),
    "spend_down_found": ("dollars", "answered_on"),
    "order_unknown": ("payer", "other"),
    "order_differs": ("payer", "other"),
    "order_suggested": ("rule", "payer"),
    "order_lacks": ("rule", "missing"),
    "coverage_ends": ("ends_on", "visit_on", "count"),
    "coverage_missing": ("visit_on", "count"),
    "coverage_inactive": ("answered_on", "visit_on", "count"),
    "limit_reached": ("visit_on", "remaining", "answered_on"),
    "limit_dollars_reached": ("visit_on", "remaining", "answered_on"),
    "limit_derived": ("limit", "used"),
    "limit_pooled": ("disciplines",),
    "limit_soft": (),
    "promise_due": ("called_on", "promised_on"),
    "threshold_visits": ("remaining", "limit", "answered_on"),
    "threshold_dollars": ("remaining", "limit", "answered_on"),
    "threshold_booked": ("count", "until_on"),
    "family_calls": ("answered_on",),
    "family_stops": ("answered_on",),
    "family_silent": ("told_on",),
    # plan of care, Medicare threshold, referral
    "plan_unsigned": ("starts_on", "by_on"),
    "plan_sent": ("sent_on",),
    "plan_not_sent": (),
    "order_on_file": ("written_on",),
    "order_missing": (),
    "recertification_due": ("by_on", "visit_on"),
    "recertification_unsigned": ("starts_on", "by_on"),
    "progress_report_due": ("tenth_on",),
    "progress_report_near": ("eighth_on",),
    "last_report": ("written_on",),
    "counted_from": ("on",),
    "threshold_crossed": ("visit_on", "threshold", "year"),
    "threshold_estimated": ("year", "from_year"),
    "review_zone": ("visit_on", "threshold"),
    "necessity_not_documented": ("decided_on",),
    "abn_cost_charge": ("cost", "each"),
    "abn_cost_rate": ("cost", "each"),
    "abn_cost_unknown": (),
    "visits_unpriced": (),
    "referral_missing": ("visit_on",),
    "referral_expires": ("expires_on", "visit_on"),
    "referral_used_up": ("visits", "visit_on"),
    "referral_required_by_rule": ("payer_rule", "certainty"),
    # calendar and inbox
    "calendar_clash": ("on",),
    "file_unreadable": ("format", "position", "cause"),
    "file_unmatched": ("format", "position", "cause"),
    "file_unrouted": ("format", "position", "cause"),
    "import_rows_held": ("count", "cause"),
    # claims and remittances
    "claim_rejected": ("number", "since_on"),
    "claim_held": ("number", "since_on", "count"),
    "remittance_unbalanced": ("trace", "count"),
    "remittance_unmatched": ("trace", "count"),
    # what leaves
    "sending_unsure": ("kind", "count", "since_on"),
    "sending_refused": ("kind", "count", "since_on", "cause"),
    "road_missing": ("kind", "count", "since_on"),
    "connection_failing": ("name", "since_on", "cause"),
    "connection_left_files": ("name", "count", "cause"),
    "connection_paused": ("name", "count"),
    "parcels_wait": ("count",),
    # good-faith estimates
    "estimate_missing": ("visit_on",),
    "estimate_clock": ("booked_on",),
    "estimate_asked": ("asked_on",),
    "estimate_ends": ("ends_on", "visit_on"),
    "estimate_new_service": ("codes", "visit_on"),
    "estimate_more": ("codes", "visit_on"),
    "estimate_price": ("codes", "visit_on"),
    "estimate_over": ("version", "estimated", "billed"),
    "estimate_near": ("version", "estimated", "billed"),
    "estimate_billed_by_visits": (),
    # any duty
    "waited_until": ("until_on",),
}
