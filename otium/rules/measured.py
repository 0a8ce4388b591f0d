"""Figures of what happened: nothing is said where too little did.

Source: nearest-rank percentiles. The smallest number that says something is chosen. Certainty: practice.
"""

from collections.abc import Iterable

from otium.terms.measured import Share, Spread

ENOUGH = 5


def spread(values: Iterable[int]) -> Spread:
    """Half of the values are at most p50, nine of ten at most p90; both are values that occurred.

    >>> spread([9, 1, 2, 3, 4])
    Spread(n=5, p50=3, p90=9)
    >>> spread([1, 2])
    Spread(n=2, p50=None, p90=None)
    """
    ordered = sorted(values)
    n = len(ordered)
    if n < ENOUGH:
        return Spread(n)
    return Spread(n, ordered[_rank(n, 50)], ordered[_rank(n, 90)])


def share(count: int, n: int) -> Share:
    """Rounded to whole per cent, halves up; never 0 or 100 where it is not all or nothing."""
    if n < ENOUGH:
        return Share(count, n)
    percent = (200 * count + n) // (2 * n)
    if 0 < count < n:
        percent = min(max(percent, 1), 99)
    return Share(count, n, percent)


def _rank(n: int, percent: int) -> int:
    return (n * percent + 99) // 100 - 1
