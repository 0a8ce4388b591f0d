"""270 eligibility inquiries, read and written. Source: X12 005010X279A1."""

from otium.wires.x12.t270.reading import read, walker
from otium.wires.x12.t270.writing import write, write_batch

__all__ = ["read", "walker", "write", "write_batch"]
