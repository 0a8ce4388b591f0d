"""One day on a grid of quarter hours, as plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.appointments.needs import OPENS
from otium.pages import present
from otium.pages.staff.appointments.present import VOID, Cell, cell, talk_cell
from otium.pages.staff.clearance.strip import Strip
from otium.records.models import Appointment, PeerToPeer, Practice

QUARTER = 15
MOST_SIDES = 4
LAST_ROW = 24 * 60 // QUARTER


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
class Column:
    name: str
    said: str
    sides: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    title: str
    iso: str
    before: str
    after: str
    is_today: bool
    hours: tuple[tuple[int, str], ...]
    rows: int
    columns: tuple[Column, ...]
    void: tuple[Cell, ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Item:
    """One visit or talk where it stands; times are local wall-clock minutes of the day. `column`: name, place, id: two
    locations may each have a Room 1."""

    column: tuple[str, str, str]
    session: str
    start: int
    end: int
    until: str
    cell: Cell
    is_visit: bool = True


def grid(
    visits: Iterable[Appointment],
    talks: Iterable[PeerToPeer],
    shown_on: date,
    practice: Practice,
    on: date,
    *,
    by: str = "therapist",
    strips: Mapping[UUID, Strip] | None = None,
) -> Grid:
    """Columns in order of name; what was cancelled or missed takes no place and is listed apart."""
    booked = sorted(visits, key=lambda v: (v.starts_at, str(v.pk)))
    known = strips or {}
    items = [_visit(v, practice, by, known) for v in booked if v.status not in VOID]
    items += [_talk(t, practice) for t in talks if by == "therapist"]
    first, last = _reach(items, practice)
    return Grid(
        title=present.full_day(shown_on),
        iso=shown_on.isoformat(),
        before=(shown_on - timedelta(days=1)).isoformat(),
        after=(shown_on + timedelta(days=1)).isoformat(),
        is_today=shown_on == on,
        hours=tuple((_row(m, first), present.hour(time(m // 60))) for m in range(first, last, 60)),
        rows=(last - first) // QUARTER,
        columns=tuple(_column(key, name, items, first) for key, name in _named({item.column for item in items})),
        void=tuple(cell(v, practice, None) for v in booked if v.status in VOID),
        count=sum(item.is_visit for item in items),
    )


def _named(columns: set[tuple[str, str, str]]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Each with its name, and its place where others have the same name."""
    names = Counter(name for name, _place, _key in columns)
    for column in sorted(columns):
        name, place, _key = column
        yield column, f"{name}, {place}" if names[name] > 1 and place else name


def _visit(visit: Appointment, practice: Practice, by: str, strips: Mapping[UUID, Strip]) -> _Item:
    of = visit.room if by == "room" else visit.therapist
    nobody = _("No room") if by == "room" else _("No therapist")
    start, end = _minutes(visit.starts_at, visit.ends_at, practice)
    return _Item(
        column=(of.name, visit.location.name if by == "room" and visit.location else "", str(of.pk))
        if of
        else (nobody, "", ""),
        session=str(visit.together_id or visit.pk),
        start=start,
        end=end,
        until=present.hour(visit.ends_at.astimezone(clock.zone(practice))),
        cell=cell(visit, practice, strips.get(visit.pk)),
    )


def _talk(talk: PeerToPeer, practice: Practice) -> _Item:
    ends_at = talk.slot_at + timedelta(minutes=talk.slot_minutes or QUARTER)
    start, end = _minutes(talk.slot_at, ends_at, practice)
    name = (talk.therapist.name, "", str(talk.therapist.pk)) if talk.therapist else (_("No therapist"), "", "")
    until = present.hour(ends_at.astimezone(clock.zone(practice)))
    return _Item(name, str(talk.pk), start, end, until, talk_cell(talk, talk.slot_at, practice), is_visit=False)


def _minutes(starts_at: datetime, ends_at: datetime, practice: Practice) -> tuple[int, int]:
    """Wall-clock minutes of the day; what runs past midnight ends with the day."""
    zone = clock.zone(practice)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    since = start.hour * 60 + start.minute
    until = end.hour * 60 + end.minute if end.date() == start.date() else LAST_ROW * QUARTER
    return since, max(until, since + 1)


def _reach(items: list[_Item], practice: Practice) -> tuple[int, int]:
    """From the whole hour before the first to the one after the last, at least the practice's hours."""
    opens, closes = OPENS.hour * 60, practice.closes_at.hour * 60 + practice.closes_at.minute
    first = min([opens, *(i.start for i in items)])
    last = max([closes, *(i.end for i in items)])
    return first // 60 * 60, -(-last // 60) * 60


def _row(minute: int, first: int) -> int:
    return (minute - first) // QUARTER + 1


def _column(key: tuple[str, str, str], name: str, items: list[_Item], first: int) -> Column:
    mine = sorted((i for i in items if i.column == key), key=lambda i: (i.start, i.session, i.cell.name, i.cell.url))
    sessions = [list(found) for _key, found in groupby(mine, key=lambda i: (i.start, i.session))]
    sides = _sides(sessions)
    shared = _shared(sessions)
    blocks = tuple(
        Block(
            cells=tuple(i.cell for i in found),
            until=found[0].until,
            row=_row(found[0].start, first),
            rows=max(1, -(-found[0].end // QUARTER) - found[0].start // QUARTER),
            side=side if index in shared else 0,
        )
        for index, (found, side) in enumerate(zip(sessions, sides, strict=True))
    )
    minutes = sum(found[0].end - found[0].start for found in sessions)
    return Column(name, _said(sum(i.is_visit for i in mine), minutes), min(MOST_SIDES, max(sides, default=1)), blocks)


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
