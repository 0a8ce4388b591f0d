"""Coverage of one patient and the payer's answers about it. Names: FHIR Coverage, X12 271."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.terms.payers import PayerType


class CheckStatus(StrEnum):
    """What the payer answered when asked whether the patient is covered."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    REJECTED = "rejected"  # the inquiry could not be answered (AAA)
    UNKNOWN = "unknown"


class BenefitKind(StrEnum):
    VISIT_LIMIT = "visit_limit"
    VISITS_REMAINING = "visits_remaining"
    VISITS_USED = "visits_used"
    DOLLAR_LIMIT = "dollar_limit"
    DOLLARS_REMAINING = "dollars_remaining"
    DOLLARS_USED = "dollars_used"
    COPAY = "copay"
    COINSURANCE = "coinsurance"
    DEDUCTIBLE = "deductible"
    DEDUCTIBLE_REMAINING = "deductible_remaining"
    OUT_OF_POCKET = "out_of_pocket"
    OUT_OF_POCKET_REMAINING = "out_of_pocket_remaining"
    AUTHORIZATION_REQUIRED = "authorization_required"
    OTHER_PAYER = "other_payer"
    COVERED = "covered"  # `flag`: is occupational therapy covered at all
    VISIT_FREQUENCY = "visit_frequency"
    DEDUCTIBLE_MET = "deductible_met"
    OUT_OF_POCKET_MET = "out_of_pocket_met"
    SPEND_DOWN = "spend_down"  # dollars the family owes before Medicaid pays
    MANAGED_CARE = "managed_care"  # `text`: the plan that pays instead of the one asked
    MEDICARE_SECONDARY = "medicare_secondary"  # `text`: who pays before Medicare
    AUTHORIZATION_ROAD = "authorization_road"  # `text`: how an authorization is asked for
    REFERRAL_REQUIRED = "referral_required"  # `flag`
    TELEHEALTH = "telehealth"  # `flag`: is it paid for
    CLAIMS_ADDRESS = "claims_address"  # `text`: where claims go, as the payer said it
    AUTHORIZATION_FOR = "authorization_for"  # `flag`: is one needed for the service in `text` (terms.roads.Service)
    QMB = "qmb"  # `flag`: qualified Medicare beneficiary, owes no cost share


@dataclass(frozen=True, slots=True)
class Coverage:
    """One insurance of one patient. `order` 1 is primary (SBR01 P); dates are inclusive, None is unknown or open."""

    id: UUID
    patient_id: UUID
    payer_id: UUID
    payer_name: str
    payer_type: PayerType
    payer_key: str = ""  # key of the payer's own rules, empty for the rules of its type
    order: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    relationship: str = "self"
    changed_on: date | None = None  # when member id, plan or payer was last changed; an older answer no longer counts
    holder_birth_on: date | None = None  # of whose plan it is, where that is not the patient
    is_court_ordered: bool | None = None  # a decree makes this parent's plan pay first
    payer_ids: tuple[str, ...] = ()  # by which X12 knows the payer
    plan_name: str = ""  # as it is on file; empty: not known

    def is_in_force(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Benefit:
    """One therapy benefit out of a payer's answer. `amount` is visits or dollars by `kind`; None is unknown."""

    id: UUID
    kind: BenefitKind
    amount: Decimal | None
    flag: bool | None = None  # for AUTHORIZATION_REQUIRED
    period: str = ""  # calendar_year, service_year, remaining, visit, lifetime (X12 EB06 in words)
    pooled_with: tuple[str, ...] = ()  # other disciplines that draw on it: PT, SLP
    is_derived: bool = False  # computed from limit minus used, not stated
    in_network: bool | None = None
    level: str = ""  # EB02: IND, FAM; empty where it is not said
    text: str = ""  # a payer's name, of the kinds that name one
    is_ambiguous: bool = False  # answers say different things, and nobody decided: not to be relied on
    insurance_type: str = ""  # EB04 of a line about another payer


@dataclass(frozen=True, slots=True)
class BenefitDecision:
    """A person's word on which of several values holds. `digest` says between which; the value is the benefit's."""

    id: UUID
    coverage_id: UUID
    digest: str
    benefit: Benefit
    on: date  # the practice's day


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A 270 that is on its way or with the payer, and not answered."""

    parcel_id: UUID
    coverage_id: UUID
    asked_on: date  # the practice's day
    is_stuck: bool = False  # it has not left, and its connection is paused or fails: a person must ask otherwise


@dataclass(frozen=True, slots=True)
class EligibilityDenial:
    """A payment in which the payer said that the patient was not covered (835, a CARC that says so)."""

    remittance_id: UUID
    coverage_id: UUID  # the claim's
    carc: str
    heard_at: datetime
    heard_on: date  # the practice's day


@dataclass(frozen=True, slots=True)
class BenefitCheck:
    """One answer of one payer about one coverage."""

    id: UUID
    coverage_id: UUID
    status: CheckStatus
    answered_at: datetime
    answered_on: date  # the practice's day
    service_on: date | None = None  # the day asked about (DTP 291)
    coverage_ends_on: date | None = None
    reject_code: str = ""  # AAA03
    follow_up: str = ""  # AAA04
    benefits: tuple[Benefit, ...] = ()
    channel: str = "x12"
    plan_name: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that contradict, and the answer that gives it."""

    check: BenefitCheck
    benefit: Benefit


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Values of one benefit of which one holds at most. `held` is the one that a person chose, None: nobody has."""

    coverage_id: UUID
    kind: BenefitKind
    pooled_with: tuple[str, ...]
    sides: tuple[Side, ...]
    digest: str
    held: Benefit | None = None

    @property
    def instance(self) -> str:
        """Names it among those of its coverage as long as the values are the same."""
        return f"{self.kind.value} {self.digest[:12]}"
