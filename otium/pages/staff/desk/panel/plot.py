"""The picture of an authorization: visits left falling with what is made and booked. Pure: numbers in, SVG values out.

Drawn in a box of 625 x 126; the words stand in the picture, the same numbers in `Plot.table`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.pages import present

LEFT, RIGHT, TOP, FLOOR = 24.0, 612.0, 14.0, 104.0
MARGIN = timedelta(days=3)
A_LETTER = 8  # wide, where it is bold
ROOM_FOR_WORDS = 150  # a label that starts closer to the right edge is written to the left of its line
FEWEST_DAYS = 28
CLEAR_OF_FLOOR = 0.2  # with less left than this share, the line would run through the words


@dataclass(frozen=True, slots=True)
class Spent:
    """One visit's use of the approval, in its own basis (visits or units)."""

    on: date
    quantity: int
    is_made: bool


@dataclass(frozen=True, slots=True)
class Supply:
    """An approval on one day. `opening` was used before the first visit known; `uncovered` are booked beyond it.

    No day to send: it does not run out.
    """

    approved: int
    opening: int
    starts_on: date | None
    ends_on: date | None
    spent: Sequence[Spent]
    uncovered: Sequence[date]
    send_from: date | None
    send_until: date | None
    basis: str = "visits"
    projected_on: date | None = None  # used up by then at the pace of care, where no booked visit tells it


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `kind` is a class of the picture: strong, bad, or plain. `anchor` end writes to the left."""

    text: str
    x: str
    y: str
    kind: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: a visit and what is left after it; None where it is not covered."""

    day: str
    quantity: int
    left: int | None
    is_made: bool


@dataclass(frozen=True, slots=True)
class Plot:
    title: str
    grid: str
    done: str
    next: str
    window: Box | None
    gap: Box | None
    out_x: str
    end_x: str
    labels: tuple[Label, ...]
    table: tuple[Step, ...]
    projected: str = ""


def plot(supply: Supply, *, on: date) -> Plot:
    """The picture as of `on`. The last day drawn is the latest of the end, the bookings and the day to send by."""
    scale = _Scale(*_span(supply, on), max(supply.approved, 1))
    spent = sorted(supply.spent, key=lambda s: (s.on, not s.is_made))
    left_today = supply.approved - supply.opening - sum(s.quantity for s in spent if _is_past(s, on))
    done = _path(scale, supply.approved - supply.opening, [s for s in spent if _is_past(s, on)], scale.first, on)
    coming = [s for s in spent if not _is_past(s, on)]
    until = coming[-1].on if coming else on
    return Plot(
        title=_title(supply, left_today, on),
        grid=f"M{LEFT} {TOP}H{RIGHT + 13}M{LEFT} {(TOP + FLOOR) / 2}H{RIGHT + 13}",
        done=done,
        next=_path(scale, left_today, coming, on, until),
        window=_window(supply, scale),
        gap=_box(scale, min(supply.uncovered), scale.last) if supply.uncovered else None,
        out_x=scale.x(min(supply.uncovered)) if supply.uncovered else "",
        end_x=scale.x(supply.ends_on) if supply.ends_on else "",
        labels=(*_labels(supply, scale, left_today, on), *_months(scale)),
        table=tuple(_table(supply, spent, on)),
        projected=_projected(supply, scale, left_today - sum(s.quantity for s in coming), until),
    )


def _window(supply: Supply, scale: "_Scale") -> Box | None:
    if supply.send_from is None or supply.send_until is None:
        return None
    return _box(scale, supply.send_from, supply.send_until)


def _projected(supply: Supply, scale: "_Scale", left: int, until: date) -> str:
    """From what is left after the last visit booked down to nothing; empty where bookings tell the day."""
    if supply.projected_on is None or supply.projected_on <= until:
        return ""
    return f"M{scale.x(until)} {scale.y(left)}L{scale.x(supply.projected_on)} {scale.y(0)}"


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    most: int

    def at(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)

    def x(self, day: date) -> str:
        return f"{self.at(day):.1f}"

    def y(self, left: int) -> str:
        return f"{FLOOR - (FLOOR - TOP) * max(left, 0) / self.most:.1f}"


def _span(supply: Supply, on: date) -> tuple[date, date]:
    days = [supply.starts_on, *(s.on for s in supply.spent), on - timedelta(days=FEWEST_DAYS)]
    ends = [
        supply.ends_on,
        *(s.on for s in supply.spent),
        *supply.uncovered,
        supply.send_until,
        supply.projected_on,
        on,
    ]
    return min(d for d in days if d), max(d for d in ends if d) + MARGIN


def _is_past(spent: Spent, on: date) -> bool:
    return spent.is_made or spent.on < on


def _path(scale: _Scale, left: int, spent: Sequence[Spent], start: date, end: date) -> str:
    parts = [f"M{scale.x(start)} {scale.y(left)}"]
    for each in spent:
        left -= each.quantity
        parts.append(f"H{scale.x(each.on)}V{scale.y(left)}")
    return "".join([*parts, f"H{scale.x(end)}"])


def _box(scale: _Scale, start: date, end: date) -> Box:
    return Box(scale.x(start), f"{max(scale.at(end) - scale.at(start), 4):.1f}")


def _title(supply: Supply, left_today: int, on: date) -> str:
    says = _("%(left)s of %(approved)s are left today.") % {"left": left_today, "approved": supply.approved}
    if not supply.uncovered:
        return says
    more = ngettext(
        "From %(day)s, %(n)d visit is not covered.",
        "From %(day)s, %(n)d visits are not covered.",
        len(supply.uncovered),
    )
    return f"{says} {more % {'day': present.day(min(supply.uncovered), on), 'n': len(supply.uncovered)}}"


def _labels(supply: Supply, scale: _Scale, left_today: int, on: date) -> list[Label]:
    found = [
        Label(str(supply.approved), "20", "18", anchor="end"),
        Label("0", "20", "108", anchor="end"),
    ]
    if left_today >= supply.approved * CLEAR_OF_FLOOR:
        found.append(_beside(scale, on, 98, _("%(n)s left today") % {"n": left_today}, before=True))
    if supply.send_from is not None:
        send = _("Send by %(day)s") % {"day": present.short_day(supply.send_from, on)}
        found.append(_beside(scale, supply.send_from, 20, send, kind="strong", before=True))
    y = 20
    if supply.uncovered:
        first = present.day(min(supply.uncovered), on)
        found.append(
            _beside(scale, min(supply.uncovered), y, _("Not covered from %(day)s") % {"day": first}, kind="bad")
        )
        y = 44
    if supply.ends_on:
        found.append(
            _beside(scale, supply.ends_on, y, _("Ends %(day)s") % {"day": present.short_day(supply.ends_on, on)})
        )
    return found


def _beside(scale: _Scale, day: date, y: int, text: str, *, kind: str = "", before: bool = False) -> Label:
    """Words after the line of a day, or before it where asked for or where there is no room."""
    x, room = scale.at(day), max(ROOM_FOR_WORDS, len(text) * A_LETTER)
    if (before and x > LEFT + ROOM_FOR_WORDS) or x > RIGHT - room:
        return Label(text, f"{x - 6:.1f}", str(y), kind, "end")
    return Label(text, f"{x + 6:.1f}", str(y), kind)


def _months(scale: _Scale) -> list[Label]:
    months = []
    day = (scale.first.replace(day=1) + timedelta(days=31)).replace(day=1)
    while day <= scale.last:
        if scale.at(day) < RIGHT - 16:
            months.append(Label(formats.date_format(day, "M"), scale.x(day), "122"))
        day = (day + timedelta(days=31)).replace(day=1)
    return months


def _table(supply: Supply, spent: Sequence[Spent], on: date) -> list[Step]:
    left = supply.approved - supply.opening
    rows = []
    for each in spent:
        left -= each.quantity
        rows.append(Step(present.day(each.on, on), each.quantity, left, each.is_made))
    return [*rows, *(Step(present.day(day, on), 1, None, False) for day in sorted(supply.uncovered))]
