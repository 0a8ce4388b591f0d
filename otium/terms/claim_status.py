"""What a payer is asked (276), and says (277, 277CA), of a claim's way. Codes are X12's, and stay opaque."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from otium.terms.x12 import Contact, DateSpan, Party, Person, Procedure, Reference, Trace


class StatusKind(StrEnum):
    """Where a claim stands, by the first letter of its category. Source: X12 code source 507."""

    ACKNOWLEDGED = "A"  # received, not yet in adjudication
    PENDED = "P"
    FINAL = "F"
    MORE_WANTED = "R"  # the payer waits for documents or facts
    ERROR = "E"  # the question could not be answered
    NOT_FOUND = "D"


_KINDS = {kind.value: kind for kind in StatusKind}
_DATA_REPORTING = "DR"  # acknowledges encounter data, although it begins with D


class StatusCode(NamedTuple):
    """C043: one composite of an STC. A7:562:85 has category A7, status 562, of the billing provider."""

    category: str  # code source 507: A acknowledgement, P pending, F final, R request, E error, D not found
    code: str  # code source 508
    entity: str | None  # whom the status is about, as in NM101: 85 billing provider, QC patient ...
    code_list: str | None  # C043-04, where the status comes from another list: RX for pharmacy

    @property
    def kind(self) -> StatusKind | None:
        """None for a category our list does not know."""
        if self.category.startswith(_DATA_REPORTING):
            return StatusKind.ACKNOWLEDGED
        return _KINDS.get(self.category[:1])


class ClaimStatus(NamedTuple):
    """An STC segment. Source: X12 005010X212 and 005010X214; the two use different elements of it."""

    codes: tuple[StatusCode, ...]  # STC01, STC10, STC11: one to three that explain each other
    effective_on: date | None
    action: str | None  # STC03, 277CA only: WQ accepted, U rejected
    charge: Decimal | None  # dollars
    paid: Decimal | None  # dollars
    finalized_on: date | None
    payment_method: str | None  # STC07: ACH, CHK, NON ...
    paid_on: date | None
    payment_number: str | None  # STC09, check or transfer
    message: str | None  # STC12, the payer's own words
    segment: int


class StatusLine(NamedTuple):
    """One SVC of a claim, asked about (276: without status and payment) or answered for (277)."""

    procedure: Procedure | None
    charge: Decimal | None  # dollars
    paid: Decimal | None  # dollars
    revenue_code: str | None
    quantity: Decimal | None  # SVC07, as billed
    line_number: str | None  # REF*FJ, our own number of the line (REF*6R of the 837)
    dates: tuple[DateSpan, ...]
    statuses: tuple[ClaimStatus, ...]
    segment: int


PAYER_CLAIM_NUMBER = "1K"  # REF01
PATIENT_CONTROL_NUMBER = "EJ"  # REF01: our CLM01


@dataclass(frozen=True, slots=True)
class ClaimStatusInquiry:
    """One claim asked about (276, 005010X212), found by its numbers, or by person, days and charge."""

    payer: Party | None
    receiver: Party | None  # who gets the answer: NM101 41
    provider: Party | None
    subscriber: Person | None
    dependent: Person | None
    trace: Trace | None  # ours: the answer carries it back
    references: tuple[Reference, ...] = ()  # 1K payer claim number, EJ our CLM01, D9 clearinghouse, BLT, 6P, LU
    charge: Decimal | None = None  # AMT*T3, dollars of the whole claim
    dates: tuple[DateSpan, ...] = ()  # 472, the days of service
    lines: tuple[StatusLine, ...] = ()
    reference: str | None = None  # BHT03, our number of the transaction
    asked_on: date | None = None  # BHT04
    asked_time: str | None = None  # BHT05, HHMM in the sender's zone
    segment: int | None = field(default=None, compare=False)  # the TRN, where it was read

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber


@dataclass(frozen=True, slots=True)
class ClaimStatusAnswer:
    """What the payer says of one claim (277, 005010X212).

    Without subscriber it speaks of the provider's whole inquiry, without provider of the whole transaction.
    """

    payer: Party | None
    receiver: Party | None
    provider: Party | None
    subscriber: Person | None
    dependent: Person | None
    trace: Trace | None
    statuses: tuple[ClaimStatus, ...]
    references: tuple[Reference, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    lines: tuple[StatusLine, ...] = ()
    contacts: tuple[Contact, ...] = ()  # whom to ask at the payer
    reference: str | None = None  # BHT03
    answered_on: date | None = None  # BHT04
    answered_time: str | None = None  # BHT05, HHMM with seconds where sent
    segment: int | None = field(default=None, compare=False)  # the TRN, where it was read

    @property
    def patient(self) -> Person | None:
        return self.dependent or self.subscriber

    @property
    def payer_claim_number(self) -> str | None:
        return _value(self.references, PAYER_CLAIM_NUMBER)

    @property
    def patient_control_number(self) -> str | None:
        return _value(self.references, PATIENT_CONTROL_NUMBER)

    @property
    def kinds(self) -> frozenset[StatusKind]:
        """Of the whole claim; more than one where the payer says several things."""
        return frozenset(code.kind for status in self.statuses for code in status.codes if code.kind)


def _value(references: tuple[Reference, ...], qualifier: str) -> str | None:
    return next((each.value for each in references if each.qualifier == qualifier), None)
