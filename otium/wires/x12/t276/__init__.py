"""276 claim status inquiries, read and written. Source: X12 005010X212."""

from otium.wires.x12.t276.reading import read, walker
from otium.wires.x12.t276.writing import write, write_batch

__all__ = ["read", "walker", "write", "write_batch"]
