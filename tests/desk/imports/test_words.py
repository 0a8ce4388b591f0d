"""Every problem has its words. That findings fill them is tried with every plan of these tests (scene.Desk.run)."""

import pytest

from otium.desk.imports import words
from otium.terms.extract import Problem


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_says_what_is_wrong_and_what_to_do(problem: Problem) -> None:
    said = words.WORDS[problem]

    assert all(str(sentence) for sentence in said)
    assert str(said.what).endswith(".")
    assert str(said.do).endswith(".")


def test_an_unknown_word_that_may_name_somebody_is_not_shown() -> None:
    assert "“" not in words.what("unknown_word", {})
    assert "“Paused”" in words.what("unknown_word", {"word": "Paused"})
