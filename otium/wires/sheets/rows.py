"""One table's cells to typed rows. A row with a cell that cannot be read is held whole; the finding says which."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from otium.terms.extract import Finding, Flag, Place, Problem, Row, Sheet, Table
from otium.wires.sheets.cells import Unreadable
from otium.wires.sheets.fields import FIELDS, IDENTIFYING, ROWS, TYPED, Field
from otium.wires.sheets.grid import Grid
from otium.wires.sheets.mapping import Mapping

LONGEST_SHOWN = 30
MOST_LINES = 100_000  # of charts in one file; about a thousand patients with a hundred lines each
WITHOUT_KEY = (Table.EXPECTED_RATES, Table.FEES)
WHOLE = (*WITHOUT_KEY, Table.CHARTS)  # read in full where they are removed too: what they say is part of their key
OF_A_LINE = ("patient", "on", "goal", "text", "instrument", "part", "side", "kind")  # what tells two lines apart
SAYING = ("payer_name", "visit_type", "code", "starts_on")  # what tells two rows of such a table apart
PERIODS = (
    ("starts_on", "ends_on"),
    ("starts_at", "ends_at"),
    ("plan_starts_on", "plan_ends_on"),
    ("primary_starts_on", "primary_ends_on"),
    ("secondary_starts_on", "secondary_ends_on"),
)


def read_rows(file: str, grid: Grid, table: Table, mapping: Mapping) -> tuple[Sheet, list[Row], list[Finding]]:
    """The rows that can be read, and a finding for each that cannot."""
    reader = _TableReader(file, grid.header, table, mapping, len(grid.rows))
    faults = list(reader.faults())
    if faults:
        return Sheet(file, table, len(grid.rows), keys=None), [], faults
    results = [reader.row(number, cells) for number, cells in grid.rows]
    keys = tuple(result.key for result in results)
    there = {field: reader.columns[field] for field in reader.at}
    sheet = Sheet(file, table, len(grid.rows), there, reader.absent, keys if all(keys) else None)
    findings = [r for r in results if isinstance(r, Finding)]
    return sheet, [r for r in results if not isinstance(r, Finding)], [*reader.notes(), *findings]


class _TableReader:
    """Knows where each field of the table stands in this file's rows."""

    def __init__(self, file: str, header: Sequence[str], table: Table, mapping: Mapping, count: int) -> None:
        self.count = count
        self.file, self.header, self.table, self.mapping = file, header, table, mapping
        named = mapping.columns[table]
        self.columns = {f: named[s.column_of or f] for f, s in FIELDS[table].items() if (s.column_of or f) in named}
        self.at = {f: header.index(c) for f, c in self.columns.items() if c in header}
        self.absent = frozenset(FIELDS[table]) - frozenset(self.at)
        private = {named[f] for f in IDENTIFYING & named.keys()}
        self.may_show = {f for f, c in self.columns.items() if c not in private}

    def faults(self) -> Iterator[Finding]:
        """What makes all rows of the file unreadable."""
        if self.table is Table.CHARTS and self.count > MOST_LINES:
            yield self._finding(1, Problem.TOO_LARGE, "", params={"most": f"{MOST_LINES:,} lines"})
        for field, spec in FIELDS[self.table].items():
            if spec.needs_column and field not in self.at:
                yield self._finding(1, Problem.COLUMN_MISSING, self.columns[field])
        for column in sorted({c for c in self.columns.values() if self.header.count(c) > 1}):
            yield self._finding(1, Problem.COLUMN_TWICE, column)

    def notes(self) -> Iterator[Finding]:
        """Columns that a reader of the report should know of, though they hold nothing back."""
        missing = sorted({c for f, c in self.columns.items() if f not in self.at})
        if missing:
            columns = ", ".join(missing)
            yield self._finding(1, Problem.COLUMN_ABSENT, "", holds=False, params={"columns": columns})
        known = {*self.columns.values(), *self.mapping.ignored.get(self.table, ()), ""}
        extra = [name for name in self.header if name not in known]
        if extra:
            columns = ", ".join(extra)
            yield self._finding(1, Problem.COLUMN_UNKNOWN, "", holds=False, params={"columns": columns})

    def row(self, number: int, cells: Sequence[str]) -> Row | Finding:
        """The typed row, or why it is held. Of a removed row only the key is read: the rest is often blank."""
        width = len(self.header)
        if len(cells) < width or any(cells[width:]):
            return self._finding(number, Problem.WRONG_WIDTH, "", params={"cells": len(cells), "columns": width})
        key = self._key(cells)
        field = "flag"
        try:
            flag = self._value("flag", cells) if "flag" in self.at else None
            values: dict[str, Any] = {"flag": flag}
            if flag is not Flag.REMOVED or self.table in WHOLE:
                for field in self.at:
                    values[field] = self._value(field, cells)
        except Unreadable as error:
            shown = {"word": error.shown} if error.shown and field in self.may_show else {}
            return self._finding(number, error.problem, self.columns[field], params=shown, key=key)
        return self._checked(ROWS[self.table](**{**values, "place": Place(self.file, number), "key": key}))

    def _key(self, cells: Sequence[str]) -> str:
        """The row's own key; a rate or fee has none of its own and gets one from what it says."""
        if self.table is Table.CHARTS:
            return self._key_of_line(cells)
        if "key" in self.at:
            cell = cells[self.at["key"]]
            return "" if self._is_blank(cell) or "\x00" in cell else cell
        return "|".join(cells[self.at[f]].lower() for f in SAYING if f in self.at)

    def _key_of_line(self, cells: Sequence[str]) -> str:
        """What the line is and its own id; without an id a digest of what it says, which is never shown in words."""
        word = " ".join(cells[self.at["line"]].split()).lower()
        kind = self.mapping.words["chart_line"].get(word, word)
        own = cells[self.at["key"]] if "key" in self.at else ""
        if own and "\x00" not in own and not self._is_blank(own):
            return f"{kind}/{own}"
        says = "\x1f".join(cells[self.at[f]] for f in OF_A_LINE if f in self.at)
        return f"{kind}/~{hashlib.sha256(says.encode()).hexdigest()[:16]}"

    def _value(self, field: str, cells: Sequence[str]) -> object:
        spec, cell = FIELDS[self.table][field], cells[self.at[field]]
        cell = "" if self._is_blank(cell) else cell
        value = self._word(spec, cell) if spec.words else spec.read(cell, self.mapping.formats)
        if spec.needs_value and value in (None, ""):
            raise Unreadable(Problem.BLANK)
        return value

    def _is_blank(self, cell: str) -> bool:
        return not cell or cell in self.mapping.blanks

    def _word(self, spec: Field, cell: str) -> object:
        words = self.mapping.words[spec.words]
        folded = " ".join(cell.split()).lower()
        if folded in words:
            value = words[folded]
        elif folded and "*" in words:
            value = words["*"]
        elif folded:
            raise Unreadable(Problem.UNKNOWN_WORD, cell if len(cell) <= LONGEST_SHOWN else "")
        else:
            return None
        kind = TYPED.get(spec.words)
        return value if kind is None else kind(value) if value else None

    def _checked(self, row: Row) -> Row | Finding:
        """The row, unless a period in it ends before it starts."""
        for first, last in PERIODS:
            start, end = getattr(row, first, None), getattr(row, last, None)
            is_moment = first == "starts_at"
            if start is not None and end is not None and (end <= start if is_moment else end < start):
                column = self.columns[last]
                return self._finding(row.place.row, Problem.ENDS_BEFORE_START, column, key=row.key)
        return row

    def _finding(self, number: int, problem: Problem, column: str, **more: Any) -> Finding:
        return Finding(problem, Place(self.file, number), self.table, column, **more)
