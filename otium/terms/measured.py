"""What was measured, with how much it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """The usual and the slow of `n` values, in their own unit; None where `n` is too few to say."""

    n: int
    p50: int | None = None
    p90: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of `n`. `percent` is None where `n` is too few to say."""

    count: int
    n: int
    percent: int | None = None
