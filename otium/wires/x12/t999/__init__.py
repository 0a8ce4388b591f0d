"""999, the answer to a functional group: terms from it, and it from terms."""

from otium.wires.x12.t999.read import read, walker

__all__ = ["read", "walker"]
