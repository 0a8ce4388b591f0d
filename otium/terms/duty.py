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
    TELL_ATTENDANCE = "tell_attendance"
    CALL_FAMILY = "call_family"


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
    DutyKind.TELL_ATTENDANCE: Workflow.FAMILIES,
    DutyKind.CALL_FAMILY: Workflow.FAMILIES,
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
    FAMILY_MATTER = "family_matter"


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
