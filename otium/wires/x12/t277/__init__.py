"""277 claim status answers, read and written. Source: X12 005010X212."""

from otium.wires.x12.t277.reading import read, walker
from otium.wires.x12.t277.writing import write, write_batch

__all__ = ["read", "walker", "write", "write_batch"]
