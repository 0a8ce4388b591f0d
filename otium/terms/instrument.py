"""Standardized instruments: what a score of each may be, how it is read, and when a change means something."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from otium.terms.duty import Param


class Better(StrEnum):
    """In which direction of the score a person does better. NEITHER: the middle is typical."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Basis(StrEnum):
    """What an important difference rests on."""

    MCID = "mcid"  # patients noticed it
    MDC = "mdc"  # more than measuring error
    HALF_SD = "half_sd"  # a rule of thumb; no published value


class Level(StrEnum):
    """How a score stands, seen from the person: BELOW and FAR_BELOW are deficits."""

    ABOVE = "above"
    TYPICAL = "typical"
    BELOW = "below"
    FAR_BELOW = "far_below"


@dataclass(frozen=True, slots=True)
class Band:
    """From this score on, up to the next band."""

    starts_at: Decimal
    words: str
    level: Level


@dataclass(frozen=True, slots=True)
class Norm:
    """The norm group's mean and standard deviation; the highest band comes first."""

    key: str
    unit: str
    mean: Decimal
    sd: Decimal
    bands: tuple[Band, ...]
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ImportantDifference:
    """`diagnoses`: beginnings of the ICD-10 codes (no point) it was found in; empty: all."""

    value: Decimal
    basis: Basis
    diagnoses: tuple[str, ...]
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Part:
    """One scale of an instrument. `is_whole`: meant where a report names no part."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str
    better: Better
    norm: Norm | None
    bands: tuple[Band, ...]
    has_sides: bool
    is_whole: bool
    important: tuple[ImportantDifference, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """`retest_days`: sooner than the first is too early, from the second on it is due; None: not known."""

    key: str
    name: str
    full: str
    names: tuple[str, ...]
    ages_months: tuple[int, int] | None
    retest_days: tuple[int, int] | None
    parts: tuple[Part, ...]
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ScoreProblem:
    """What is odd about a score. `is_refused`: it cannot be this score, so it is not kept."""

    code: str  # of SCORE_PROBLEMS
    about: str  # instrument, part, score, side, unit, taken_on
    is_refused: bool
    params: dict[str, Param] = field(default_factory=dict)


# code -> params
SCORE_PROBLEMS: dict[str, tuple[str, ...]] = {
    "instrument_unknown": ("instrument",),
    "part_unknown": ("instrument", "part", "parts"),
    "part_missing": ("instrument", "parts"),
    "score_below": ("instrument", "part", "score", "low", "high"),
    "score_above": ("instrument", "part", "score", "low", "high"),
    "score_between": ("instrument", "part", "score", "step"),
    "percentile_impossible": ("score",),
    "unit_other": ("instrument", "part", "unit", "expected"),
    "side_missing": ("instrument", "part"),
    "age_under": ("instrument", "months", "first"),
    "age_over": ("instrument", "months", "last"),
    "age_unknown": ("instrument",),
    "too_early": ("instrument", "taken_on", "days"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one score stands. `deviations`: standard deviations from the mean, in the score's own direction."""

    words: str
    level: Level | None
    deviations: Decimal | None
    source: str
    certainty: str


class Verdict(StrEnum):
    IMPROVED = "improved"
    SAME = "same"  # less than the important difference, either way
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier to a later score. `gain`: positive is better; None where no direction is better.

    `why_unknown`: other_part, other_unit, no_direction, no_difference, instrument_unknown.
    """

    verdict: Verdict
    difference: Decimal | None  # later less earlier
    gain: Decimal | None
    important: ImportantDifference | None
    why_unknown: str = ""


class RetestState(StrEnum):
    TOO_EARLY = "too_early"
    POSSIBLE = "possible"
    DUE = "due"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Retest:
    state: RetestState
    earliest_on: date | None = None
    due_on: date | None = None
