"""Payers' codes in our own short words, as pages and people need them."""

from otium.wires.x12.explain import labels


def word(of: str, code: str, unknown: str | None = None) -> str:
    """`of` is a list of wires/x12/explain/codes: carc, rarc, plb ... A code without words is `unknown`, or itself."""
    return labels.codes()[of].get(code, code if unknown is None else unknown)
