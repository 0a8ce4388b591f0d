"""Files of an export to an Extract: which file is which table, and each of its rows read or held."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from otium.terms.extract import Extract, Finding, Place, Problem, Row, Sheet, Table
from otium.wires.sheets import grid, rows
from otium.wires.sheets.fields import FIELDS
from otium.wires.sheets.grid import Grid
from otium.wires.sheets.mapping import Mapping

OPTIONAL = {Table.FEES, Table.CHARTS}  # a practice may as well type these in


def read(files: Iterable[tuple[str, bytes]], mapping: Mapping) -> Extract:
    """All files (name, bytes) as typed rows. Tables without a file are named among the findings."""
    sheets: list[Sheet] = []
    found: list[Row] = []
    findings: list[Finding] = []
    for name, data in files:
        sheet, read_rows, problems = _read_file(name, data, mapping)
        sheets.append(sheet)
        found += read_rows
        findings += problems
    there = {sheet.table for sheet in sheets}
    findings += [
        Finding(Problem.FILE_ABSENT, Place("", 0), table, holds=False)
        for table in Table
        if table not in there | OPTIONAL
    ]
    return Extract(tuple(sheets), tuple(found), tuple(findings), mapping.payers, mapping.visit_minutes)


def recognise(name: str, data: bytes, mapping: Mapping) -> Table | None:
    """Which table the file holds: by its name, else by a header that fits exactly one table."""
    by_name = _by_name(name, mapping)
    if by_name:
        return by_name
    cut = grid.cut(data, mapping)
    return _by_header(cut, mapping) if isinstance(cut, Grid) else None


def _by_name(name: str, mapping: Mapping) -> Table | None:
    base = PurePosixPath(name.replace("\\", "/")).name.lower()
    fits = (t for t, patterns in mapping.files.items() if any(fnmatchcase(base, p) for p in patterns))
    return next(fits, None)


def _by_header(cut: Grid, mapping: Mapping) -> Table | None:
    """A table fits when all columns it needs are there and at least half of those it knows."""
    header = set(cut.header)
    fits = []
    for table, columns in mapping.columns.items():
        needed = {columns[f] for f, spec in FIELDS[table].items() if spec.needs_column}
        known = set(columns.values())
        if needed <= header and 2 * len(known & header) >= len(known):
            fits.append(table)
    return fits[0] if len(fits) == 1 else None


def _read_file(name: str, data: bytes, mapping: Mapping) -> tuple[Sheet, list[Row], list[Finding]]:
    cut = grid.cut(data, mapping)
    if not isinstance(cut, Grid):
        table = _by_name(name, mapping)
        return Sheet(name, table, keys=None), [], [Finding(cut.problem, Place(name, cut.row), table)]
    table = _by_name(name, mapping) or _by_header(cut, mapping)
    if table is None:
        finding = Finding(Problem.FILE_UNKNOWN, Place(name, 1), holds=False)
        return Sheet(name, None, len(cut.rows)), [], [finding]
    return rows.read_rows(name, cut, table, mapping)
