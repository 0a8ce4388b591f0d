"""Remittances: the 835 (005010X221A1), read, balanced and written. `terms.remittance` is what both sides speak of."""

from otium.wires.x12.t835.reading import read, walker
from otium.wires.x12.t835.writing import write

__all__ = ["read", "walker", "write"]
