"""What a denial is about, by its adjustment reasons."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from otium.rules.claims import denials

TEXT = (Path(denials.__file__).parent / "denials.toml").read_text()
KNOWN = denials.reasons(TEXT, date(2026, 11, 25))


def about(*adjustments: tuple[str, str, str]) -> str | None:
    return denials.denied_for([(group, carc, Decimal(amount)) for group, carc, amount in adjustments], KNOWN)


@pytest.mark.parametrize(
    ("adjustments", "expected"),
    [
        ([("CO", "197", "150")], "authorization"),
        ([("CO", "45", "100"), ("CO", "197", "50")], "authorization"),
        ([("CO", "97", "50"), ("CO", "197", "49"), ("CO", "15", "2")], "authorization"),
        ([("CO", "97", "52"), ("CO", "197", "50")], "coding"),
        ([("PR", "1", "150")], None),
        ([("PR", "204", "150")], None),
        ([("CO", "45", "150")], None),
        ([("CO", "999", "150")], None),
        ([], None),
    ],
)
def test_it_is_about_the_largest_reason_that_is_no_share_and_no_contract(
    adjustments: list[tuple[str, str, str]], expected: str | None
) -> None:
    assert about(*adjustments) == expected


@pytest.mark.parametrize(("on", "is_known"), [(date(2019, 12, 31), False), (date(2020, 1, 1), True)])
def test_reasons_hold_from_their_first_day(on: date, is_known: bool) -> None:
    assert ("197" in denials.reasons(TEXT, on)) is is_known


def test_a_code_about_two_things_is_refused() -> None:
    with pytest.raises(ValueError, match="CARC 29"):
        denials.reasons(TEXT.replace('duplicate = ["18"', 'duplicate = ["29"'), date(2026, 11, 25))
