"""A what-if as a table: each visit before and after, in order of the day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from otium.pages import present
from otium.pages.staff.clearance.ledger import Limit, table
from otium.pages.staff.clearance.strip import Strip, strip
from otium.terms.clearance import Change, VisitClearance, WhatIf

WORDS = {
    Change.ADDED: ("clear", lazy("Added")),
    Change.DROPPED: ("unknown", lazy("Dropped")),
    Change.MOVED: ("unknown", lazy("Moved")),
    Change.WORSE: ("risk", lazy("Worse")),
    Change.BETTER: ("clear", lazy("Better")),
    Change.OTHER: ("unknown", lazy("Other reason")),
}


@dataclass(frozen=True, slots=True)
class Side:
    """A visit as it is, or as it would be."""

    day: str
    strip: Strip


@dataclass(frozen=True, slots=True)
class Line:
    """`before` None: added; `after` None: dropped. `word` is empty where nothing changes."""

    before: Side | None
    after: Side | None
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Compared:
    lines: tuple[Line, ...]
    before: Limit | None
    after: Limit | None
    changed: int


def compared(found: WhatIf, *, on: date) -> Compared:
    before = {v.visit_id: v for v in found.before.visits}
    after = {v.visit_id: v for v in found.after.visits}
    changes = {d.visit_id: d.change for d in found.differences}
    keys = sorted({**before, **after}, key=lambda key: _place(key, before, after))
    return Compared(
        lines=tuple(_line(before.get(key), after.get(key), changes.get(key), on) for key in keys),
        before=table(found.before, on=on, tasks={}).first,
        after=table(found.after, on=on, tasks={}).first,
        changed=len(found.differences),
    )


def _place(key: UUID, before: dict[UUID, VisitClearance], after: dict[UUID, VisitClearance]) -> tuple[date, str]:
    return (after.get(key) or before[key]).on, str(key)


def _line(before: VisitClearance | None, after: VisitClearance | None, change: Change | None, on: date) -> Line:
    icon, word = WORDS[change] if change else ("", "")
    return Line(_side(before, on), _side(after, on), icon, str(word))


def _side(visit: VisitClearance | None, on: date) -> Side | None:
    return Side(present.day(visit.on, on), strip(visit, on=on)) if visit else None
