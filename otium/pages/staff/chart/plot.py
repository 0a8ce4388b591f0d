"""One scale over time as a picture: scores as dots on a line, the important difference as a band about the first.

Drawn in a box of 360 x 132; the same numbers stand in the table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LEFT, RIGHT, TOP, FLOOR = 46.0, 344.0, 14.0, 100.0


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    label: str
    label_y: str
    anchor: str  # start, mid or end: no label leaves the box


@dataclass(frozen=True, slots=True)
class Band:
    """Within it a score is no meaningful change from the first."""

    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Plot:
    line: str
    axis: str
    dots: tuple[Dot, ...]
    band: Band | None
    high: str
    low: str
    first_day: date
    last_day: date


def plot(scores: Sequence[tuple[date, Decimal]], important: Decimal | None, bounds: tuple[Decimal, Decimal] | None
         ) -> Plot | None:  # fmt: skip
    """None for fewer than two days: one dot shows nothing. `bounds`: the range of the scale, never drawn beyond."""
    days = [day for day, _score in scores]
    if len(set(days)) < 2:
        return None
    low, high = _range([score for _day, score in scores], important, bounds)
    y = _scale(low, high)
    x = _days(days[0], days[-1])
    first = scores[0][1]
    band = None
    if important is not None:
        top, foot = min(first + important, high), max(first - important, low)
        band = Band(f"{y(top):.1f}", f"{y(foot) - y(top):.1f}")
    points = [(x(day), y(score)) for day, score in scores]
    return Plot(
        line="M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points),
        axis=f"M{LEFT} {TOP}V{FLOOR}H{RIGHT + 8}",
        dots=tuple(_dot(px, py, score) for (px, py), (_day, score) in zip(points, scores, strict=True)),
        band=band,
        high=_said(high),
        low=_said(low),
        first_day=days[0],
        last_day=days[-1],
    )


def _range(scores: list[Decimal], important: Decimal | None, bounds: tuple[Decimal, Decimal] | None
           ) -> tuple[Decimal, Decimal]:  # fmt: skip
    reach = important or Decimal(0)
    low, high = min(*scores, scores[0] - reach), max(*scores, scores[0] + reach)
    room = max((high - low) / 5, Decimal(1))
    low, high = low - room, high + room
    if bounds:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return low.quantize(Decimal(1)), max(high.quantize(Decimal(1)), low.quantize(Decimal(1)) + 1)


def _scale(low: Decimal, high: Decimal):  # type: ignore[no-untyped-def]
    return lambda score: FLOOR - (FLOOR - TOP) * float((score - low) / (high - low))


def _days(first: date, last: date):  # type: ignore[no-untyped-def]
    return lambda day: LEFT + 12 + (RIGHT - LEFT - 12) * (day - first).days / (last - first).days


def _dot(x: float, y: float, score: Decimal) -> Dot:
    anchor = "end" if x > RIGHT - 20 else "mid"
    return Dot(f"{x:.1f}", f"{y:.1f}", _said(score), f"{y - 8 if y > TOP + 16 else y + 18:.1f}", anchor)


def _said(score: Decimal) -> str:
    return f"{score.normalize():f}"
