"""Rows as a file that a person opens in a spreadsheet."""

from collections.abc import Iterable, Sequence

from otium.wires import sheets


def rows_as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV whose cells no spreadsheet takes for a formula."""
    return sheets.write(header, rows)
