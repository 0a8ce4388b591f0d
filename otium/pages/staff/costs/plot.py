"""The picture of what the family will have owed after each visit. Pure: an estimate in, SVG values out.

Drawn in a box of 625 x 140; the same numbers stand in the table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.pages import present
from otium.terms.estimate import VisitEstimate

LEFT, RIGHT, TOP, FLOOR, WIDTH = 56.0, 612.0, 16.0, 112.0, 625
FEWEST_DAYS = 21


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: str
    y: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """`line` climbs with each known visit; `unknown` are ticks of visits whose part is not known."""

    title: str
    grid: str
    axis: str
    line: str
    ticks: str
    unknown: str
    labels: tuple[Label, ...]


def plot(visits: Sequence[VisitEstimate], on: date) -> Plot | None:
    """None when nothing is booked, or nothing of it is known to cost something."""
    total = sum((v.owed for v in visits if v.owed is not None), Decimal(0))
    if not visits or total <= 0:
        return None
    last = max(visits[-1].on, on + timedelta(days=FEWEST_DAYS))
    scale = _Scale(on, last, total)
    known = [v for v in visits if v.owed is not None]
    return Plot(
        title=_title(visits, known, total, on),
        grid=f"M{LEFT} {TOP}H{WIDTH}M{LEFT} {(TOP + FLOOR) / 2}H{WIDTH}",
        axis=f"M{LEFT} {FLOOR}H{WIDTH}",
        line=_line(scale, known),
        ticks="".join(f"M{scale.x(v.on)} {FLOOR}v5" for v in known),
        unknown="".join(f"M{scale.x(v.on)} {FLOOR - 8}v13" for v in visits if v.owed is None),
        labels=_labels(scale, total, visits, on),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    most: Decimal

    def x(self, day: date) -> str:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return f"{LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0):.1f}"

    def y(self, amount: Decimal) -> str:
        return f"{FLOOR - (FLOOR - TOP) * float(amount / self.most):.1f}"


def _line(scale: _Scale, known: Sequence[VisitEstimate]) -> str:
    path, total = f"M{LEFT} {FLOOR}", Decimal(0)
    for visit in known:
        total += visit.owed or Decimal(0)
        path += f"H{scale.x(visit.on)}V{scale.y(total)}"
    return path + f"H{RIGHT:.0f}"


def _labels(scale: _Scale, total: Decimal, visits: Sequence[VisitEstimate], on: date) -> tuple[Label, ...]:
    half = (total / 2).quantize(Decimal(1))
    days = [Label(present.short_day(on, on), f"{LEFT:.0f}", "132")]
    days.append(Label(present.short_day(visits[-1].on, on), scale.x(visits[-1].on), "132", "end"))
    return (
        Label(present.money(total), f"{LEFT - 6:.0f}", f"{TOP + 4:.0f}", "strong end"),
        Label(present.money(half), f"{LEFT - 6:.0f}", f"{(TOP + FLOOR) / 2 + 4:.0f}", "end"),
        Label("$0", f"{LEFT - 6:.0f}", f"{FLOOR + 4:.0f}", "end"),
        *days,
    )


def _title(visits: Sequence[VisitEstimate], known: Sequence[VisitEstimate], total: Decimal, on: date) -> str:
    says = _("By %(day)s the family will have owed %(total)s for %(n)d booked visits.") % {
        "day": present.day(visits[-1].on, on), "total": present.money(total, cents=True), "n": len(known),
    }  # fmt: skip
    rest = len(visits) - len(known)
    if not rest:
        return says
    more = ngettext("The part of %(n)d visit is not known.", "The part of %(n)d visits is not known.", rest)
    return f"{says} {more % {'n': rest}}"
