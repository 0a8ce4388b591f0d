"""Production by period as a picture: visits made and booked, with what the target asks. Numbers in, SVG out.

Drawn in a box of 625 x 140; the same numbers stand in its table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from otium.desk.capacity.production import By, Period, Report
from otium.pages import present
from otium.pages.staff.capacity import words
from otium.pages.staff.capacity.asks import Asked
from otium.terms.capacity import Worker
from otium.terms.production import TargetUnit

LEFT, RIGHT, TOP, FLOOR = 8.0, 617.0, 24.0, 114.0
BAR = 0.6  # of its place


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """`tick` is the height of the target, empty where none is in force."""

    x: str
    end: str
    middle: str
    width: str
    label: str
    full: str
    parts: tuple[Part, ...]
    made: int
    booked: int
    asked: str
    tick: str
    above: str
    units: str
    dollars: str

    @property
    def total(self) -> int:
        return self.made + self.booked


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    columns: tuple[Column, ...]
    has_target: bool


def production(report: Report, workers: Iterable[Worker], asks: Asked) -> Plot | None:
    """Visits of these therapists (of all, also those of nobody, where none is chosen); None where there are none."""
    whose = list(workers)
    keys = [w.id for w in whose] if asks.therapist_id else list({key for key, _span in report.lines})
    if not keys:
        return None
    told = [_told(report, keys, span) for span in report.periods]
    tallest = max([1.0, *(made + booked for made, booked, *_ in told), *(float(a) for *_, a in told if a is not None)])
    width = (RIGHT - LEFT) / len(told)
    columns = tuple(
        _column(n, span, values, width, tallest, asks, report, keys)
        for n, (span, values) in enumerate(zip(report.periods, told, strict=True))
    )
    if not any(c.total for c in columns):
        return None
    title = _("Visits by month") if asks.by is By.MONTH else _("Visits by week")
    return Plot(title, columns, any(c.tick for c in columns))


def _told(report: Report, keys: list[object], span: Period) -> tuple[int, int, Decimal | None]:
    """Made, booked, and what targets in visits ask of all of them together; None where none is in visits."""
    lines = [line for (key, period), line in report.lines.items() if period == span and key in keys]
    asked = [line.asked[TargetUnit.VISITS] for line in lines if TargetUnit.VISITS in line.asked]
    made, booked = (sum(len(getattr(line.produced, name)) for line in lines) for name in ("made", "booked"))
    return made, booked, sum(asked, Decimal(0)) if asked else None


def _column(
    place: int, span: Period, told: tuple[int, int, Decimal | None], width: float, tallest: float, asks: Asked,
    report: Report, keys: list[object],
) -> Column:  # fmt: skip
    made, booked, asked = told
    scale = (FLOOR - TOP) / tallest
    parts, ground = [], FLOOR
    for kind, count in (("made", made), ("booked", booked)):
        if count:
            ground -= count * scale
            parts.append(Part(kind, f"{ground:.1f}", f"{count * scale:.1f}"))
    left = LEFT + place * width + width * (1 - BAR) / 2
    mine = [report.lines[key, span].produced for key in keys if (key, span) in report.lines]  # type: ignore[index]
    known = [p.dollars for p in mine if p.dollars is not None and p.made]
    return Column(
        x=f"{left:.1f}",
        end=f"{left + width * BAR:.1f}",
        middle=f"{LEFT + (place + 0.5) * width:.1f}",
        width=f"{width * BAR:.1f}",
        label=formats.date_format(span.first, "M" if asks.by is By.MONTH else "n/j"),
        full=words.month(span.first) if asks.by is By.MONTH else present.day(span.first, asks.on),
        parts=tuple(parts),
        made=made,
        booked=booked,
        asked="" if asked is None else words.number(asked),
        tick="" if asked is None else f"{FLOOR - float(asked) * scale:.1f}",
        above=f"{ground - 5:.1f}",
        units=str(sum(p.units for p in mine)),
        dollars=present.money(sum(known, Decimal(0)) if known or not made else None),
    )
