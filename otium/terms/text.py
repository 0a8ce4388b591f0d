"""A text that came in."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IncomingText:
    """`sender` and `to` as E.164 where the service says them so. `reference`: the service's own id of it."""

    reference: str
    sender: str = field(repr=False)
    words: str = field(repr=False)
    to: str = field(default="", repr=False)
    at: datetime | None = None
    segment: int = 1
