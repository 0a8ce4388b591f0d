"""One day on a grid of quarter hours, as plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.appointments.needs import OPENS
from otium.pages import present
from otium.pages.staff.appointments.cells import Cell, Drawing, Gap, gaps, talk_cell
from otium.pages.staff.appointments.loading import Booked, Talk
from otium.pages.staff.appointments.midnight import USUAL_DAY, Midnight
from otium.pages.staff.appointments.present import VOID
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import Practice
from otium.terms.schedule import Stretch

QUARTER = 15
MOST_SIDES = 4

Key = tuple[str, str, str]  # name, place, id: two locations may each have a Room 1


@dataclass(frozen=True, slots=True)
class Block:
    """What takes one place: the visits of a session together. `row` from 1, `rows` of a quarter hour; `side` of those
    that overlap, 0 where it has the whole width."""

    cells: tuple[Cell, ...]
    until: str
    row: int
    rows: int
    side: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Free time on the grid."""

    gap: Gap
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Column:
    """Of a therapist or a room; `key` is the id, empty for visits of nobody."""

    key: str
    name: str
    said: str
    sides: int
    blocks: tuple[Block, ...]
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Hour:
    """A whole hour of the grid. `at`: what the clock shows, 24 hours (01:00 twice when clocks go back)."""

    row: int
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Grid:
    """`clocks` says that the day has 23 or 25 hours; empty on all others."""

    title: str
    iso: str
    is_today: bool
    hours: tuple[Hour, ...]
    rows: int
    columns: tuple[Column, ...]
    void: tuple[Cell, ...]
    count: int
    clocks: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A therapist or room that has a column also without a visit, with the hours that nothing takes."""

    id: UUID
    name: str
    place: str = ""
    free: tuple[Stretch, ...] = ()
    is_shown: bool = True  # False: only where a visit stands in it
    books: Mapping[str, str] | None = None  # what an address of the booking says of it

    @property
    def key(self) -> Key:
        return (self.name, self.place, str(self.id))


@dataclass(frozen=True, slots=True)
class _Item:
    """One visit or talk where it stands; minutes since midnight."""

    column: Key
    session: str
    start: int
    end: int
    until: str
    cell: Cell
    is_visit: bool = True


def grid(
    visits: Iterable[Booked],
    talks: Iterable[Talk],
    shown_on: date,
    practice: Practice,
    on: date,
    *,
    by: str = "therapist",
    strips: Mapping[UUID, Strip] | None = None,
    actors: Iterable[Actor] = (),
) -> Grid:
    """Columns in order of name; what was cancelled or missed takes no place and is listed apart."""
    booked = sorted(visits, key=lambda v: (v.starts_at, str(v.pk)))
    known, midnight = strips or {}, Midnight(shown_on, practice)
    listed = {str(a.id): a for a in actors}
    drawing = Drawing(clock.zone(practice), in_rooms=by == "room")
    items = [_visit(v, midnight, drawing, known) for v in booked if v.status not in VOID]
    items += [_talk(t, midnight) for t in talks if by == "therapist"]
    items = [replace(i, column=listed[i.column[2]].key) if i.column[2] in listed else i for i in items]
    first, last = _reach(items, midnight)
    used = {item.column for item in items}
    staffed = {a.key: a for a in listed.values() if a.is_shown or a.key in used}
    return Grid(
        title=present.full_day(shown_on),
        iso=shown_on.isoformat(),
        is_today=shown_on == on,
        hours=tuple(_hour(m, first, midnight) for m in range(first, last, 60)),
        rows=(last - first) // QUARTER,
        columns=tuple(
            _column(key, name, [i for i in items if i.column == key], first, _openings(staffed.get(key), midnight))
            for key, name in _named(used | set(staffed))
        ),
        void=tuple(drawing.cell(v, None) for v in booked if v.status in VOID),
        count=sum(item.is_visit for item in items),
        clocks=_clocks(midnight.minutes),
    )


def _clocks(minutes: int) -> str:
    if minutes == USUAL_DAY:
        return ""
    words = _("Clocks go forward: this day has %(n)d hours.") if minutes < USUAL_DAY else ""
    return (words or _("Clocks go back: this day has %(n)d hours.")) % {"n": minutes // 60}


def _hour(minute: int, first: int, midnight: Midnight) -> Hour:
    local = midnight.local(minute)
    return Hour(_row(minute, first), present.hour(local), f"{local:%H:%M}")


def _named(columns: set[Key]) -> Iterator[tuple[Key, str]]:
    """Each with its name, and its place where others have the same name; nobody and no room come last."""
    names = Counter(name for name, _place, _key in columns)
    for column in sorted(columns, key=lambda each: (not each[2], each)):
        name, place, _key = column
        yield column, f"{name}, {place}" if names[name] > 1 and place else name


def _visit(visit: Booked, midnight: Midnight, drawing: Drawing, strips: Mapping[UUID, Strip]) -> _Item:
    start, end = midnight.span(visit.starts_at, visit.ends_at)
    return _Item(
        column=_room(visit) if drawing.in_rooms else _therapist(visit.therapist_id, visit.therapist),
        session=str(visit.together_id or visit.pk),
        start=start,
        end=end,
        until=present.hour(visit.ends_at.astimezone(clock.zone(midnight.practice))),
        cell=drawing.cell(visit, strips.get(visit.pk)),
    )


def _room(visit: Booked) -> Key:
    if visit.room_id is None:
        return (_("No room"), "", "")
    return (visit.room or "", visit.location or "", str(visit.room_id))


def _therapist(key: UUID | None, name: str | None) -> Key:
    return (name or "", "", str(key)) if key else (_("No therapist"), "", "")


def _talk(talk: Talk, midnight: Midnight) -> _Item:
    ends_at = talk.slot_at + timedelta(minutes=talk.slot_minutes or QUARTER)
    start, end = midnight.span(talk.slot_at, ends_at)
    column = _therapist(talk.therapist_id, talk.therapist)
    until = present.hour(ends_at.astimezone(clock.zone(midnight.practice)))
    shown = talk_cell(talk, clock.zone(midnight.practice))
    return _Item(column, str(talk.pk), start, end, until, shown, is_visit=False)


def _openings(actor: Actor | None, midnight: Midnight) -> list[tuple[int, int, Gap]]:
    if actor is None:
        return []
    found = gaps(actor.free, midnight.practice, actor.books or {})
    return [(*midnight.span(span.start, span.end), gap) for span, gap in found]


def _reach(items: list[_Item], midnight: Midnight) -> tuple[int, int]:
    """From the whole hour before the first to the one after the last, at least the practice's hours."""
    practice = midnight.practice
    opens = midnight.of(clock.instant(midnight.on, OPENS, practice))
    closes = midnight.of(clock.instant(midnight.on, practice.closes_at, practice))
    first = min([opens, *(i.start for i in items)])
    last = max([closes, *(i.end for i in items)])
    return first // 60 * 60, -(-last // 60) * 60


def _row(minute: int, first: int) -> int:
    return (minute - first) // QUARTER + 1


def _column(key: Key, name: str, items: list[_Item], first: int, free: list[tuple[int, int, Gap]]) -> Column:
    mine = sorted(items, key=lambda i: (i.start, i.session, i.cell.name, i.cell.url))
    sessions = [list(found) for _key, found in groupby(mine, key=lambda i: (i.start, i.session))]
    sides = _sides(sessions)
    shared = _shared(sessions)
    blocks = tuple(
        Block(
            cells=tuple(i.cell for i in found),
            until=found[0].until,
            row=_row(found[0].start, first),
            rows=_rows(found[0].start, found[0].end),
            side=side if index in shared else 0,
        )
        for index, (found, side) in enumerate(zip(sessions, sides, strict=True))
    )
    minutes = sum(found[0].end - found[0].start for found in sessions)
    said = _said(sum(i.is_visit for i in mine), minutes)
    openings = tuple(Opening(gap, _row(a, first), _rows(a, b)) for a, b, gap in free if a >= first)
    return Column(key[2], name, said, min(MOST_SIDES, max(sides, default=1)), blocks, openings)


def _rows(start: int, end: int) -> int:
    return max(1, -(-end // QUARTER) - start // QUARTER)


def _sides(sessions: list[list[_Item]]) -> list[int]:
    """The first place beside those that are not over yet; beyond the last place they lie over each other."""
    ends: list[int] = []
    sides = []
    for found in sessions:
        free = next((k for k, end in enumerate(ends) if end <= found[0].start), None)
        if free is None:
            ends.append(0)
            free = len(ends) - 1
        ends[free] = found[0].end
        sides.append(min(free, MOST_SIDES - 1) + 1)
    return sides


def _shared(sessions: list[list[_Item]]) -> set[int]:
    """Those that overlap another."""
    return {
        k
        for k, one in enumerate(sessions)
        for n, other in enumerate(sessions)
        if k != n and one[0].start < other[0].end and other[0].start < one[0].end
    }


def _said(count: int, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    spans = (_("%(n)d h") % {"n": hours} if hours else "", _("%(n)d min") % {"n": rest} if rest else "")
    said = ngettext("%(n)d visit", "%(n)d visits", count) % {"n": count}
    return ", ".join(filter(None, (said, " ".join(filter(None, spans)))))
