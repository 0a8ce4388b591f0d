"""275, papers for a claim or a request: terms from it, and it from terms."""

from otium.wires.x12.t275.reading import read, walker
from otium.wires.x12.t275.writing import write

__all__ = ["read", "walker", "write"]
