"""Where a claim stands, and what is known of it for the rule that says so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


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
