"""The shipped code files: every row has a source, days hold on both sides, and what is wrong is refused."""

from datetime import date

import pytest

from otium.rules.claims.codebook import CodeDataError, codebook
from otium.rules.claims.diagnosis_list import DiagnosisListError, diagnosis_lists, of_day

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


@pytest.mark.parametrize(
    ("code", "is_code", "is_stem"),
    [
        ("M25641", True, False), ("M2564", False, True), ("S52501D", True, False), ("S52501", False, True),
        ("R278", True, False), ("F840", True, False), ("F84", False, True), ("Z9999", False, False),
        ("R69", True, False),
    ],
)  # fmt: skip
def test_the_list_of_diagnoses_tells_codes_from_categories(code, is_code, is_stem):
    (year,) = shipped().diagnoses

    assert (code in year.codes, code in year.stems) == (is_code, is_stem)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 9, 30), False), (date(2025, 10, 1), True), (date(2026, 9, 30), True), (date(2026, 10, 1), False),
    ],
)  # fmt: skip
def test_a_list_is_of_its_days_and_the_nearest_stands_in_for_others(on, expected):
    assert of_day(shipped().diagnoses, on) == (shipped().diagnoses[0], expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A00 1\n", "effective_from"), ("effective_from = 2025-10-01\neffective_to = soon\n", "line 2 is no day"),
        ("effective_from = 2025-10-01\neffective_to = 2026-09-30\n", "codes"),
        ("effective_from = 2025-10-01\neffective_to = 2026-09-30\nA00.1\n", "line 3"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_says_why(text, words):
    with pytest.raises(DiagnosisListError, match=words):
        diagnosis_lists([text])


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
