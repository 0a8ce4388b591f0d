"""The data files that ship with Otium hold for every payer type."""

from datetime import date
from decimal import Decimal

import pytest

from otium.terms.payers import PayerType
from tests.rules import cast


@pytest.mark.parametrize("kind", list(PayerType))
def test_every_payer_type_has_rules_with_a_source_for_each_value_that_is_set(kind: PayerType) -> None:
    rules = cast.book().by_type[kind]

    assert rules.grounds
    assert all(ground.source and ground.certainty for ground in rules.grounds.values())


@pytest.mark.parametrize(("year", "threshold"), [(2018, 2010), (2023, 2230), (2024, 2330), (2025, 2410), (2026, 2480)])
def test_medicare_thresholds_are_those_cms_published(year: int, threshold: int) -> None:
    assert cast.book().yearly[year].kx_threshold == Decimal(threshold)


def test_a_year_that_is_not_published_is_unknown() -> None:
    assert 2027 not in cast.book().yearly


@pytest.mark.parametrize(("on", "days"), [(date(2025, 12, 31), 10), (date(2026, 1, 1), 5)])
def test_medicare_advantage_decides_faster_from_2026_on(on: date, days: int) -> None:
    assert cast.book(on).by_type[PayerType.MEDICARE_ADVANTAGE].decision_business_days == days
