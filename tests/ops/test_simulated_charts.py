"""What the simulated therapists chart stays possible however long a course of care is."""

from datetime import date
from decimal import Decimal

import pytest

from otium.ops.demo_charts.cases import cases
from otium.ops.simulate import charts
from otium.rules import instruments
from otium.terms.chart import Measure
from tests.rules import cast

SCORES = [score for case in cases() for score in case.scores]


@pytest.mark.parametrize("times", [0, 1, 12, 60])
def test_a_score_never_leaves_its_scale(times: int) -> None:
    for score in SCORES:
        taken = charts.score_after(score, times)
        measure = Measure(
            cast.new_id(), score["instrument"], score.get("part", ""), taken, charts.unit_of(score), date(2026, 11, 2)
        )

        found = {problem.code for problem in instruments.check(measure)}

        assert found & {"score_below", "score_above"} == set(), score


def test_a_score_that_has_room_moves_by_its_change() -> None:
    first = SCORES[0]

    assert charts.score_after(first, 1) - charts.score_after(first, 0) == Decimal(first["change"])
