"""Professional claims: the 837P (005010X222A1), written and read. `terms.claim` is what both sides speak of."""

from otium.wires.x12.t837p.writing import write

__all__ = ["write"]
