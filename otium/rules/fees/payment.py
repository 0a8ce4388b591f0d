"""What Medicare Part B pays of an allowed amount, and what the patient owes.

Source: order of money: allowed, deductible, coinsurance 20 %, then of Medicare's part 85 % for an assistant's service
(from 2022, CMS CQ/CO examples) and 98 % after sequestration (CARC 253). Rounded by line. Certainty: the assistant's
85 % verified, the order knowledge.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from otium.rules.fees.allowed import LineAllowed
from otium.rules.fees.schedule import PaymentRule

CENT = Decimal("0.01")
ASSISTANT = frozenset({"CO", "CQ"})


@dataclass(frozen=True, slots=True)
class LinePayment:
    """Dollars: `deductible` + `coinsurance` are the patient's; `paid` is Medicare's after both reductions."""

    deductible: Decimal
    coinsurance: Decimal
    assistant: Decimal  # taken off because an assistant treated
    sequestration: Decimal
    paid: Decimal

    @property
    def owed(self) -> Decimal:
        return self.deductible + self.coinsurance


def medicare_paid(
    lines: Iterable[LineAllowed], rule: PaymentRule, *, deductible_left: Decimal
) -> tuple[LinePayment, ...]:
    """The lines of one day in their order; the deductible is met by the first ones. Raises ValueError if unpriced."""
    found = []
    for line in lines:
        if line.allowed is None:
            raise ValueError(f"no allowed amount for {line.line.code}")
        payment = _line(line.allowed, bool(ASSISTANT.intersection(line.line.modifiers)), rule, deductible_left)
        deductible_left -= payment.deductible
        found.append(payment)
    return tuple(found)


def _line(allowed: Decimal, has_assistant: bool, rule: PaymentRule, deductible_left: Decimal) -> LinePayment:
    deductible = min(allowed, deductible_left)
    coinsurance = _cents((allowed - deductible) * rule.coinsurance)
    share = allowed - deductible - coinsurance
    for_assistant = _cents(share * rule.assistant) if has_assistant else share
    sequestered = _cents(for_assistant * rule.sequestration)
    return LinePayment(deductible, coinsurance, share - for_assistant, sequestered, for_assistant - sequestered)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
