"""The weeks ahead as a picture: free hours, and what evaluations of the waitlist would take of them.

Numbers in, SVG out. Drawn in a box of 625 x 140; the same numbers stand in the table below it.
"""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from otium.desk.capacity.forecast import Forecast
from otium.pages.staff.capacity import words
from otium.pages.staff.capacity.plots import BAR, FLOOR, LEFT, RIGHT, TOP


@dataclass(frozen=True, slots=True)
class Column:
    """`height` is empty where nothing is free; `free` says also by how much more is asked for than there is."""

    x: str
    y: str
    middle: str
    width: str
    height: str
    above: str
    label: str
    free: str


@dataclass(frozen=True, slots=True)
class Plot:
    """`line`: the path over all weeks; empty where nobody waits for an evaluation."""

    title: str
    columns: tuple[Column, ...]
    line: str


def ahead(found: Forecast) -> Plot:
    free = [sum(w.left for line in found.lines for w in line.weeks if w.monday == monday) for monday in found.mondays]
    takes = [week.minutes for week in found.begun]
    scale = (FLOOR - TOP) / max([1, *free, *takes])
    width = (RIGHT - LEFT) / len(free)
    middles = [LEFT + (place + 0.5) * width for place in range(len(free))]
    columns = []
    for place, (monday, minutes) in enumerate(zip(found.mondays, free, strict=True)):
        height = max(minutes, 0) * scale
        columns.append(
            Column(
                x=f"{LEFT + place * width + width * (1 - BAR) / 2:.1f}",
                y=f"{FLOOR - height:.1f}",
                middle=f"{middles[place]:.1f}",
                width=f"{width * BAR:.1f}",
                height=f"{height:.1f}" if height else "",
                above=f"{FLOOR - height - 5:.1f}",
                label=formats.date_format(monday, "n/j"),
                free=words.hours(minutes),
            )
        )
    points = [f"{x:.1f} {FLOOR - minutes * scale:.1f}" for x, minutes in zip(middles, takes, strict=True)]
    return Plot(_("Free hours by week"), tuple(columns), f"M{'L'.join(points)}" if any(takes) else "")
