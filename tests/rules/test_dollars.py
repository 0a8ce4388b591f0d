"""Dollars at risk: known, partly known, unknown, none."""

from datetime import date
from decimal import Decimal

import pytest

from otium.rules import dollars
from otium.terms.care import ExpectedRate
from otium.terms.duty import AtRisk
from otium.terms.schedule import VisitType
from tests.rules import cast

DAY = date(2026, 12, 1)
PAYER = cast.coverage()


def price(*rates: ExpectedRate, kind: VisitType = VisitType.TREATMENT, on: date = DAY) -> Decimal | None:
    return dollars.rate_book(rates).price(cast.visit(on, kind=kind), PAYER)


def test_the_rate_of_the_visits_own_type_comes_before_the_rate_for_any() -> None:
    rates = (cast.rate("90"), cast.rate("140", "evaluation"))

    assert price(*rates, kind=VisitType.EVALUATION) == 140
    assert price(*rates) == 90


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 11, 30), "90"), (date(2026, 12, 1), "95")])
def test_a_rate_holds_from_its_first_day(on: date, expected: str) -> None:
    rates = (cast.rate("95", starts_on=date(2026, 12, 1)), cast.rate("90"))

    assert price(*rates, on=on) == Decimal(expected)


def test_without_a_rate_or_a_payer_the_price_is_unknown() -> None:
    rates = dollars.rate_book([cast.rate("90", starts_on=date(2026, 12, 2))])

    assert rates.price(cast.visit(DAY), PAYER) is None
    assert rates.price(cast.visit(DAY), None) is None
    assert price(cast.rate("90", payer_id=cast.new_id())) is None


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        (["90", "90", "120"], AtRisk(Decimal(300), 3, ((Decimal(120), 1), (Decimal(90), 2)), 0)),
        (["90", None], AtRisk(Decimal(90), 2, ((Decimal(90), 1),), 1)),
        ([None, None], AtRisk(None, 2, (), 2)),
        (["0"], AtRisk(Decimal(0), 1, ((Decimal(0), 1),), 0)),
        ([], AtRisk(Decimal(0))),
    ],
)
def test_unknown_is_never_zero(prices: list[str | None], expected: AtRisk) -> None:
    visits = [cast.visit(DAY) for _ in prices]
    amounts = {v.id: Decimal(p) if p else None for v, p in zip(visits, prices, strict=True)}

    assert dollars.at_risk(visits, lambda visit: amounts[visit.id]) == expected
