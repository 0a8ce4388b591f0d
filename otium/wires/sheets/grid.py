"""Bytes to a header and numbered rows of cells; nothing is typed yet."""

import codecs
import csv
import io
from dataclasses import dataclass

from otium.terms.extract import Problem
from otium.wires.sheets.mapping import Mapping

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """`header` in lower case; `rows`: (number as a spreadsheet counts, cells), wholly blank rows left out."""

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class NoGrid:
    """Why the bytes are no table, and at which row that shows."""

    problem: Problem
    row: int


def cut(data: bytes, mapping: Mapping) -> Grid | NoGrid:
    """The file as cells. A quote that never closes makes the whole file unreadable: rows could be swallowed by it."""
    text = _decode(data, mapping.encodings)
    if text is None:
        return NoGrid(Problem.NOT_TEXT, 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    numbered: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                numbered.append((number, stripped))
    except csv.Error:
        return NoGrid(Problem.NOT_TEXT, number + 1)
    if not numbered or numbered[0][0] != 1:
        return NoGrid(Problem.NO_HEADER, 1)
    return Grid(tuple(" ".join(name.split()).lower() for name in numbered[0][1]), numbered[1:])


def _decode(data: bytes, encodings: tuple[str, ...]) -> str | None:
    """Text by its byte order mark, else by the first encoding that fits; None for what is no text."""
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else encodings:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return None if "\x00" in text[:4096] else text
    return None
