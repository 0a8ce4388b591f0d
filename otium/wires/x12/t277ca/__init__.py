"""277CA, the first answer to a batch of claims: terms from it, and it from terms."""

from otium.wires.x12.t277ca.read import read, walker

__all__ = ["read", "walker"]
