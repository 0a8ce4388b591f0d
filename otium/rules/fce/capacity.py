"""What a person can lift, as a level of physical demand. Source: levels.toml, which names its own."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Pounds = Decimal


@dataclass(frozen=True, slots=True)
class Levels:
    """Names from light work to heavy, and the most pounds of each but the last, by how often it is lifted."""

    names: tuple[str, ...]
    occasional: tuple[Pounds, ...]
    frequent: tuple[Pounds, ...]
    constant: tuple[Pounds, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """Level by level; None: not tested. `notes`: what the overall level alone would hide."""

    overall: str | None
    occasional: str | None
    frequent: str | None
    constant: str | None
    notes: tuple[str, ...] = ()


def levels(text: str, on: date) -> Levels:
    """Raises ValueError where no row holds on the day, or its rows do not go together."""
    rows = [row for row in tomllib.loads(text)["levels"] if row["effective_from"] <= on]
    if not rows:
        raise ValueError(f"no levels of physical demand on {on:%Y-%m-%d}")
    row = max(rows, key=lambda each: each["effective_from"])
    found = Levels(tuple(row["names"]), *(_pounds(row[name]) for name in ("occasional", "frequent", "constant")))
    for bounds in (found.occasional, found.frequent, found.constant):
        if len(bounds) != len(found.names) - 1 or list(bounds) != sorted(bounds):
            raise ValueError("levels of physical demand: one rising bound for each level but the last")
    return found


def capacity(
    known: Levels, *, occasional: Pounds | None, frequent: Pounds | None, constant: Pounds | None = None
) -> Capacity:
    """Safe lifts in pounds; overall is the lower of the occasional and the frequent level, constant stands apart."""
    often = _level(known.occasional, occasional)
    more_often = _level(known.frequent, frequent)
    always = _level(known.constant, constant)
    overall = None if often is None or more_often is None else min(often, more_often)
    return Capacity(
        overall=_name(known, overall),
        occasional=_name(known, often),
        frequent=_name(known, more_often),
        constant=_name(known, always),
        notes=tuple(_notes(known, overall, often, more_often, constant)),
    )


def _notes(
    known: Levels, overall: int | None, often: int | None, more_often: int | None, constant: Pounds | None
) -> list[str]:
    if overall is None:
        return []
    notes = []
    if often is not None and often > overall:
        notes.append("occasional_above")
    if more_often is not None and more_often > overall:
        notes.append("frequent_above")
    if constant is not None and _is_short_of(known.constant, overall, constant):
        notes.append("constant_limits")
    return notes


def _is_short_of(bounds: tuple[Pounds, ...], level: int, lifted: Pounds) -> bool:
    """The level asks for more than the one below it, and that is not lifted."""
    if level == 0 or (level < len(bounds) and bounds[level] == bounds[level - 1]):
        return False
    return lifted <= bounds[level - 1]


def _level(bounds: tuple[Pounds, ...], lifted: Pounds | None) -> int | None:
    if lifted is None:
        return None
    if lifted < 0:
        raise ValueError(f"pounds must be 0 or more, got {lifted}")
    return sum(lifted > most for most in bounds)


def _name(known: Levels, level: int | None) -> str | None:
    return None if level is None else known.names[level]


def _pounds(row: list[int]) -> tuple[Pounds, ...]:
    return tuple(Decimal(each) for each in row)
