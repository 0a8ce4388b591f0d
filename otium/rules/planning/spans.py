"""Spans of minutes within one day, the end not included."""

from collections.abc import Iterable

from otium.terms.schedule import Hours

Span = tuple[int, int]


def of(hours: Hours) -> Span:
    return minute(hours.starts_at.hour, hours.starts_at.minute), minute(hours.ends_at.hour, hours.ends_at.minute)


def minute(hours: int, minutes: int) -> int:
    return 60 * hours + minutes


def meets(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def joined(found: Iterable[Span]) -> list[Span]:
    """In order; what touches or overlaps is one.

    >>> joined([(9, 10), (7, 8), (8, 9)])
    [(7, 10)]
    """
    whole: list[Span] = []
    for start, end in sorted(found):
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((start, end))
    return whole


def common(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    others = list(other)
    return joined((max(a, c), min(b, d)) for a, b in one for c, d in others if max(a, c) < min(b, d))


def less(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """What of the first lies in none of the second.

    >>> less([(8, 12)], [(9, 10), (11, 13)])
    [(8, 9), (10, 11)]
    """
    left = joined(one)
    for start, end in joined(other):
        left = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    return left
