"""Percentiles and shares, and the number from which they are said."""

import pytest

from otium.rules.measured import share, spread
from otium.terms.measured import Share, Spread


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spread(0)),
        ([7], Spread(1)),
        ([1, 2, 3, 4], Spread(4)),
        ([5, 4, 3, 2, 1], Spread(5, 3, 5)),
        (list(range(1, 11)), Spread(10, 5, 9)),
        (list(range(1, 12)), Spread(11, 6, 10)),
        (list(range(1, 101)), Spread(100, 50, 90)),
        ([3] * 99 + [1000], Spread(100, 3, 3)),
        ([0] * 5, Spread(5, 0, 0)),
    ],
)
def test_half_are_at_most_the_one_and_nine_of_ten_at_most_the_other(values: list[int], expected: Spread) -> None:
    assert spread(values) == expected


@pytest.mark.parametrize(
    ("count", "n", "expected"),
    [
        (0, 0, Share(0, 0)),
        (4, 4, Share(4, 4)),
        (1, 5, Share(1, 5, 20)),
        (0, 5, Share(0, 5, 0)),
        (5, 5, Share(5, 5, 100)),
        (1, 8, Share(1, 8, 13)),
        (1, 1000, Share(1, 1000, 1)),
        (999, 1000, Share(999, 1000, 99)),
    ],
)
def test_a_share_is_said_from_five_on(count: int, n: int, expected: Share) -> None:
    assert share(count, n) == expected
