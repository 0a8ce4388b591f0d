"""271 eligibility answers, read and written. Source: X12 005010X279A1."""

from otium.wires.x12.t271.reading import is_active, read, walker
from otium.wires.x12.t271.writing import write

__all__ = ["is_active", "read", "walker", "write"]
