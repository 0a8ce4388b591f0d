"""CSV for spreadsheets: what a person opens must not run."""

import csv
import io
from decimal import Decimal

import pytest

from otium.wires import sheets
from otium.wires.sheets.write import safe


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_text_that_would_start_a_formula_is_made_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "text"), [(-5, "-5"), (Decimal("-1.50"), "-1.50"), ("+12", "+12"), ("a=b", "a=b"), (None, "")]
)
def test_numbers_and_plain_text_stay_as_they_are(cell: object, text: str) -> None:
    assert safe(cell) == text


def test_what_is_written_reads_back() -> None:
    data = sheets.write(["name", "why"], [["a.csv", 'a "quoted", broken\nline'], ["b.csv", None]])

    assert data.startswith(b"\xef\xbb\xbfname,why\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [["a.csv", 'a "quoted", broken\nline'], ["b.csv", ""]]
