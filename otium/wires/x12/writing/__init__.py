"""Writes new X12: bodies from terms, and bodies into an envelope. Refuses what is incomplete, by loop and element.

A body is built where somebody decides, so that a refusal reaches them; its envelope is put on where it is sent, with
numbers from the database. No delimiter from data gets through: `name` and `free` put a blank in its place, as
they turn other characters into the nearest that the partner's character set has; everything else refuses it.
"""

from otium.wires.x12.writing.body import Body, Incomplete, Writer
from otium.wires.x12.writing.envelope import HIGHEST_CONTROL, bare, wrap
from otium.wires.x12.writing.text import (
    DELIMITERS,
    ELEMENT,
    composite,
    day,
    days,
    fitted,
    quantity,
    repeated,
)

__all__ = [
    "DELIMITERS",
    "ELEMENT",
    "HIGHEST_CONTROL",
    "Body",
    "Incomplete",
    "Writer",
    "bare",
    "composite",
    "day",
    "days",
    "fitted",
    "quantity",
    "repeated",
    "wrap",
]
