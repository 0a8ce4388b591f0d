"""A payer's answer to an eligibility inquiry (271, 005010X279A1), as sent and as a therapist reads it.

What a file holds by the hundred thousand are named tuples, not dataclasses: they cost a third.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from otium.terms.x12 import DateSpan, Delivery, Party, Person, Procedure, Reference, Reject, Trace


class Network(StrEnum):
    """EB12: whom the benefit is for."""

    IN = "Y"
    OUT = "N"
    UNKNOWN = "U"
    NOT_APPLICABLE = "W"  # the same in and out of network


class StatedBenefit(NamedTuple):
    """One EB segment decoded. None or () where the payer left the element out; nothing is assumed."""

    code: str  # EB01: 1 active ... 6 inactive, A coinsurance, B copay, C deductible, F limitation ...
    level: str | None  # EB02: IND, FAM, EMP ...
    service_types: tuple[str, ...]  # EB03: 30 plan, AD occupational therapy ...
    insurance_type: str | None  # EB04: MB Medicare Part B, HM HMO, MC Medicaid ...
    plan_name: str | None
    period: str | None  # EB06: 23 calendar year, 27 visit, 29 remaining ...
    money: Decimal | None  # EB07, dollars
    percent: Decimal | None  # EB08, a fraction as sent: 0.2 is 20 %
    quantity_qualifier: str | None  # EB09: VS visits, 99 used ...
    quantity: Decimal | None
    auth_required: bool | None  # EB11; U and absent are None
    network: Network | None  # EB12; absent is None
    procedure: Procedure | None  # EB13

    @property
    def in_network(self) -> bool | None:
        return {Network.IN: True, Network.OUT: False}.get(self.network) if self.network else None


class BenefitDetail(NamedTuple):
    """The segments that follow an EB and belong to it."""

    messages: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    references: tuple[Reference, ...] = ()
    parties: tuple[Party, ...] = ()
    places: tuple[str, ...] = ()  # III: place of service codes


class BenefitLine(NamedTuple):
    """An EB with what follows it, and where it stands."""

    segment: int  # position in the file, from 1
    loop: str  # 2110C or 2110D
    stated: StatedBenefit
    detail: BenefitDetail


class EligibilityAnswer(NamedTuple):
    """What the payer says of one patient: the dependent where there is one, else the subscriber.

    Both are None where the payer refused the inquiry before it looked for a person. `is_active` is None
    where the answer says neither, or says both at plan level.
    """

    payer: Party | None
    provider: Party | None
    subscriber: Person | None
    dependent: Person | None
    traces: tuple[Trace, ...]
    dates: tuple[DateSpan, ...]
    references: tuple[Reference, ...]
    is_active: bool | None
    benefits: tuple[BenefitLine, ...]
    rejects: tuple[Reject, ...]
    loop: str  # 2000A to 2000D, where the answer was given
    segment: int  # the HL that opens this loop
    reference: str | None  # BHT03
    answered_on: date | None  # BHT04
    answered_time: str | None = None  # BHT05, HHMM with seconds where sent
    is_identity_changed: bool | None = None  # INS03, INS04: name, birth date or id are not as they were asked

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber

    @property
    def receiver_npi(self) -> str | None:
        return self.provider.npi if self.provider else None


class TherapyBenefitKind(StrEnum):
    """What a derived benefit tells. Where `coverage.BenefitKind` has the same kind, the value is the same."""

    COVERED = "covered"
    VISIT_LIMIT = "visit_limit"
    VISITS_REMAINING = "visits_remaining"
    VISITS_USED = "visits_used"
    VISIT_FREQUENCY = "visit_frequency"
    DOLLAR_LIMIT = "dollar_limit"
    DOLLARS_REMAINING = "dollars_remaining"
    DOLLARS_USED = "dollars_used"
    MEDICARE_USED = "medicare_used"
    COPAY = "copay"
    COINSURANCE = "coinsurance"
    DEDUCTIBLE = "deductible"
    DEDUCTIBLE_REMAINING = "deductible_remaining"
    DEDUCTIBLE_MET = "deductible_met"
    OUT_OF_POCKET = "out_of_pocket"
    OUT_OF_POCKET_REMAINING = "out_of_pocket_remaining"
    OUT_OF_POCKET_MET = "out_of_pocket_met"
    SPEND_DOWN = "spend_down"
    AUTHORIZATION_REQUIRED = "authorization_required"
    OTHER_PAYER = "other_payer"
    MANAGED_CARE = "managed_care"
    MEDICARE_SECONDARY = "medicare_secondary"
    QMB = "qmb"


@dataclass(frozen=True, slots=True)
class TherapyBenefit:
    """One fact about occupational therapy, resting on the segments it names.

    `amount` is in the kind's own unit: dollars, a fraction for coinsurance, `unit` for visits.
    """

    kind: TherapyBenefitKind
    segments: tuple[int, ...]  # positions in the file of the EB, HSD, MSG lines' EB it rests on
    amount: Decimal | None = None
    is_true: bool | None = None  # COVERED, AUTHORIZATION_REQUIRED and QMB only
    unit: str | None = None  # VS visits, DY days, HS hours, P6 services; None where the payer gave none
    period: str | None = None  # EB06 or HSD05; for VISIT_FREQUENCY HSD03
    services: tuple[str, ...] = ()  # OT, PT, SLP that share it; () for the plan as a whole
    is_pooled: bool = False  # shared with other therapies, also where the payer does not say which
    level: str | None = None  # EB02
    network: Network | None = None
    party: Party | None = None
    is_derived: bool = False  # computed by us (limit - used), not said by the payer
    insurance_type: str | None = None  # EB04 of a line about another payer
    is_ambiguous: bool = False  # the payer says different things in lines of the same rank
