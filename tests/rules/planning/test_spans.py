import pytest

from otium.rules.planning import spans


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        ([(8, 12)], [], [(8, 12)]),
        ([(8, 12)], [(8, 12)], []),
        ([(8, 12)], [(12, 13)], [(8, 12)]),
        ([(8, 12)], [(7, 9), (11, 12)], [(9, 11)]),
        ([(8, 9), (9, 10)], [(8, 9)], [(9, 10)]),
    ],
)
def test_what_is_left_of_spans(one: list[spans.Span], other: list[spans.Span], left: list[spans.Span]) -> None:
    assert spans.less(one, other) == left
