"""How a reason is said."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """`name` and `fact` are a line of the panel's facts; `row` and `lead` are there for reasons that come first.

    `row` is under 55 characters when filled. Days arrive as text; `count` chooses singular or plural.
    """

    name: Any
    fact: Any
    row: Any = ""
    lead: Any = ""
