"""What the address of a calendar page chooses, and the links that choose something else. It is remembered nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from otium.pages.staff.appointments.present import day_of, monday
from otium.records.models import Practice

WEEK, DAY, ROOMS, MONTH = "week", "therapist", "room", "month"
PAGES = {WEEK: "schedule", DAY: "schedule_day", ROOMS: "schedule_day", MONTH: "schedule_month"}
WAYS = ((WEEK, lazy("Week")), (DAY, lazy("Day")), (ROOMS, lazy("Rooms")), (MONTH, lazy("Month")))
ONLY = (
    ("", lazy("all visits")),
    ("risk", lazy("at risk or blocked")),
    ("blocked", lazy("blocked")),
)
BEFORE = {WEEK: lazy("Week before"), MONTH: lazy("Month before"), DAY: lazy("Day before"), ROOMS: lazy("Day before")}
AFTER = {WEEK: lazy("Week after"), MONTH: lazy("Month after"), DAY: lazy("Day after"), ROOMS: lazy("Day after")}
NOW = {WEEK: lazy("This week"), MONTH: lazy("This month"), DAY: lazy("Today"), ROOMS: lazy("Today")}
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One calendar page: `way` is one of WAYS; therapist and location are ids, empty for all of them."""

    practice: str
    way: str
    on: date
    therapist: str = ""
    location: str = ""
    only: str = ""

    @property
    def url(self) -> str:
        return f"{reverse(PAGES[self.way])}?{urlencode(self.query)}"

    @property
    def query(self) -> dict[str, str]:
        said = {
            "practice": self.practice,
            self.day_name: self.on.isoformat(),
            "by": "room" if self.way == ROOMS else "",
            "therapist": self.therapist if self.way != ROOMS else "",
            "location": self.location,
            "only": self.only,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def day_name(self) -> str:
        return "week" if self.way == WEEK else "on"

    def to(self, **changes: Any) -> str:
        return replace(self, **changes).url


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    words: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The head of a calendar page: where else it leads, what it may be narrowed to. `hidden` goes with the form."""

    ways: tuple[Link, ...]
    before: Link
    now: Link
    after: Link
    action: str
    hidden: Options
    therapists: Options
    locations: Options
    therapist: str
    location: str
    only: str
    practice: str
    practices: Options
    url: str
    clearance_url: str
    book_url: str
    sheet_url: str
    all_url: str

    @property
    def onlys(self) -> Options:
        return tuple((value, str(words)) for value, words in ONLY)


def read(
    request: HttpRequest, practice: Practice, way: str, on: date, *, therapists: Options, locations: Options
) -> Chosen:
    """What is not known (a therapist of another practice, an unreadable day) is not chosen."""
    asked = request.GET
    return Chosen(
        practice=practice.slug,
        way=way,
        on=day_of(asked.get("week" if way == WEEK else "on", ""), on),
        therapist=_known(asked.get("therapist", ""), therapists),
        location=_known(asked.get("location", ""), locations),
        only=_known(asked.get("only", ""), ONLY),
    )


def bar(chosen: Chosen, today: date, *, therapists: Options, locations: Options, practices: Options) -> Bar:
    """`practices`: slug and name of each the person may look at; none to choose where there is one."""
    way = chosen.way
    return Bar(
        ways=tuple(Link(chosen.to(way=each), str(words), each == way) for each, words in WAYS),
        before=Link(chosen.to(on=_step(chosen, -1)), str(BEFORE[way])),
        now=Link(chosen.to(on=today), str(NOW[way])),
        after=Link(chosen.to(on=_step(chosen, 1)), str(AFTER[way])),
        action=reverse(PAGES[way]),
        hidden=tuple((k, v) for k, v in chosen.query.items() if k in (chosen.day_name, "by")),
        therapists=therapists if way != ROOMS and len(therapists) > 1 else (),
        locations=locations if len(locations) > 1 else (),
        therapist=chosen.therapist,
        location=chosen.location,
        only=chosen.only,
        practice=chosen.practice,
        practices=practices,
        url=chosen.url,
        clearance_url=f"{chosen.url}&clearance=1",
        book_url=f"{reverse('schedule_book')}?{urlencode({'practice': chosen.practice})}",
        sheet_url=f"{reverse('schedule_sheet')}?{urlencode(_of_sheet(chosen, today))}",
        all_url=chosen.to(only=""),
    )


def _of_sheet(chosen: Chosen, today: date) -> dict[str, str]:
    """Tomorrow's, except from the page of a day: that day's."""
    said = {"practice": chosen.practice, "location": chosen.location}
    if chosen.way in (DAY, ROOMS) and chosen.on != today:
        said["on"] = chosen.on.isoformat()
    return {name: value for name, value in said.items() if value}


def _step(chosen: Chosen, steps: int) -> date:
    if chosen.way == WEEK:
        return monday(chosen.on) + timedelta(days=7 * steps)
    if chosen.way == MONTH:
        months = chosen.on.year * 12 + chosen.on.month - 1 + steps
        return date(months // 12, months % 12 + 1, 1)
    return chosen.on + timedelta(days=steps)


def _known(value: str, options: Iterable[tuple[str, object]]) -> str:
    return value if any(value == key for key, _words in options) else ""
