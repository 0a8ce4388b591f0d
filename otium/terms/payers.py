"""Who pays, and what differs by payer. Numbers come from dated data files, never from code."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class PayerType(StrEnum):
    COMMERCIAL = "commercial"
    MEDICARE_B = "medicare_b"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID_FFS = "medicaid_ffs"
    MEDICAID_MCO = "medicaid_mco"
    TRICARE = "tricare"
    WORKERS_COMP = "workers_comp"
    AUTO = "auto"
    VA = "va"
    SELF_PAY = "self_pay"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PayerRules:
    """What Otium needs to know about one class of payer or one payer, as of one day.

    Shipped in rules/payers/*.toml with source and certainty; a practice may override each value.
    `None` means the rule is not known for this payer.
    """

    key: str
    payer_type: PayerType
    source: str
    certainty: str  # verified, knowledge, uncertain
    authorization_required: bool | None = None  # for treatment visits; a payer's own answer (EB11) beats this
    referral_required: bool | None = None
    wire_eligibility: bool = True  # can a 270 be asked at all (workers' comp and auto cannot)
    check_stale_days: int = 30  # an answer older than this before a visit is stale
    check_each_month: bool = False  # Medicaid: eligibility is monthly
    decision_business_days: int = 10  # 90th percentile of this payer's answers until measured
    earliest_renewal_days: int = 30  # days before the end that a renewal is accepted
    plan_of_care_certification: bool = False  # Medicare Part B style certification, recertification, progress
    kx_threshold: Decimal | None = None  # dollars of allowed amounts in the calendar year


@dataclass(frozen=True, slots=True)
class YearlyLimit:
    """A dollar figure CMS sets for a calendar year. Source: docs in the data file."""

    year: int
    kx_threshold: Decimal
    review_threshold: Decimal
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PayerBook:
    """All payer rules in force on one day: by payer key first, then by payer type."""

    on: date
    by_type: dict[PayerType, PayerRules]
    by_key: dict[str, PayerRules]
    yearly: dict[int, YearlyLimit]

    def rules_for(self, payer_type: PayerType, key: str = "") -> PayerRules:
        return self.by_key.get(key) or self.by_type[payer_type]
