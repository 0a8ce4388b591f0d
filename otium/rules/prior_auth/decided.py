"""How long a payer takes to decide: as measured in the practice's own requests, else as its rule says.

Source: business days from sending to decision, the slowest of nine in ten (rules/measured); rules/payers. Certainty:
practice where measured.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.rules import business_days, measured
from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.terms.coverage import Coverage
from otium.terms.duty import Reason
from otium.terms.facts import BusinessDays
from otium.terms.measured import Spread
from otium.terms.payers import PayerRules

LEAST = 1  # business day: what is decided the same day once may not be the next time


@dataclass(frozen=True, slots=True)
class Tempo:
    """Business days within which the payer decides. `n`: requests it was measured on; None: by its rule."""

    business_days: int
    rules: PayerRules
    n: int | None = None


def spreads(decisions: Iterable[tuple[UUID, date, date]], days: BusinessDays) -> dict[UUID, Spread]:
    """By payer, of (payer, sent on, decided on). A decision dated before its request counts as made the same day."""
    taken: dict[UUID, list[int]] = defaultdict(list)
    for payer, sent_on, decided_on in decisions:
        taken[payer].append(max(business_days.between(sent_on, decided_on, days), 0))
    return {payer: measured.spread(values) for payer, values in taken.items()}


def tempo(case: Case, coverage: Coverage | None, rules: PayerRules) -> Tempo:
    """`rules` are those of the coverage, or of an unknown payer."""
    spread = case.roads.decided.get(coverage.payer_id) if coverage else None
    if spread is None or spread.p90 is None:
        return Tempo(rules.decision_business_days, rules)
    return Tempo(max(spread.p90, LEAST), rules, spread.n)


def reason(found: Tempo) -> Reason:
    source, days = payer_rule(found.rules), found.business_days
    if found.n is not None:
        return because("payer_decided_within", source, business_days=days, n=found.n)
    certainty = found.rules.certainty_of("decision_business_days")
    return because("payer_decides_within", source, business_days=days, certainty=certainty)
