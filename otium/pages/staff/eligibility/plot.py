"""The board as a picture: visits of each day by state, stacked; and the same as a table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from otium.desk.board import DAYS, NEEDS_PERSON, BookedVisit
from otium.pages import present
from otium.terms.coverage_standing import StandingState as S

WIDTH, TOP, FOOT = 48, 12, 74  # of a day; where the tallest bar begins and all end
BAR = 30
# From the ground up: what is sure below, what needs somebody on top.
LAYERS = ("verified", "asking", "stale", "person")


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class PlotDay:
    """`counts` are in the order of LAYERS, then all."""

    x: int
    middle: int
    day: str
    weekday: str
    number: int
    parts: tuple[Part, ...]
    counts: tuple[int, ...]
    is_today: bool

    @property
    def total(self) -> int:
        return self.counts[-1]


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    width: int
    days: tuple[PlotDay, ...]


def plot(visits: Iterable[BookedVisit], on: date) -> Plot:
    """From the day `on`; days without a visit keep their place, weekends only where somebody is booked."""
    by_day: dict[date, Counter[str]] = {}
    for b in visits:
        by_day.setdefault(b.visit.on, Counter())[_layer(b.standing.state)] += 1
    days = [on + timedelta(days=n) for n in range(DAYS)]
    shown = [d for d in days if d in by_day or d.weekday() < 5]
    tallest = max((sum(c.values()) for c in by_day.values()), default=0)
    made = tuple(_day(n, d, by_day.get(d, Counter()), tallest, on) for n, d in enumerate(shown))
    return Plot(_title(made), WIDTH * len(made), made)


def _title(days: tuple[PlotDay, ...]) -> str:
    person = [day for day in days if day.counts[-2]]
    if not person:
        return _("No day has visits that need you")
    return _("The first visits that need you are on %(day)s") % {"day": person[0].day}


def _layer(state: S) -> str:
    if state in NEEDS_PERSON:
        return "person"
    return {S.ASKING: "asking", S.STALE: "stale"}.get(state, "verified")


def _day(place: int, day: date, counts: Counter[str], tallest: int, on: date) -> PlotDay:
    x = place * WIDTH + (WIDTH - BAR) // 2
    parts, ground = [], float(FOOT)
    for kind in LAYERS:
        height = (FOOT - TOP) * counts[kind] / tallest if tallest else 0
        if height:
            ground -= height
            parts.append(Part(kind, f"{ground:.1f}", f"{height:.1f}"))
    told = tuple(counts[kind] for kind in LAYERS)
    return PlotDay(
        x=x,
        middle=place * WIDTH + WIDTH // 2,
        day=present.day(day, on),
        weekday=present.day(day, on).partition(",")[0],
        number=day.day,
        parts=tuple(parts),
        counts=(*told, sum(told)),
        is_today=day == on,
    )
