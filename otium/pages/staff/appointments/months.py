"""A month as plain values: of each day how many visits, how many hours are free, how the visits are cleared."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from otium.desk import clock
from otium.desk.appointments.openings import minutes
from otium.pages import present
from otium.pages.staff.appointments.cells import SHORTEST_GAP
from otium.pages.staff.appointments.chosen import DAY, Chosen
from otium.pages.staff.appointments.loading import Booked
from otium.pages.staff.appointments.present import VOID, monday
from otium.pages.staff.clearance.strip import Strip
from otium.pages.words import clearance as words
from otium.records.models import Practice
from otium.terms.schedule import Stretch

ORDER = ("blocked", "risk", "unknown", "clear")
STATES = {"blocked": "blocked", "risk": "at_risk", "unknown": "unknown", "clear": "clear"}


@dataclass(frozen=True, slots=True)
class Mark:
    """How many visits stand so."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """`free` is empty where nobody's free hours are known or none are left, hours too short for a visit not counted."""

    iso: str
    number: str
    title: str
    url: str
    is_today: bool
    is_of_month: bool
    visits: str
    void: str
    free: str
    marks: tuple[Mark, ...]
    closed: str = ""  # the holiday, or that the practice is closed


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    count: int


def reach(on: date) -> tuple[date, int]:
    """The Monday before the month's first day, and how many days the page shows: whole weeks."""
    first = monday(on.replace(day=1))
    last = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first, (monday(last) - first).days + 7


def month(
    visits: Iterable[Booked],
    chosen: Chosen,
    practice: Practice,
    today: date,
    *,
    strips: Mapping[UUID, Strip],
    free: Iterable[Stretch],
    closed: Mapping[date, str],
) -> Month:
    """`closed`: the days on which the practice does not work, and what they are called."""
    by_day: dict[date, list[Booked]] = {}
    for visit in visits:
        by_day.setdefault(clock.day(visit.starts_at, practice), []).append(visit)
    open_by_day: dict[date, list[Stretch]] = {}
    for span in free:
        if span.end - span.start < SHORTEST_GAP:
            continue
        open_by_day.setdefault(clock.day(span.start, practice), []).append(span)
    first, count = reach(chosen.on)
    days = [
        replace(_day(d, chosen, today, by_day.get(d, []), open_by_day.get(d, []), strips), closed=closed.get(d, ""))
        for d in (first + timedelta(days=n) for n in range(count))
    ]
    return Month(
        title=formats.date_format(chosen.on, pgettext("month with year", "F Y")),
        weekdays=tuple(formats.date_format(first + timedelta(days=n), "l") for n in range(7)),
        weeks=tuple(tuple(days[n : n + 7]) for n in range(0, count, 7)),
        count=sum(v.status not in VOID for d, found in by_day.items() if d.month == chosen.on.month for v in found),
    )


def _day(
    on: date, chosen: Chosen, today: date, found: list[Booked], free: list[Stretch], strips: Mapping[UUID, Strip]
) -> Day:
    given = [v for v in found if v.status not in VOID]
    void = len(found) - len(given)
    hours = minutes(free) // 60
    counted = Counter(strip.icon for v in given if (strip := strips.get(v.pk)))
    return Day(
        iso=on.isoformat(),
        number=str(on.day),
        title=present.day(on, today),
        url=chosen.to(way=DAY, on=on),
        is_today=on == today,
        is_of_month=on.month == chosen.on.month,
        visits=ngettext("%(n)d visit", "%(n)d visits", len(given)) % {"n": len(given)} if given else "",
        void=_("%(n)d cancelled or missed") % {"n": void} if void else "",
        free=_("%(n)d h free") % {"n": hours} if hours else "",
        marks=tuple(Mark(icon, f"{counted[icon]} {_word(icon)}") for icon in ORDER if counted[icon]),
    )


def _word(icon: str) -> str:
    return str(words.STATES[STATES[icon]]).lower()
