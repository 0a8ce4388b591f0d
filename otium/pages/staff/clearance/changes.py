"""A what-if out of an address: visits to add, to move, to drop. What cannot be read is said, and left out."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from otium.pages import entry, present
from otium.terms.clearance import VisitChange
from otium.terms.schedule import VisitType

MOST_ADDED = 20
AHEAD = timedelta(days=2 * 366)  # as the calendar books


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as typed, and as changes. `problems`: field to words."""

    add_on: str = ""
    add_visits: str = "1"
    move: str = ""
    move_on: str = ""
    drop: tuple[str, ...] = ()
    changes: tuple[VisitChange, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def is_asked(self) -> bool:
        return bool(self.add_on or self.move or self.drop)

    @property
    def problem_of(self) -> dict[str, str]:
        return dict(self.problems)

    @property
    def added(self) -> tuple[date, ...]:
        return tuple(c.on for c in self.changes if c.visit_id is None and c.on)


def read(query: QueryDict, *, on: date, visits: frozenset[UUID]) -> Wanted:
    """`visits` are those to come, which alone may be moved or dropped."""
    typed = {name: query.get(name, "").strip()[:40] for name in ("add_on", "add_visits", "move", "move_on")}
    drop = tuple(key for key in query.getlist("drop") if _id(key) in visits)
    problems: dict[str, str] = {}
    changes = [*_added(typed, on, problems), *_moved(typed, on, visits, problems)]
    moved = {change.visit_id for change in changes}
    changes += [VisitChange(UUID(key), None) for key in drop if UUID(key) not in moved]
    return Wanted(
        typed["add_on"], typed["add_visits"] or "1", typed["move"], typed["move_on"], drop, tuple(changes),
        tuple(problems.items()),
    )  # fmt: skip


def _added(typed: dict[str, str], on: date, problems: dict[str, str]) -> list[VisitChange]:
    """One visit, or one each week."""
    if not typed["add_on"]:
        return []
    first = _day("add_on", typed, on, problems)
    text = typed["add_visits"] or "1"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ADDED):
        problems["add_visits"] = _("Enter a number from 1 to 20.")
        return []
    if first is None:
        return []
    days = [first + n * timedelta(weeks=1) for n in range(int(text))]
    return [VisitChange(None, day, VisitType.TREATMENT.value) for day in days]


def _moved(typed: dict[str, str], on: date, visits: frozenset[UUID], problems: dict[str, str]) -> list[VisitChange]:
    key = _id(typed["move"])
    if key is None or key not in visits:
        return []
    if not typed["move_on"]:
        problems["move_on"] = _("Enter the day to move it to.")
        return []
    day = _day("move_on", typed, on, problems)
    return [VisitChange(key, day)] if day else []


def _day(name: str, typed: dict[str, str], on: date, problems: dict[str, str]) -> date | None:
    found = entry.day(typed[name], on=on)
    if found is None:
        problems[name] = _("We cannot read this as a day. Type it like “%(day)s”.") % {"day": present.short_day(on)}
    elif not on <= found <= on + AHEAD:
        problems[name] = _("Enter a day from today on, at most two years ahead.")
    else:
        return found
    return None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
