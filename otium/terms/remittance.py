"""What a payer paid and why not more (835, 005010X221A1). Codes are X12's; reason and remark codes stay opaque.

Named tuples, not dataclasses: a file holds them by the hundred thousand.
"""

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from otium.terms.x12 import Adjustment, Amount, Contact, DateSpan, Party, Procedure, Quantity, Reference, Trace


class AdjustmentGroup(StrEnum):
    """CAS01, who bears an adjustment. CR (correction) is no longer one in 005010."""

    CONTRACTUAL = "CO"
    OTHER = "OA"
    PAYER_INITIATED = "PI"
    PATIENT = "PR"


class ProcessedAs(StrEnum):
    """CLP02. A claim denied in full is mostly PRIMARY with nothing paid; DENIED says the patient is unknown."""

    PRIMARY = "1"
    SECONDARY = "2"
    TERTIARY = "3"
    DENIED = "4"
    PRIMARY_FORWARDED = "19"
    SECONDARY_FORWARDED = "20"
    TERTIARY_FORWARDED = "21"
    REVERSAL = "22"
    NOT_OURS_FORWARDED = "23"
    PREDETERMINATION = "25"


class ProviderAdjustmentReason(StrEnum):
    """PLB03-1, why the payment differs from what its claims were paid."""

    LATE_CHARGE = "50"
    INTEREST_PENALTY = "51"
    REFUND_RETURN = "72"
    EARLY_PAYMENT = "90"
    REBATE = "B2"
    ADJUSTMENT = "CS"
    CAPITATION_INTEREST = "CT"
    CAPITATION = "CV"
    WITHHOLD = "E3"
    FORWARD_BALANCE = "FB"
    TAX_WITHHOLD = "IR"
    INTERIM_SETTLEMENT = "IS"
    NOT_REIMBURSABLE = "J1"
    INTEREST = "L6"
    LEVY = "LE"
    LUMP_SUM = "LS"
    AFFILIATE_OFFSET = "OB"
    PERIODIC_INTERIM = "PI"
    RETROACTIVE = "RA"
    STUDENT_LOAN = "SL"
    THIRD_PARTY = "TL"
    OVERPAYMENT_RECOVERY = "WO"
    OTHER_RECOVERY = "WU"


class Account(NamedTuple):
    """Where money comes from or goes to: BPR06 to BPR09, or BPR12 to BPR15."""

    bank_qualifier: str | None  # 01 ABA routing number
    bank: str | None
    account_qualifier: str | None  # DA demand deposit, SG savings
    account: str | None


class Payment(NamedTuple):
    """A BPR segment."""

    handling: str  # BPR01: I with the data, C and D payment only, H no money moves, P prenote, U, X
    amount: Decimal | None  # dollars; None where it is missing or no number
    is_credit: bool | None  # BPR03
    method: str | None  # BPR04: ACH, BOP, CHK, FWT, NON
    format: str | None  # BPR05: CCP, CTX
    payer_account: Account
    originator: str | None  # BPR10
    originator_code: str | None  # BPR11
    payee_account: Account
    paid_on: date | None  # BPR16


class Organisation(NamedTuple):
    """The payer or the payee: an N1 loop (1000A, 1000B)."""

    party: Party
    street: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    references: tuple[Reference, ...] = ()  # 2U payer id, TJ tax id, PQ payee's own number ...
    contacts: tuple[Contact, ...] = ()  # CX claims office, BL technical, IC its web page

    @property
    def tax_id(self) -> str | None:
        if self.party.id_qualifier == "FI":
            return self.party.id
        return next((each.value for each in self.references if each.qualifier == "TJ"), None)


class Remark(NamedTuple):
    """An LQ segment."""

    qualifier: str  # HE remark code (RARC), RX reject code of a pharmacy claim
    code: str


class Adjudication(NamedTuple):
    """A MOA (outpatient) or MIA (inpatient) segment, its elements as sent."""

    tag: str
    elements: tuple[str, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remark codes: MOA03 to MOA07, or MIA05 and MIA20 to MIA23."""
        places = range(3, 8) if self.tag == "MOA" else (5, 20, 21, 22, 23)
        return tuple(self.elements[at - 1] for at in places if at <= len(self.elements) and self.elements[at - 1])


class ServicePayment(NamedTuple):
    """One SVC loop (2110): what was charged and paid for one line, and what lies between. Money is dollars."""

    segment: int
    procedure: Procedure | None
    charge: Decimal | None
    paid: Decimal | None
    revenue_code: str | None = None
    units_paid: Decimal | None = None  # SVC05; the guide counts a missing one as 1
    original_procedure: Procedure | None = None  # SVC06, what was billed where the payer judged another code
    original_units: Decimal | None = None
    dates: tuple[DateSpan, ...] = ()  # 472 day of service; 150 and 151 its first and last
    adjustments: tuple[Adjustment, ...] = ()
    references: tuple[Reference, ...] = ()  # 6R our line number, G1 authorization, 0K policy ...
    amounts: tuple[Amount, ...] = ()  # B6 allowed ...
    quantities: tuple[Quantity, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def units(self) -> Decimal:
        return Decimal(1) if self.units_paid is None else self.units_paid

    @property
    def allowed(self) -> Decimal | None:
        """AMT B6, as the payer says it."""
        return next((each.amount for each in self.amounts if each.qualifier == "B6"), None)

    @property
    def control_number(self) -> str | None:
        """REF 6R, the line's number in our claim."""
        return next((each.value for each in self.references if each.qualifier == "6R"), None)


class ClaimPayment(NamedTuple):
    """One CLP loop (2100): how the payer settled one claim. Money is dollars, negative in a reversal."""

    segment: int
    group: str | None  # LX01 above it
    control_number: str  # CLP01, the number we gave the claim (CLM01)
    status: ProcessedAs | None
    status_code: str
    charge: Decimal | None
    paid: Decimal | None
    patient_responsibility: Decimal | None = None
    filing_indicator: str | None = None  # CLP06: 12 PPO, 13 POS, HM HMO, MB Medicare B, MC Medicaid ...
    payer_control_number: str | None = None  # CLP07, the number to name when we call
    place: str | None = None
    frequency: str | None = None
    patient_status: str | None = None
    drg: str | None = None
    drg_weight: Decimal | None = None
    discharge_fraction: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    parties: tuple[Party, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    references: tuple[Reference, ...] = ()
    dates: tuple[DateSpan, ...] = ()  # 232 and 233 first and last service, 050 received, 036 coverage expired
    contacts: tuple[Contact, ...] = ()
    amounts: tuple[Amount, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    services: tuple[ServicePayment, ...] = ()

    @property
    def is_reversal(self) -> bool:
        return self.status is ProcessedAs.REVERSAL

    @property
    def is_denied(self) -> bool:
        """Nothing paid and nothing left to the patient, whatever CLP02 says: the whole charge was adjusted away."""
        adjustments = [*self.adjustments, *(each for service in self.services for each in service.adjustments)]
        is_patients = any(each.group_code == AdjustmentGroup.PATIENT for each in adjustments)
        return bool(self.paid == 0 and self.charge and adjustments and not is_patients)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remark codes of the claim and of its lines, as sent."""
        lines = (remark.code for service in self.services for remark in service.remarks)
        return (*(code for each in self.adjudications for code in each.remarks), *lines)

    def party(self, entity: str) -> Party | None:
        """QC patient, IL insured, 74 their corrected name, 82 who rendered, TT forwarded to, PR another payer first."""
        return next((each for each in self.parties if each.entity == entity), None)


class ClaimGroup(NamedTuple):
    """An LX segment and the TS3 and TS2 behind it, their elements as sent."""

    segment: int
    number: str
    totals: tuple[tuple[str, ...], ...] = ()  # tag and elements


class ProviderAdjustment(NamedTuple):
    """One pair of a PLB segment. A positive amount takes money from the provider, a negative one gives."""

    segment: int
    provider: str
    fiscal_on: date | None
    reason: ProviderAdjustmentReason | None
    reason_code: str
    reference: str | None  # often the number of the claim whose payment is recovered
    amount: Decimal | None


class Remittance(NamedTuple):
    """One 835: a payment and everything it is made of. Fields of a segment that is missing are None."""

    segment: int
    payment: Payment | None
    trace: Trace | None
    payer: Organisation | None
    payee: Organisation | None
    references: tuple[Reference, ...] = ()  # EV receiver, F2 version
    dates: tuple[DateSpan, ...] = ()
    groups: tuple[ClaimGroup, ...] = ()
    claims: tuple[ClaimPayment, ...] = ()
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()

    @property
    def produced_on(self) -> date | None:
        """DTM 405: the payer's cycle closed on this day."""
        return next((each.start_on for each in self.dates if each.qualifier == "405"), None)

    def claim_at(self, segment: int) -> ClaimPayment | None:
        """The claim whose loop a segment stands in, by its position in the file; None for one in no claim."""
        if self.provider_adjustments and segment >= self.provider_adjustments[0].segment:
            return None
        at = bisect_right(self.claims, segment, key=lambda claim: claim.segment)
        return self.claims[at - 1] if at else None
