"""What differs by payer on the wire is data with days and a source."""

from datetime import date

import pytest

from otium.desk import trading
from otium.rules.trading_profiles import TradingDataError, profile
from otium.terms.payers import PayerType

ROW = """
[[commercial.wire]]
effective_from = 2026-01-01
effective_to = 2026-06-30
source = "companion guide"
certainty = "verified"
character_set = "extended"

[[own.wire]]
effective_from = 2026-02-01
source = "companion guide"
certainty = "verified"
character_set = "basic"
"""


@pytest.mark.parametrize(
    ("key", "on", "expected"),
    [
        ("", date(2025, 12, 31), "basic"),
        ("", date(2026, 1, 1), "extended"),
        ("", date(2026, 6, 30), "extended"),
        ("", date(2026, 7, 1), "basic"),
        ("own", date(2026, 1, 31), "extended"),
        ("own", date(2026, 2, 1), "basic"),
    ],
)
def test_a_row_holds_on_its_days_and_a_payers_own_row_comes_last(key, on, expected):
    assert profile([ROW], PayerType.COMMERCIAL, key, on).character_set == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "companion guide"', ""),
        ('certainty = "verified"', 'certainty = "sure"'),
        ("effective_from = 2026-01-01", ""),
        ("character_set", "colour"),
        ('character_set = "extended"', "character_set = 3"),
        ("[[commercial.wire]]", "[[commercial.wire"),
    ],
)
def test_a_row_that_cannot_be_used_says_so(old, new):
    with pytest.raises(TradingDataError):
        profile([ROW.replace(old, new)], PayerType.COMMERCIAL, "", date(2026, 3, 1))


@pytest.mark.parametrize("kind", PayerType)
def test_what_is_shipped_can_be_used_for_every_kind_of_payer(kind):
    assert trading.profile(kind, "", date(2026, 11, 25)).key == kind.value
