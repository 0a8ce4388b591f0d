"""Two pictures of how a payer decides: decisions by month, and days until the decision. Pure: numbers in, SVG out.

Each is drawn in a box of 625 x 126; the same numbers stand in its table.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.terms.measured import Spread
from otium.terms.scorecard import Outcome

LEFT, RIGHT, TOP, FLOOR = 8.0, 617.0, 24.0, 100.0
LAYERS = (Outcome.APPROVED, Outcome.CUT, Outcome.DENIED)  # from the ground up
MOST_BINS = 30  # business days; what took longer stands in the last bar
ROOM_FOR_WORDS = 150
NEAR = 4  # days: two lines closer than this would write over each other


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """`counts` in the order of LAYERS, then all; of the picture of days only all."""

    x: str
    middle: str
    width: str
    label: str
    parts: tuple[Part, ...]
    counts: tuple[int, ...]
    full: str
    is_named: bool = True

    @property
    def total(self) -> int:
        return self.counts[-1]

    @property
    def above(self) -> str:
        """Where the number over the bar stands."""
        return f"{float(self.parts[-1].y) - 5:.1f}" if self.parts else ""


@dataclass(frozen=True, slots=True)
class Line:
    """An upright line with words beside its head."""

    x: str
    text: str
    text_x: str
    anchor: str
    kind: str


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()


def by_month(months: Mapping[date, Mapping[Outcome, int]]) -> Plot | None:
    """None where nothing was decided in these months."""
    if not any(sum(counts.values()) for counts in months.values()):
        return None
    tallest = max(sum(counts.values()) for counts in months.values())
    width = (RIGHT - LEFT) / len(months)
    columns = tuple(_month(n, day, counts, width, tallest) for n, (day, counts) in enumerate(sorted(months.items())))
    total = sum(column.total for column in columns)
    title = ngettext("%(n)d decision in twelve months", "%(n)d decisions in twelve months", total) % {"n": total}
    return Plot(title, columns)


def _month(place: int, day: date, counts: Mapping[Outcome, int], width: float, tallest: int) -> Column:
    parts, ground = [], FLOOR
    for outcome in LAYERS:
        height = (FLOOR - TOP) * counts[outcome] / tallest
        if height:
            ground -= height
            parts.append(Part(outcome.value, f"{ground:.1f}", f"{height:.1f}"))
    told = tuple(counts[outcome] for outcome in LAYERS)
    return Column(
        x=f"{LEFT + place * width + width * 0.2:.1f}",
        middle=f"{LEFT + (place + 0.5) * width:.1f}",
        width=f"{width * 0.6:.1f}",
        label=formats.date_format(day, "M"),
        parts=tuple(parts),
        counts=(*told, sum(told)),
        full=formats.date_format(day, "F Y"),
    )


def by_day(taken: Sequence[int], spread: Spread) -> Plot | None:
    """How many decisions took how many business days, with the usual and the slow. None of fewer than five."""
    if spread.p50 is None or spread.p90 is None:
        return None
    counts = Counter(min(days, MOST_BINS) for days in taken)
    last = max(counts)
    width = (RIGHT - LEFT) / (last + 1)
    tallest = max(counts.values())
    columns = tuple(_day(n, counts[n], last, width, tallest) for n in range(last + 1))
    half = ngettext("half within %(n)d business day", "half within %(n)d business days", spread.p50) % {"n": spread.p50}
    slow = ngettext("nine in ten within %(n)d", "nine in ten within %(n)d", spread.p90) % {"n": spread.p90}
    lines = [_line(spread.p50, half, width, "strong")] if spread.p90 - spread.p50 >= NEAR else []
    lines.append(_line(spread.p90, slow if lines else f"{half}, {slow}", width, "strong" if not lines else ""))
    return Plot(f"{half[:1].upper()}{half[1:]}, {slow}", columns, tuple(lines))


def _day(place: int, count: int, last: int, width: float, tallest: int) -> Column:
    height = (FLOOR - TOP) * count / tallest
    is_last = place == MOST_BINS
    label = f"{place}+" if is_last else str(place)
    bar = min(width * 0.7, 24.0)
    return Column(
        x=f"{LEFT + (place + 0.5) * width - bar / 2:.1f}",
        middle=f"{LEFT + (place + 0.5) * width:.1f}",
        width=f"{bar:.1f}",
        label=label,
        parts=(Part("", f"{FLOOR - height:.1f}", f"{height:.1f}"),) if count else (),
        counts=(count,),
        full=_("%(n)s business days") % {"n": label},
        is_named=last < 16 or place % 5 == 0 or is_last,
    )


def _line(days: int, words: str, width: float, kind: str) -> Line:
    """At the right edge of its bar: what is within it lies left of the line."""
    x = LEFT + (min(days, MOST_BINS) + 1) * width
    is_far = x > RIGHT - ROOM_FOR_WORDS * 1.6
    return Line(f"{x:.1f}", words, f"{x - 6 if is_far else x + 6:.1f}", "end" if is_far else "", kind)
