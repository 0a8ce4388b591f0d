"""NPI, diagnosis and procedure codes: what their form alone can say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.terms.identifiers import hcpcs_has_shape, icd10_has_shape, npi_is_valid

NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9)


@given(NINE_DIGITS)
def test_each_nine_digits_have_exactly_one_check_digit(nine):
    valid = [digit for digit in "0123456789" if npi_is_valid(nine + digit)]

    assert len(valid) == 1


@given(NINE_DIGITS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine, place, by):
    right = next(nine + digit for digit in "0123456789" if npi_is_valid(nine + digit))

    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]

    assert not npi_is_valid(wrong)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("1234567893", True), ("1666666661", False), ("1234567894", False), ("123456789", False),
        ("12345678930", False), ("", False), ("123456789X", False),
        ("123456789\u0663", False), ("1234567893\n", False),
    ],
)  # fmt: skip
def test_an_npi_has_ten_ascii_digits_and_its_check_digit(text, valid):
    assert npi_is_valid(text) is valid


@pytest.mark.parametrize(
    ("text", "has_shape"),
    [
        ("I10", True), ("M25641", True), ("S52501A", True), ("Z3A08", True), ("QA00101", True), ("U071", True),
        ("I1", False), ("S52501AA", False), ("M25.641", False), ("m25641", False), ("125641", False), ("MM5641", False),
        ("M2C641", False), ("", False), ("M25641\n", False),
    ],
)  # fmt: skip
def test_a_diagnosis_has_three_to_seven_characters_without_point(text, has_shape):
    assert icd10_has_shape(text) is has_shape


@pytest.mark.parametrize(
    ("text", "has_shape"),
    [
        ("97530", True), ("0373T", True), ("0001U", True), ("G0283", True), ("V5008", True),
        ("9753", False), ("975300", False), ("W0001", False), ("g0283", False), ("9753G", False), ("GO283", False),
        ("", False), ("97530\n", False),
    ],
)  # fmt: skip
def test_a_procedure_code_has_five_characters(text, has_shape):
    assert hcpcs_has_shape(text) is has_shape
