"""Draws that depend on seed and names alone: the same claim fares alike in whatever order claims come."""

from hashlib import sha256


def draw(*names: object) -> float:
    """From 0 up to 1, evenly spread.

    >>> draw(1, "A100") == draw(1, "A100") != draw(2, "A100")
    True
    """
    digest = sha256("\x1f".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
