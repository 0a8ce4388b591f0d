"""CSV files of a practice's own system: bytes and a mapping in, typed rows and findings out; and CSV written safely.

`mapping` says which column is which field, `read` gives an Extract, `write` gives bytes that a spreadsheet may open.
"""

from otium.wires.sheets.mapping import Mapping, MappingError, read_mapping, shipped
from otium.wires.sheets.read import read, recognise
from otium.wires.sheets.write import write

__all__ = ["Mapping", "MappingError", "read", "read_mapping", "recognise", "shipped", "write"]
