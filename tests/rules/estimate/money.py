"""Short words for tests of what a family owes."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from otium.rules import case as cases
from otium.rules import estimate, fees, payer_rules
from otium.rules.fees import FeeSchedule
from otium.terms.care import ExpectedRate
from otium.terms.coverage import Benefit, BenefitKind
from otium.terms.estimate import CareEstimate, Fee
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.payers import PayerOverride, PayerType
from tests.rules import cast

ON = date(2026, 9, 14)  # a Monday
WEEK = 7
NEXT = ON + timedelta(days=1)
RATE = (cast.rate("100"),)
SELF = UUID(int=77)
FEES = (Fee("97530", Decimal(72), date(2026, 1, 1)), Fee("97110", Decimal(62), date(2026, 1, 1)))


@cache
def schedule() -> FeeSchedule:
    return fees.parse([path.read_text() for path in sorted((cast.RULES / "fees").glob("*.toml"))])


def says(kind: BenefitKind, amount: str | None = None, **more: Any) -> Benefit:
    return Benefit(cast.new_id(), kind, None if amount is None else Decimal(amount), **more)


def owed(
    facts: PatientFacts,
    *,
    rates: Iterable[ExpectedRate] = (),
    rules: Iterable[PayerOverride] = (),
    on: date = ON,
    charges: Iterable[Fee] = FEES,
) -> CareEstimate:
    book = payer_rules.book(cast.texts(), tuple(rules), on)
    practice = PracticeFacts(UUID(int=9), cast.DAYS, book, tuple(rates), fees=tuple(charges), self_pay_payers=(SELF,))
    return estimate.estimate(cases.of(facts, practice, on), schedule())


def amounts(found: CareEstimate) -> list[str]:
    return [str(visit.owed) for visit in found.visits]


def codes(found: CareEstimate, at: int = 0) -> list[str]:
    return [step.code for step in found.visits[at].steps]


def rule(key: str, name: str, value: Any) -> PayerOverride:
    return PayerOverride(key, name, value, "test")


def insured(*benefits: Any, visits: int = 5, kind: PayerType = PayerType.COMMERCIAL, **more: Any) -> PatientFacts:
    """Asked today; so many weekly visits from tomorrow."""
    cover = more.pop("cover", None) or cast.coverage(kind)
    answer = cast.check(cover, more.pop("answered_on", ON), *benefits)
    facts = {"coverages": (cover,), "checks": (answer,), "visits": cast.every(WEEK, NEXT, visits), **more}
    return cast.patient(**facts)
