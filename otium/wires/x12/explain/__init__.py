"""An X12 file in words: each loop and segment told, money summed, findings at their place.

`explain` is for people to read; nothing is decided from it. What the codes mean is data (`segments.toml`,
`codes/*.toml`, `outlines.toml`) in our own short words, for what a therapy office meets.
"""

from otium.wires.x12.explain.build import MOST_LINES, explain
from otium.wires.x12.explain.tree import Explanation, Line, More, Part, Told, Value

__all__ = ["MOST_LINES", "Explanation", "Line", "More", "Part", "Told", "Value", "explain"]
