"""Authorizations: what was asked, what was approved, what each visit uses. Names: X12 278."""

from dataclasses import dataclass
from datetime import date
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


class RequestState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PENDED = "pended"
    APPROVED = "approved"
    MODIFIED = "modified"
    DENIED = "denied"
    CANCELLED = "cancelled"


class RequestEvent(StrEnum):
    SUBMIT = "submit"
    PEND = "pend"
    APPROVE = "approve"
    MODIFY = "modify"
    DENY = "deny"
    CANCEL = "cancel"


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


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What the practice asked for and where it stands. Requested and approved are kept apart for ever."""

    id: UUID
    patient_id: UUID
    coverage_id: UUID | None
    state: RequestState
    kind: str  # initial, renewal
    authorization_id: UUID | None = None  # the one it renews, or the one it became
    submitted_on: date | None = None
    decided_on: date | None = None
    requested: int | None = None
    approved: int | None = None
    answer_by: date | None = None  # pended: what is wanted must be there by
    trace: str = ""


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
    "quantity_changed",
    "nothing_left",
    "rebalanced",
)
