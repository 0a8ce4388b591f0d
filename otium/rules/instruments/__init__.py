"""Standardized instruments: is this score possible, how does it stand, does the change matter, is a re-test due.

Pure but for the data files beside it, which are read once (children, hand and adults, over norms.toml). A name that is
not in the registry is no error: nothing is then checked or read out of its scores, and that is said.
"""

from otium.rules.instruments.reading import change, important_difference, retest, standing
from otium.rules.instruments.registry import (
    Registry,
    RegistryError,
    every,
    find,
    part_of,
    read,
    shipped,
)
from otium.rules.instruments.scores import check

__all__ = [
    "Registry",
    "RegistryError",
    "change",
    "check",
    "every",
    "find",
    "important_difference",
    "part_of",
    "read",
    "retest",
    "shipped",
    "standing",
]
