"""999, the answer to a functional group: terms from it, and it from terms."""

from otium.wires.x12.t999.reading import read, walker
from otium.wires.x12.t999.writing import write

__all__ = ["read", "walker", "write"]
