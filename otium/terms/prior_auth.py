"""Authorizations: what was asked, what was approved, what each visit uses. Names: X12 278."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class AuthState(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"  # the source says it no longer applies
    CANCELLED = "cancelled"


class Basis(StrEnum):
    """What an approval counts."""

    VISITS = "visits"
    UNITS = "units"


class RequestKind(StrEnum):
    """What is asked for. Source: UM02 of a 278 (I, R, S, 4) and what payers' forms tell apart."""

    ASSESSMENT = "assessment"  # the evaluation itself
    INITIAL = "initial"
    RENEWAL = "renewal"  # concurrent review: what follows an authorization
    AMENDMENT = "amendment"  # more, other codes or a later end of one that stands


class Road(StrEnum):
    """By which road a request reaches its payer. `FHIR` (Da Vinci PAS) has its place; nothing is sent by it yet."""

    X12 = "x12"
    PORTAL = "portal"
    FAX = "fax"
    CALL = "call"
    LETTER = "letter"
    FHIR = "fhir"


class RequestState(StrEnum):
    DRAFT = "draft"
    READY = "ready"  # signed where a signature is asked for; nothing is missing that the payer requires
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"  # the payer says that it has it
    PENDED = "pended"
    APPROVED = "approved"
    MODIFIED = "modified"
    DENIED = "denied"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # what it asked for is over, or what the payer wanted did not come in time
    SUPERSEDED = "superseded"  # another request took its place


class RequestEvent(StrEnum):
    MAKE_READY = "make_ready"
    REOPEN = "reopen"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"  # the sending was undone, or never left
    ACKNOWLEDGE = "acknowledge"
    PEND = "pend"
    ANSWER = "answer"  # what the payer wanted was sent
    APPROVE = "approve"
    MODIFY = "modify"
    DENY = "deny"
    CANCEL = "cancel"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"


class PeerToPeerState(StrEnum):
    """A talk of our clinician with the payer's. `OPEN`: offered by the payer's terms, not asked for yet."""

    OPEN = "open"
    ASKED = "asked"
    SCHEDULED = "scheduled"
    HELD = "held"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class PeerToPeerOutcome(StrEnum):
    OVERTURNED = "overturned"
    PARTLY = "partly"
    UPHELD = "upheld"
    UNKNOWN = "unknown"  # held, the payer has not said


class AppealTrack(StrEnum):
    """Which law or contract an appeal goes by. Levels and days: rules/appeals."""

    MEDICARE_FFS = "medicare_ffs"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    COMMERCIAL = "commercial"
    MEDICAID_MCO = "medicaid_mco"
    MEDICAID_FFS = "medicaid_ffs"
    TRICARE = "tricare"
    WORKERS_COMP = "workers_comp"
    OTHER = "other"


class AppealState(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  # its last day passed and it was not filed


class AppealOutcome(StrEnum):
    OVERTURNED = "overturned"
    PARTLY = "partly"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class AuthorizedService:
    """What one line of an authorization allows. Empty `codes` is a pool of visits of any code.

    `opening_used` is what was used before Otium can count it (visits made before the authorization was entered and
    not in the calendar); it is added to what the visits use.
    """

    id: UUID
    codes: frozenset[str]
    basis: Basis
    approved: int | None
    requested: int | None = None
    opening_used: int = 0


@dataclass(frozen=True, slots=True)
class Authorization:
    """One approval. Several may be active at once; dates are inclusive, None is unknown."""

    id: UUID
    patient_id: UUID
    coverage_id: UUID | None
    number: str
    state: AuthState
    starts_on: date | None
    ends_on: date | None
    services: tuple[AuthorizedService, ...]
    entered_on: date | None = None
    ends_basis: str = ""  # why the end is what it is, when computed
    replaces_id: UUID | None = None
    therapist_npis: frozenset[str] = frozenset()  # who may render it; empty: the approval names nobody
    location_id: UUID | None = None  # where; None: the approval names no place
    place_code: str = ""  # place of service as the payer said it: 11, 12, 02; empty: not said


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What the practice asked for and where it stands. Requested and approved are kept apart for ever."""

    id: UUID
    patient_id: UUID
    coverage_id: UUID | None
    state: RequestState
    kind: RequestKind
    authorization_id: UUID | None = None  # the one it renews, or the one it became
    submitted_on: date | None = None
    decided_on: date | None = None
    requested: int | None = None
    approved: int | None = None
    answer_by: date | None = None  # pended: what is wanted must be there by
    trace: str = ""
    road: Road | None = None
    is_urgent: bool = False
    starts_on: date | None = None  # the period asked for
    ends_on: date | None = None
    submitted_at: datetime | None = None  # where the hour is known: urgent clocks run by the hour
    acknowledged_on: date | None = None
    pended_on: date | None = None
    answered_on: date | None = None  # what the payer wanted was sent
    signed_on: date | None = None  # of the packet that goes or went with it
    gaps: int | None = None  # what that packet lacks; None: no packet was compiled
    codes: frozenset[str] = frozenset()  # asked for; empty: visits of any code
    basis: Basis = Basis.VISITS  # what `requested` counts
    therapist_npi: str = ""  # asked for; empty: nobody was named
    location_id: UUID | None = None
    place_code: str = ""
    per_week: Decimal | None = None  # the frequency asked for
    service: str = "treatment"  # a value of terms.roads.Service
    therapist_id: UUID | None = None  # who renders it, and signs
    extended_on: date | None = None  # the payer announced an extension; None: not announced
    extended_until: date | None = None  # the day that it named; None: it named none
    lacks: tuple[str, ...] = ()  # codes of the gaps of that packet that block (rules/packet/filling)


@dataclass(frozen=True, slots=True)
class PeerToPeer:
    """A talk between our clinician and the payer's about one request. `until_on`: the last day by the payer's terms."""

    id: UUID
    request_id: UUID
    state: PeerToPeerState
    until_on: date | None = None
    slot_on: date | None = None
    held_on: date | None = None
    outcome: PeerToPeerOutcome | None = None
    therapist_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """One level of an appeal of one decision. Days are inclusive; None is unknown."""

    id: UUID
    request_id: UUID
    track: AppealTrack
    level: int
    state: AppealState
    file_by: date | None = None
    filed_on: date | None = None
    decide_by: date | None = None
    decided_on: date | None = None
    outcome: AppealOutcome | None = None
    is_expedited: bool = False
    fax_failed_on: date | None = None  # its newest fax did not arrive
    fax_waits_since: date | None = None  # the day its newest fax was ordered, which has not left


@dataclass(frozen=True, slots=True)
class Use:
    """One visit's use of one authorized service, and why that one."""

    visit_id: UUID
    authorization_id: UUID
    service_id: UUID
    quantity: int
    why: str  # code of the reason, one of USE_REASONS; pages have the words
    is_estimated: bool = False  # lines not known: the patient's usual quantity, or the least possible


@dataclass(frozen=True, slots=True)
class BilledVisit:
    """A visit on a claim that went out. `number` stands on the claim (REF G1); None: not known. `uses` as stored."""

    visit_id: UUID
    claim_id: UUID
    number: str | None
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class UseChange:
    """How one visit's use differs from the last settling. `old` None: new use; `new` None: given back."""

    visit_id: UUID
    old: Use | None
    new: Use | None
    why: str  # one of CHANGE_REASONS


# Why a visit uses this authorization and no other.
USE_REASONS = ("only_one", "ends_first", "starts_first", "lowest_number", "made_room", "only_one_left")

# Why a use changed between two settlings.
CHANGE_REASONS = (
    "visit_added",
    "visit_released",
    "authorization_arrived",
    "authorization_removed",
    "authorization_inactive",
    "out_of_period",
    "coverage_changed",
    "other_provider",
    "other_place",
    "claim_corrected",
    "quantity_changed",
    "nothing_left",
    "rebalanced",
)
