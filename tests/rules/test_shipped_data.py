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


@pytest.mark.parametrize(
    ("year", "threshold", "certainty"),
    [
        (2018, 2010, "knowledge"), (2019, 2040, "verified"), (2020, 2080, "knowledge"), (2021, 2110, "verified"),
        (2022, 2150, "verified"), (2023, 2230, "verified"), (2024, 2330, "verified"), (2025, 2410, "verified"),
        (2026, 2480, "verified"),
    ],
)  # fmt: skip
def test_medicare_thresholds_are_those_cms_published(year: int, threshold: int, certainty: str) -> None:
    limit = cast.book().yearly[year]

    assert (limit.kx_threshold, limit.certainty) == (Decimal(threshold), certainty)
    assert limit.review_threshold == Decimal(3000)


def test_a_year_that_is_not_published_is_unknown() -> None:
    assert 2027 not in cast.book().yearly


@pytest.mark.parametrize(("on", "days"), [(date(2025, 12, 31), 10), (date(2026, 1, 1), 5)])
def test_medicare_advantage_decides_faster_from_2026_on(on: date, days: int) -> None:
    assert cast.book(on).by_type[PayerType.MEDICARE_ADVANTAGE].decision_business_days == days
