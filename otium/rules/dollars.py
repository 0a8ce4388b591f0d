"""What is lost if nobody acts: visits at the dollars the practice expects of their payer.

Source: the practice's expected rates (ExpectedRate.source); an estimate, never a claim amount.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from otium.terms.care import ExpectedRate
from otium.terms.coverage import Coverage
from otium.terms.duty import AtRisk
from otium.terms.schedule import Visit

Pricer = Callable[[Visit], Decimal | None]


@dataclass(frozen=True, slots=True)
class RateBook:
    """Expected rates by payer and visit type, newest first."""

    rates: dict[UUID, dict[str, tuple[ExpectedRate, ...]]]

    def price(self, visit: Visit, coverage: Coverage | None) -> Decimal | None:
        """Dollars expected for the visit: its own type's rate before the payer's rate for any visit.

        None when the payer or its rate on that day is not known.
        """
        return self.of_payer(visit, coverage.payer_id) if coverage else None

    def of_payer(self, visit: Visit, payer_id: UUID) -> Decimal | None:
        by_type = self.rates.get(payer_id)
        if not by_type:
            return None
        for visit_type in (visit.kind, ""):
            for rate in by_type.get(visit_type, ()):
                if rate.starts_on <= visit.on:
                    return rate.amount
        return None


def rate_book(rates: Iterable[ExpectedRate]) -> RateBook:
    found: dict[UUID, dict[str, tuple[ExpectedRate, ...]]] = {}
    for rate in sorted(rates, key=lambda r: (r.starts_on, r.id), reverse=True):
        by_type = found.setdefault(rate.payer_id, {})
        by_type[rate.visit_type] = (*by_type.get(rate.visit_type, ()), rate)
    return RateBook(found)


def at_risk(visits: Iterable[Visit], price: Pricer) -> AtRisk:
    """Dollars of the visits that have a price; `unpriced` counts the others.

    Unknown (None) when there are visits and none has a price; 0 only when there is no visit to lose.
    """
    counted: Counter[Decimal] = Counter()
    total, unpriced = 0, 0
    for visit in visits:
        total += 1
        amount = price(visit)
        if amount is None:
            unpriced += 1
        else:
            counted[amount] += 1
    known = sum((amount * n for amount, n in counted.items()), Decimal(0))
    return AtRisk(
        amount=known if counted or not total else None,
        visits=total,
        rates=tuple(sorted(counted.items(), reverse=True)),
        unpriced=unpriced,
    )
