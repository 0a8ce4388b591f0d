"""What a payer says of a claim's way: the STC segment of 277 and 277CA. Codes are X12's, and stay opaque."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class StatusCode(NamedTuple):
    """C043: one composite of an STC. A7:562:85 has category A7, status 562, of the billing provider."""

    category: str  # code source 507: A acknowledgement, P pending, F final, R request, E error, D not found
    code: str  # code source 508
    entity: str | None  # whom the status is about, as in NM101: 85 billing provider, QC patient ...
    code_list: str | None  # C043-04, where the status comes from another list: RX for pharmacy


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
