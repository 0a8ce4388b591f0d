"""Cancelled hours by week: refilled below, lost above. Pure: numbers in, SVG out, in a box of 625 x 126."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from otium.pages import present
from otium.terms.access_measures import HourOutcome

LEFT, RIGHT, TOP, FLOOR = 8.0, 617.0, 24.0, 100.0
LAYERS = (HourOutcome.REFILLED, HourOutcome.LOST)  # from the ground up


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    x: str
    middle: str
    width: str
    label: str
    full: str
    parts: tuple[Part, ...]
    counts: tuple[int, ...]
    is_named: bool

    @property
    def above(self) -> str:
        return f"{float(self.parts[-1].y) - 5:.1f}" if self.parts else ""


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    columns: tuple[Column, ...]


def plot(weeks: Mapping[date, Mapping[HourOutcome, int]]) -> Plot | None:
    """None where no hour was cancelled that others could have had."""
    tallest = max((sum(counts[each] for each in LAYERS) for counts in weeks.values()), default=0)
    if not tallest:
        return None
    width = (RIGHT - LEFT) / len(weeks)
    columns = tuple(_column(n, monday, counts, width, tallest) for n, (monday, counts) in enumerate(weeks.items()))
    return Plot(_("Cancelled hours by week"), columns)


def _column(place: int, monday: date, counts: Mapping[HourOutcome, int], width: float, tallest: int) -> Column:
    parts, ground = [], FLOOR
    for outcome in LAYERS:
        height = (FLOOR - TOP) * counts[outcome] / tallest
        if height:
            ground -= height
            parts.append(Part(outcome.value, f"{ground:.1f}", f"{height:.1f}"))
    return Column(
        x=f"{LEFT + place * width + width * 0.2:.1f}",
        middle=f"{LEFT + (place + 0.5) * width:.1f}",
        width=f"{width * 0.6:.1f}",
        label=f"{monday.month}/{monday.day}",
        full=_("Week of %(day)s") % {"day": present.full_day(monday)},
        parts=tuple(parts),
        counts=tuple(counts[each] for each in LAYERS),
        is_named=place % 2 == 0,
    )
