"""Who pays, and what differs by payer. Numbers come from dated data files, never from code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from otium.terms.rejects import Cures


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
class Ground:
    """What one value of a payer's rules rests on. `certainty`: verified, knowledge, pattern, uncertain, practice."""

    source: str
    certainty: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PayerRules:
    """What Otium needs to know about one class of payer or one payer, as of one day.

    Shipped in rules/payers/*.toml with source and certainty; a practice may override each value.
    `None` means the rule is not known for this payer.
    """

    key: str
    payer_type: PayerType
    source: str
    certainty: str  # verified, knowledge, pattern, uncertain
    authorization_required: bool | None = None  # for treatment visits; a payer's own answer (EB11) beats this
    referral_required: bool | None = None
    wire_eligibility: bool = True  # can a 270 be asked at all (workers' comp and auto cannot)
    check_stale_days: int = 30  # an answer older than this before a visit is stale
    check_each_month: bool = False  # Medicaid: eligibility is monthly
    decision_business_days: int = 10  # 90th percentile of this payer's answers until measured
    earliest_renewal_days: int = 30  # days before the end that a renewal is accepted
    plan_of_care_certification: bool = False  # Medicare Part B style certification, recertification, progress
    kx_threshold: Decimal | None = None  # dollars of allowed amounts in the calendar year
    kx_applies: bool = False  # is there a yearly threshold at all (its figures are in PayerBook.yearly)
    needs_check: bool = True  # False: nobody to ask (self-pay)
    limits_soft_under_age: int | None = None  # Medicaid EPSDT: visit limits are soft below this age
    certification_days: int = 30
    recertification_days: int = 90
    progress_report_days: int = 10  # treatment days between progress reports
    progress_warning_days: int = 8
    order_stands_in_from: date | None = None  # initial plans from this day: order on file and proof of sending suffice
    peer_to_peer_days: int | None = None  # calendar days after a denial
    appeal_days: int | None = None  # calendar days after a denial of a pre-service request
    service_types: str = "30 AD"  # codes to ask for (EQ01), in order
    check_each_visit: bool = False  # Medicaid fee for service: eligibility is proved for each day of service
    limits_are_hard: bool | None = None  # a visit beyond the limit is never paid
    limit_year: str | None = None  # calendar or plan
    limit_pools_with: str | None = None  # disciplines that share the limit, as "PT SLP"; the payer's answer beats it
    evaluation_needs_authorization: bool | None = None
    telehealth_allowed: bool | None = None
    telehealth_until: date | None = None  # last day it is allowed
    telehealth_modifier: str | None = None  # on each line of a visit by video: 95, gt or none
    co_treatment: str | None = None  # who bills minutes that two disciplines treat together: apart or each
    filing_days: int | None = None  # calendar days from the service to the first claim
    corrected_days: int | None = None  # calendar days from the remittance to a corrected claim
    filing_months: int | None = None  # the same in calendar months; whichever was set last holds
    corrected_months: int | None = None
    notice_days: int | None = None  # calendar days from the first treatment until the insurer is told of it
    notice_received_days: int | None = None  # a notice counts as received so many days after its date
    decision_days: int | None = None  # calendar days a payer may take for a standard request
    decision_extension_days: int | None = None  # more, once
    urgent_decision_hours: int | None = None  # clock hours for an urgent one
    unit_rule: str | None = None  # cms or spm
    holds_unsure_pairs: bool | None = None  # applies NCCI edits whose state today is not published
    mppr_applies: bool = False  # multiple procedure payment reduction
    sequestration_applies: bool = False
    copay_exempt_under_age: int | None = None
    worksheet_fields: str | None = None  # what a call asks for, in order: codes of rules/eligibility/worksheet
    advance_notice: str | None = None  # what a family signs before a visit that is not covered: abn or waiver
    grounds: dict[str, Ground] = field(default_factory=dict, compare=False)  # by name of the value

    def certainty_of(self, name: str) -> str:
        return self.grounds[name].certainty if name in self.grounds else self.certainty


# Texts of PayerRules that are one of a few words.
VALUE_CHOICES: Mapping[str, tuple[str, ...]] = {
    "limit_year": ("calendar", "plan"),
    "unit_rule": ("cms", "spm"),
    "advance_notice": ("abn", "waiver"),
    "telehealth_modifier": ("95", "gt", "none"),
    "co_treatment": ("apart", "each"),
}


@dataclass(frozen=True, slots=True)
class YearlyLimit:
    """A dollar figure CMS sets for a calendar year. Source: docs in the data file."""

    year: int
    kx_threshold: Decimal
    review_threshold: Decimal
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PayerOverride:
    """A practice's own value for one name of PayerRules. `key` is a payer's own key or a PayerType's value."""

    key: str
    name: str
    value: bool | int | str | Decimal | date | None
    source: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PayerBook:
    """All payer rules in force on one day: by payer key first, then by payer type."""

    on: date
    by_type: dict[PayerType, PayerRules]
    by_key: dict[str, PayerRules]
    yearly: dict[int, YearlyLimit]
    eligibility_denials: frozenset[str] = frozenset()  # CARCs that say: not covered on that day
    cures: Cures = field(default_factory=Cures)  # of refused inquiries

    def rules_for(self, payer_type: PayerType, key: str = "") -> PayerRules:
        return self.by_key.get(key) or self.by_type[payer_type]
