"""277CA, the first answer to a batch of claims: terms from it, and it from terms."""

from otium.wires.x12.t277ca.reading import read, walker
from otium.wires.x12.t277ca.writing import write

__all__ = ["read", "walker", "write"]
