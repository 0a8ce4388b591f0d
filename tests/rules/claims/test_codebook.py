"""The shipped code files: every row has a source, days hold on both sides, and what is wrong is refused."""

from datetime import date

import pytest

from otium.rules.claims.codebook import CodeDataError, codebook

from .book import FILES, shipped

ROW = '[[codes]]\ncodes = ["97530"]\neffective_from = 2020-01-01\nsource = "S"\ncertainty = "knowledge"\n'


def test_there_are_four_files_of_codes():
    assert [path.stem for path in FILES] == ["modifiers", "pairs", "places", "procedures"]


@pytest.mark.parametrize(
    ("code", "on", "is_known"),
    [
        ("97165", date(2016, 12, 31), False), ("97165", date(2017, 1, 1), True),
        ("97003", date(2016, 12, 31), True), ("97003", date(2017, 1, 1), False),
        ("98985", date(2025, 12, 31), False), ("98985", date(2026, 1, 1), True),
    ],
)  # fmt: skip
def test_a_code_holds_from_its_first_to_its_last_day(code, on, is_known):
    assert (shipped().procedure(code, on) is not None) is is_known


@pytest.mark.parametrize(
    ("needs", "beside", "state"),
    [
        ("97140", "97012", "allowed"), ("97012", "97140", None), ("97530", "97140", "unknown"),
        ("97168", "97165", "never"),
    ],
)  # fmt: skip
def test_a_pair_says_which_code_takes_the_modifier(needs, beside, state):
    pair = shipped().pair(needs, beside, date(2026, 3, 2))

    assert (pair.state if pair else None) == state


def test_every_code_of_a_pair_and_every_base_code_is_known():
    codes = shipped()

    paired = {code for pair in codes.pairs for code in pair}
    bases = {row.needs for rows in codes.procedures.values() for row in rows if row.needs}
    assert paired | bases | codes.units.keys() <= codes.procedures.keys()


def test_a_practices_own_row_comes_before_the_shipped_one():
    own = ROW.replace("knowledge", "verified") + 'therapy = "sometimes"\ntimed = false\n'
    codes = codebook([*(path.read_text() for path in FILES), own])

    assert codes.procedure("97530", date(2026, 3, 2)).therapy == "sometimes"
    assert codes.procedure("97530", date(2019, 12, 31)).therapy == "always"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[codes", "not TOML"),
        ("[[other]]\n", "no such kind"),
        (ROW.replace('source = "S"\n', ""), "source"),
        (ROW.replace("knowledge", "sure"), "certainty"),
        (ROW.replace("2020-01-01", '"2020"'), "effective_from"),
        (ROW + 'therapy = "always"\ntimed = true\ncolour = 1\n', "colour"),
        (ROW + "timed = true\n", "therapy"),
        ('[[pairs]]\neffective_from = 2020-01-01\nsource = "S"\ncertainty = "knowledge"\nstate = "maybe"\nneeds = {}\n',
         "state"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(text, words):
    with pytest.raises(CodeDataError, match=words):
        codebook([text])
