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


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a duty. `code` names the sentence (the pages hold the words), `params` fill it.

    Params never depend on today: the digest of the reasons tells whether the facts changed.
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


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done. Its key is (kind, focus, instance); the queue keeps one open task for it.

    `due_on` is when to have done it; `last_safe_on` the last day after which something is lost (None: unknown).
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

    @property
    def key(self) -> tuple[str, UUID, str]:
        return (self.kind.value, self.focus_id, self.instance)

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the facts behind the duty; changes exactly when they change."""
        facts = [(r.code, sorted((k, str(v)) for k, v in r.params.items())) for r in self.why]
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
