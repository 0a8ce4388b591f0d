"""A claim to scrub, what its payer is told of it, and the problems that are found."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from otium.rules.claims.scrub import scrub
from otium.terms.claim import (
    ClaimLine,
    DateKind,
    OtherCoverage,
)
from otium.terms.payers import PayerType
from otium.terms.x12 import Adjustment, Amount, DateSpan
from tests.wires.x12.t837p.claims import COVERAGE, claim

from .book import facts, shipped

MEDICARE, COMMERCIAL = PayerType.MEDICARE_B, PayerType.COMMERCIAL
UNDER = {"is_over_threshold": False}
ONSET = DateSpan(DateKind.ONSET, date(2026, 1, 12), None)
INJURED = DateSpan(DateKind.ACCIDENT, date(2026, 1, 5), None)
LATER = replace(COVERAGE, filing="MB", group_number=None, responsibility="S")
PAID_NOTHING = (Amount("D", Decimal(0)),)
DENIED = (Adjustment("CO", "50", Decimal("175.50")),)
EARLIER = (OtherCoverage(replace(COVERAGE, responsibility="P"), "18", DENIED, PAID_NOTHING),)
UNSAID = (OtherCoverage(replace(COVERAGE, responsibility="P"), "18"),)


def found(made, payer=COMMERCIAL, **known) -> list[tuple[str, str, int | None]]:
    """Code, severity and line of each problem."""
    problems = scrub(made, facts=facts(payer, **known), codes=shipped())
    return [(each.code, each.severity.value, each.line) for each in problems]


def medicare(*lines: ClaimLine, **other):
    filed = replace(COVERAGE, filing="MB", group_number=None)
    return claim(*lines, **({"coverage": filed, "dates": (ONSET,)} | other))


def on(year: int, month: int, day: int) -> DateSpan:
    return DateSpan(DateKind.SERVICE, date(year, month, day), None)
