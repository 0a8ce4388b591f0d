"""Held rows as a file that a person opens in a spreadsheet and puts right."""

from collections.abc import Iterable, Sequence

from otium.wires import sheets


def held_rows(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV whose cells no spreadsheet takes for a formula."""
    return sheets.write(header, rows)
