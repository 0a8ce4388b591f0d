"""Where a claim stands, and what is known of it for the rule that says so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.terms.schedule import Visit


class ClaimStanding(StrEnum):
    HELD = "held"  # something is missing or wrong; nothing was sent
    READY = "ready"  # may be sent
    SENDING = "sending"  # on its way, nothing heard
    ACCEPTED = "accepted"  # the payer's front end took it (277CA A1, A2)
    REJECTED = "rejected"  # refused before the payer's judgement (TA1, 999, 277CA): mend it and send it anew
    PAID = "paid"
    DENIED = "denied"  # the payer decided and pays nothing
    REVERSED = "reversed"  # what was decided was taken back, and nothing took its place
    VOID = "void"  # withdrawn by us, and the payer took that


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """One CLP of an 835 about the claim: paid on `on`. A reversal takes back what an earlier one decided."""

    on: date | None
    paid: Decimal
    charge: Decimal
    is_reversal: bool
    is_balanced: bool
    trace: str  # TRN02 of its remittance


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim that cannot go on without a person: held or rejected."""

    id: UUID
    patient_id: UUID
    payer_id: UUID
    number: str
    standing: ClaimStanding
    since_on: date  # when it began to stand so, the practice's day
    version: int
    problems: int  # what the checks found wrong in this version
    visits: tuple[Visit, ...] = ()  # that it bills


@dataclass(frozen=True, slots=True)
class RemittanceFact:
    """An 835 that does not add up, or pays claims that nobody knows."""

    id: UUID
    trace: str  # TRN02
    on: date  # received, the practice's day
    unbalanced: int  # claims in it, and the payment itself, that do not add up
    unmatched: int  # claims in it that we do not know
