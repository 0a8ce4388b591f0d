"""What the practice charges by code and day, and which payers stand for the family itself.

Source: the practice's own fee schedule (Fee) and self-pay rates (ExpectedRate of a payer of type self-pay).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.terms.estimate import Fee
from otium.terms.schedule import ServiceLine


@dataclass(frozen=True, slots=True)
class FeeBook:
    """Fees by code, newest first."""

    fees: dict[str, tuple[Fee, ...]] = field(default_factory=dict)
    self_pay: tuple[UUID, ...] = ()

    def unit(self, code: str, on: date) -> Decimal | None:
        """Dollars for one unit on that day; None where the practice has no fee for it by then."""
        return next((fee.amount for fee in self.fees.get(code, ()) if fee.starts_on <= on), None)

    def charge(self, lines: Iterable[ServiceLine], on: date) -> Decimal | None:
        """Dollars for all lines; None as soon as one has no fee, and for no lines."""
        units = [(self.unit(line.code, on), line.units) for line in lines]
        amounts = [each * count for each, count in units if each is not None]
        return sum(amounts, Decimal(0)) if amounts and len(amounts) == len(units) else None


def fee_book(fees: Iterable[Fee], self_pay: Iterable[UUID] = ()) -> FeeBook:
    found: dict[str, tuple[Fee, ...]] = {}
    for fee in sorted(fees, key=lambda f: f.starts_on, reverse=True):
        found[fee.code] = (*found.get(fee.code, ()), fee)
    return FeeBook(found, tuple(self_pay))
