"""Each kind of cell, with the boundary on both sides."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from otium.terms.extract import Problem
from otium.wires.sheets import cells, shipped
from otium.wires.sheets.cells import Unreadable

FORMATS = shipped().formats


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.line, "  Hand \n therapy ", "Hand therapy"),
        (cells.text, "two\nlines", "two\nlines"),
        (cells.day, "", None),
        (cells.day, "2026-02-28", date(2026, 2, 28)),
        (cells.day, "2/28/2026", date(2026, 2, 28)),
        (cells.day, "2026-02-28 00:00:00", date(2026, 2, 28)),
        (cells.day, "1900-01-01", date(1900, 1, 1)),
        (cells.moment, "2026-02-28 09:15:00", datetime.fromisoformat("2026-02-28T09:15")),
        (cells.moment, "2/28/2026 9:15 PM", datetime.fromisoformat("2026-02-28T21:15")),
        (cells.stamp, "2026-02-28", datetime.fromisoformat("2026-02-28")),
        (cells.clock, "08:05", time(8, 5)),
        (cells.clock, "", None),
        (cells.whole, "", None),
        (cells.whole, "0", 0),
        (cells.whole, "12.0", 12),
        (cells.whole, "32000", 32_000),
        (cells.money, "", None),
        (cells.money, "$1,234.50", Decimal("1234.50")),
        (cells.money, "0", Decimal(0)),
        (cells.npi, "1234567893", "1234567893"),
        (cells.npi, "", ""),
        (cells.state, "wa", "WA"),
        (cells.diagnoses, "G20.A1; r27.8,G20.A1", ("G20.A1", "R27.8")),
        (cells.lines, "97530:2; 97535:1;", (("97530", 2), ("97535", 1))),
        (cells.lines, "", ()),
    ],
)
def test_a_readable_cell_gives_its_value(read: cells.Reader, cell: str, value: object) -> None:
    assert read(cell, FORMATS) == value


@pytest.mark.parametrize(
    ("read", "cell", "problem"),
    [
        (cells.line, "a\x00b", Problem.BAD_TEXT),
        (cells.day, "2026-02-30", Problem.BAD_DATE),
        (cells.day, "28.02.2026", Problem.BAD_DATE),
        (cells.day, "2/28/26", Problem.BAD_DATE),
        (cells.day, "0001-01-01", Problem.BAD_DATE),
        (cells.day, "1899-12-31", Problem.BAD_DATE),
        (cells.day, "9999-12-31", Problem.BAD_DATE),
        (cells.moment, "2026-02-28", Problem.BAD_TIME),
        (cells.moment, "2026-02-28 24:00:00", Problem.BAD_TIME),
        (cells.clock, "8 o'clock", Problem.BAD_TIME),
        (cells.whole, "-1", Problem.BAD_NUMBER),
        (cells.whole, "32001", Problem.BAD_NUMBER),
        (cells.whole, "12.5", Problem.BAD_NUMBER),
        (cells.whole, "unlimited", Problem.BAD_NUMBER),
        (cells.whole, "²", Problem.BAD_NUMBER),
        (cells.money, "-5.00", Problem.BAD_MONEY),
        (cells.money, "12.345", Problem.BAD_MONEY),
        (cells.money, "1,23.00", Problem.BAD_MONEY),
        (cells.npi, "123456789", Problem.BAD_NPI),
        (cells.state, "Wash.", Problem.BAD_STATE),
        (cells.lines, "97530", Problem.BAD_CODES),
        (cells.lines, "97530:0", Problem.BAD_CODES),
        (cells.lines, "9753:1", Problem.BAD_CODES),
    ],
)
def test_an_unreadable_cell_is_refused_with_its_problem(read: cells.Reader, cell: str, problem: Problem) -> None:
    with pytest.raises(Unreadable) as refused:
        read(cell, FORMATS)

    assert refused.value.problem is problem
