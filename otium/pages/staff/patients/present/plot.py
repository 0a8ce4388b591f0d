"""The picture over the ledger: each approval as a bar, its visits as ticks, today and the day it runs out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.pages import present

LEFT, RIGHT, WIDTH = 92.0, 796.0, 800
TOP, LANE, FOOT = 2, 46, 22
MARGIN = timedelta(days=5)
LABEL_ROOM = 170.0
MONTH_ROOM = 34.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One approval. `used` and `booked` are days of its visits, `bare` those it should cover and cannot."""

    number: str
    starts_on: date | None
    ends_on: date | None
    approved: int | None
    left: int | None
    used: Sequence[date]
    booked: Sequence[date]
    bare: Sequence[date]
    send_from: date | None = None
    send_until: date | None = None


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    x: str
    y: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One lane: its bar (old once it has ended) and the paths of its ticks; empty paths are not drawn."""

    bar: Box
    is_old: bool
    used: str
    booked: str
    bare: str
    window: Box | None
    gap: Box | None
    out: str


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    height: int
    axis: str
    grid: str
    today: str
    lanes: tuple[Drawn, ...]
    texts: tuple[Text, ...]


def plot(lanes: Sequence[Lane], on: date) -> Plot | None:
    """None when no lane has a day to draw."""
    days = [d for lane in lanes for d in _days(lane)]
    if not days:
        return None
    scale = _Scale(min(min(days), on) - MARGIN, max(max(days), on) + MARGIN)
    floor = TOP + LANE * len(lanes) + 8
    texts = [*_months(scale, floor)]
    drawn = []
    for number, lane in enumerate(lanes):
        y = TOP + LANE * number
        drawn.append(_lane(lane, scale, y, on))
        texts += _texts(lane, scale, y, on)
    return Plot(
        title=" ".join(_sentence(lane, on) for lane in lanes),
        height=floor + FOOT,
        axis=f"M{LEFT:.0f} {floor}H{WIDTH}",
        grid="".join(f"M{scale.x(d)} {TOP}V{floor}" for d in _month_starts(scale)),
        today=f"M{scale.x(on)} {TOP}V{floor}",
        lanes=tuple(drawn),
        texts=tuple(texts),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)

    def x(self, day: date) -> str:
        return f"{self.at(day):.1f}"


def _days(lane: Lane) -> Iterable[date]:
    return [d for d in (lane.starts_on, lane.ends_on, *lane.used, *lane.booked, *lane.bare) if d]


def _lane(lane: Lane, scale: _Scale, y: int, on: date) -> Drawn:
    start, end = lane.starts_on or scale.first, lane.ends_on or scale.last
    bar = Box(scale.x(start), str(y + 17), f"{max(scale.at(end) - scale.at(start), 2):.1f}", "6")
    out = min(lane.bare) if lane.bare else None
    window = lane.send_from and lane.send_until and _box(scale, lane.send_from, lane.send_until, y)
    return Drawn(
        bar=bar,
        is_old=lane.ends_on is not None and lane.ends_on < on,
        used=_ticks(scale, lane.used, y),
        booked=_ticks(scale, lane.booked, y),
        bare=_ticks(scale, lane.bare, y),
        window=window or None,
        gap=_box(scale, out, scale.last, y) if out else None,
        out=f"M{scale.x(out)} {y}V{y + LANE}" if out else "",
    )


def _box(scale: _Scale, start: date, end: date, y: int) -> Box:
    return Box(scale.x(start), str(y), f"{max(scale.at(end) - scale.at(start), 4):.1f}", str(LANE))


def _ticks(scale: _Scale, days: Iterable[date], y: int) -> str:
    return "".join(f"M{scale.x(d)} {y + 28}v12" for d in sorted(days))


def _texts(lane: Lane, scale: _Scale, y: int, on: date) -> list[Text]:
    count = (
        _("unknown") if lane.approved is None else _("%(left)s of %(n)s left") % {"left": lane.left, "n": lane.approved}
    )
    found = [Text(lane.number, "0", str(y + 22), "strong"), Text(count, "0", str(y + 38))]
    if lane.bare:
        words = _("Not covered from %(day)s") % {"day": present.short_day(min(lane.bare), on)}
        found.append(_beside(scale, min(lane.bare), y + 12, words, "bad"))
    elif lane.ends_on:
        name = _("Ended %(day)s") if lane.ends_on < on else _("Ends %(day)s")
        words = name % {"day": present.short_day(lane.ends_on, on)}
        found.append(Text(words, scale.x(lane.ends_on), str(y + 12), "end"))
    return found


def _beside(scale: _Scale, day: date, y: int, text: str, kind: str) -> Text:
    """After the line of the day, or before it where there is no room."""
    x = scale.at(day)
    if x > RIGHT - LABEL_ROOM:
        return Text(text, f"{x - 6:.1f}", str(y), f"{kind} end".strip())
    return Text(text, f"{x + 6:.1f}", str(y), kind)


def _month_starts(scale: _Scale) -> list[date]:
    found, day = [], (scale.first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= scale.last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _months(scale: _Scale, floor: int) -> list[Text]:
    """Every month, or every second or third where they would touch."""
    starts = _month_starts(scale)
    step = next((n for n in (1, 2, 3, 6, 12) if len(starts) / n * MONTH_ROOM < RIGHT - LEFT), 12)
    return [
        Text(formats.date_format(d, "M"), f"{scale.at(d) + 4:.1f}", str(floor + 16))
        for d in starts[::step]
        if scale.at(d) < RIGHT - MONTH_ROOM / 2
    ]


def _sentence(lane: Lane, on: date) -> str:
    days = {"number": lane.number}
    for name, day in (("start", lane.starts_on), ("end", lane.ends_on)):
        days[name] = present.short_day(day, on) if day else _("an unknown day")
    says = _("%(number)s runs from %(start)s to %(end)s.") % days
    if lane.approved is not None:
        says += " " + _("%(used)d are used and %(booked)d booked of %(n)d.") % {
            "used": len(lane.used), "booked": len(lane.booked), "n": lane.approved,
        }  # fmt: skip
    if not lane.bare:
        return says
    more = ngettext("%(n)d visit is not covered.", "%(n)d visits are not covered.", len(lane.bare))
    return f"{says} {more % {'n': len(lane.bare)}}"
