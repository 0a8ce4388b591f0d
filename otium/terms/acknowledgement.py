"""Answers to what we sent, before anybody looks at its content: TA1 and 999; and the first look, the 277CA."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from otium.terms.claim_status import ClaimStatus
from otium.terms.x12 import DateSpan, Party, Procedure, Reference


class AckStatus(StrEnum):
    """TA104, IK501, AK901. Source: X12 elements I17, 717, 715."""

    ACCEPTED = "A"
    ACCEPTED_WITH_ERRORS = "E"
    PARTLY_ACCEPTED = "P"  # AK9 only: at least one transaction was rejected
    REJECTED = "R"
    REJECTED_AUTHENTICATION = "M"
    REJECTED_ASSURANCE = "W"
    REJECTED_DECRYPTION = "X"


@dataclass(frozen=True, slots=True)
class InterchangeAck:
    """A TA1: what became of one interchange of ours. Source: X12 005010 appendix C."""

    control: str  # TA101, the ISA13 it answers
    sent_on: date | None  # TA102, the ISA09 it answers
    sent_time: str | None  # TA103, HHMM
    status: AckStatus | None  # None where TA104 is not on our list
    code: str  # TA104 as sent
    note: str  # TA105: 000 no error, 001 to 031 what is wrong with the envelope
    segment: int


@dataclass(frozen=True, slots=True)
class Context:
    """A CTX: what a finding of a 999 rests on, or which claim it is about (name CLM01, its number in `value`)."""

    name: str  # CTX01-1: SITUATIONAL TRIGGER, CLM01, TRN02, PATIENT NAME NM109 ...
    value: str | None  # CTX01-2
    tag: str | None  # CTX02
    position: int | None  # CTX03, in the transaction: ST is 1
    loop: str | None
    element: int | None
    component: int | None
    reference: str | None  # CTX06, X12's number of the element
    segment: int


@dataclass(frozen=True, slots=True)
class ElementError:
    """An IK4: what is wrong with one element of the segment above."""

    element: int | None
    component: int | None
    repetition: int | None
    reference: str | None  # IK402, X12's number of the element
    code: str  # IK403: 1 missing, 7 invalid code, 8 invalid date, I12 not as the guide says ...
    value: str | None  # IK404, the bad content come back: it may hold what no message may show
    contexts: tuple[Context, ...]
    segment: int


@dataclass(frozen=True, slots=True)
class SegmentError:
    """An IK3: a segment of ours that is wrong, missing or out of place."""

    tag: str
    position: int | None  # IK302, in the transaction: ST is 1
    loop: str | None  # IK303
    code: str  # IK304: 1 unknown, 3 missing, 8 has wrong elements ...; "" where only CTX follows
    contexts: tuple[Context, ...]
    elements: tuple[ElementError, ...]
    segment: int


@dataclass(frozen=True, slots=True)
class SetAck:
    """AK2 to IK5: what became of one transaction of ours."""

    kind: str  # AK201, the ST01 it answers
    control: str  # AK202, the ST02 it answers
    guide: str | None  # AK203
    status: AckStatus | None  # None where IK501 is missing or not on our list
    code: str  # IK501 as sent, "" where missing
    notes: tuple[str, ...]  # IK502-IK506: 5 segments in error, 4 wrong count ...
    errors: tuple[SegmentError, ...]
    segment: int


@dataclass(frozen=True, slots=True)
class GroupAck:
    """One 999: what became of one functional group of ours. Source: X12 005010X231A1."""

    kind: str  # AK101, the GS01 it answers
    control: str  # AK102, the GS06 it answers
    guide: str | None  # AK103, the GS08 it answers
    sets: tuple[SetAck, ...]  # all of them, or those with errors only
    status: AckStatus | None  # None where AK901 is missing or not on our list
    code: str
    included: int | None  # AK902, transactions our GE01 announced
    received: int | None
    accepted: int | None
    notes: tuple[str, ...]  # AK905-AK909
    segment: int


class AckOutcome(StrEnum):
    """Where a 277CA leaves a claim. Rejected: it never reached adjudication; mend it and send it anew as original."""

    RECEIVED = "received"  # A0, A1: known, and not yet accepted
    ACCEPTED = "accepted"  # A2, A5: in adjudication; its date proves timely filing
    REJECTED = "rejected"  # A3, A6, A7, A8
    NOT_FOUND = "not_found"  # A4


_OUTCOMES = {
    **dict.fromkeys(("A0", "A1"), AckOutcome.RECEIVED),
    **dict.fromkeys(("A2", "A5"), AckOutcome.ACCEPTED),
    **dict.fromkeys(("A3", "A6", "A7", "A8"), AckOutcome.REJECTED),
    "A4": AckOutcome.NOT_FOUND,
}
_REFUSES = {"U": True, "WQ": False}  # STC03


def outcome(statuses: tuple[ClaimStatus, ...]) -> AckOutcome | None:
    """One rejection rejects. None without a status we know, and where STC03 says the opposite of the category."""
    found = [_OUTCOMES.get(code.category) for status in statuses for code in status.codes]
    is_rejected = AckOutcome.REJECTED in found
    said = {_REFUSES[status.action] for status in statuses if status.action in _REFUSES}
    if said and is_rejected not in said:
        return None
    order = (AckOutcome.REJECTED, AckOutcome.NOT_FOUND, AckOutcome.ACCEPTED, AckOutcome.RECEIVED)
    return next((each for each in order if each in found), None)


class ServiceAck(NamedTuple):
    """One line of a claim that is wrong (2220D)."""

    procedure: Procedure | None
    charge: Decimal | None  # dollars
    revenue_code: str | None
    quantity: Decimal | None  # SVC07
    statuses: tuple[ClaimStatus, ...]
    line_number: str | None  # REF*FJ, our own number of the line (REF*6R, else LX01)
    dates: tuple[DateSpan, ...]
    segment: int


class ClaimAck(NamedTuple):
    """What became of one claim (2200D)."""

    patient: Party | None
    number: str  # TRN02, our CLM01
    statuses: tuple[ClaimStatus, ...]
    payer_claim_number: str | None  # REF*1K: a replacement or void names it
    clearinghouse_number: str | None  # REF*D9
    bill_type: str | None  # REF*BLT
    dates: tuple[DateSpan, ...]
    services: tuple[ServiceAck, ...]
    segment: int

    @property
    def outcome(self) -> AckOutcome | None:
        return outcome(self.statuses)


@dataclass(frozen=True, slots=True)
class AckTotals:
    """QTY and AMT of a level: how many claims and dollars were accepted and rejected."""

    accepted: int | None  # QTY*90 of the receiver, QTY*QA of a provider
    rejected: int | None  # QTY*AA, QTY*QC
    accepted_amount: Decimal | None  # AMT*YU
    rejected_amount: Decimal | None  # AMT*YY


@dataclass(frozen=True, slots=True)
class ProviderAck:
    """The claims of one billing provider (2000C). Statuses here hold for all of them."""

    provider: Party | None
    trace: str | None  # TRN02, the sender's own
    statuses: tuple[ClaimStatus, ...]
    secondary: Reference | None  # REF 0B, 1G, G2, LU, SY, TJ
    totals: AckTotals
    claims: tuple[ClaimAck, ...]
    segment: int

    @property
    def outcome(self) -> AckOutcome | None:
        return outcome(self.statuses)


@dataclass(frozen=True, slots=True)
class BatchAck:
    """One 277CA: what became of one batch of claims (one 837). Source: X12 005010X214."""

    source: Party | None  # who says so: PR the payer, AY a clearinghouse
    source_trace: str | None
    received_on: date | None  # DTP*050
    processed_on: date | None  # DTP*009
    receiver: Party | None  # the submitter of the batch
    batch: str | None  # TRN02 of the receiver, the BHT03 of our 837
    statuses: tuple[ClaimStatus, ...]  # of the whole batch
    totals: AckTotals
    providers: tuple[ProviderAck, ...]
    reference: str | None  # BHT03
    made_on: date | None  # BHT04
    made_time: str | None  # BHT05
    segment: int

    @property
    def claims(self) -> tuple[ClaimAck, ...]:
        return tuple(claim for provider in self.providers for claim in provider.claims)

    @property
    def outcome(self) -> AckOutcome | None:
        return outcome(self.statuses)
