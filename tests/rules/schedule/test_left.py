"""What is left of the hours of somebody when what they do is taken out."""

from datetime import UTC, datetime, timedelta

import pytest

from otium.rules.schedule import free
from otium.terms.schedule import Stretch

DAY = datetime(2027, 1, 4, tzinfo=UTC)
Spans = list[tuple[float, float]]


def spans(hours: Spans) -> list[Stretch]:
    return [Stretch(DAY + timedelta(hours=a), DAY + timedelta(hours=b)) for a, b in hours]


@pytest.mark.parametrize(
    ("there", "taken", "left"),
    [
        ([(8, 17)], [], [(8, 17)]),
        ([(8, 17)], [(8, 17)], []),
        ([(8, 17)], [(7, 18)], []),
        ([(8, 17)], [(9, 10)], [(8, 9), (10, 17)]),
        ([(8, 17)], [(8, 9)], [(9, 17)]),  # from the beginning
        ([(8, 17)], [(16, 17)], [(8, 16)]),  # to the end
        ([(8, 17)], [(7, 8)], [(8, 17)]),  # ends when the hours begin
        ([(8, 17)], [(17, 18)], [(8, 17)]),  # begins when they end
        ([(8, 17)], [(9, 10), (10, 11)], [(8, 9), (11, 17)]),  # one after the other
        ([(8, 17)], [(9, 12), (10, 11)], [(8, 9), (12, 17)]),  # one within the other
        ([(8, 17)], [(10, 12), (9, 11)], [(8, 9), (12, 17)]),  # in any order
        ([(8, 12), (13, 17)], [(11, 14)], [(8, 11), (14, 17)]),
        ([], [(9, 10)], []),
    ],
)
def test_what_is_left_lies_in_the_hours_and_meets_nothing(there: Spans, taken: Spans, left: Spans) -> None:
    assert list(free.left(spans(there), spans(taken))) == spans(left)
