"""A sheet of goals, scores and findings of one patient: rows to proposals, and what was not taken, by row and column.

Columns by name, in any order: type (goal, score, finding) and, as they apply: id, date, text, baseline, current,
target, due, status, term, instrument, part, score, unit, side, norm, kind, code, first_name, last_name, birth_date.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import Item, NewFinding, NewGoal, NewScore, Person, Place, Proposal, Reading, Unread
from otium.wires.sheets.cells import Unreadable, day
from otium.wires.sheets.grid import Grid, NoGrid, cut
from otium.wires.sheets.mapping import shipped

COLUMNS = frozenset(
    {"type", "id", "date", "text", "baseline", "current", "target", "due", "status", "term", "instrument", "part",
     "score", "unit", "side", "norm", "kind", "code", "first_name", "last_name", "birth_date",
     "document", "page"}  # the last two are written by the export, and nothing is read from them
)  # fmt: skip
MOST_ROWS = 2_000
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,2})?")
Row = dict[str, str]


class _Held(Exception):
    """This row is not taken."""

    def __init__(self, code: str, column: str, shown: str = "") -> None:
        super().__init__(code)
        self.code, self.column, self.shown = code, column, shown


def is_chart_sheet(data: bytes) -> bool:
    """True for a table whose first row names a type and something that a chart has."""
    grid = cut(data, shipped())
    return isinstance(grid, Grid) and "type" in grid.header and len(COLUMNS.intersection(grid.header)) > 2


def read(data: bytes) -> Reading:
    grid = cut(data, shipped())
    if isinstance(grid, NoGrid):
        return Reading(unread=(Unread("no_table", Place(line=grid.row)),))
    if "type" not in grid.header or len(set(grid.header)) != len(grid.header):
        return Reading(unread=(Unread("columns_missing", Place(line=1, column="type")),))
    unknown = [Unread("column_unknown", Place(line=1, column=name[:40])) for name in grid.header if name not in COLUMNS]
    proposals: list[Proposal] = []
    unread: list[Unread] = unknown
    people: set[Person] = set()
    seen: set[str] = set()
    for number, row in _rows(grid):
        try:
            people.add(_person(row))
            proposal = _proposal(number, row)
            if proposal.own_id and proposal.own_id in seen:
                raise _Held("id_twice", "id", proposal.own_id[:40])
        except _Held as held:
            unread.append(Unread(held.code, Place(line=number, column=held.column), held.shown))
        else:
            seen.add(proposal.own_id)
            proposals.append(proposal)
    if len(grid.rows) > MOST_ROWS:
        unread.append(Unread("too_many_lines", Place(line=MOST_ROWS), f"{MOST_ROWS:,}"))
    people.discard(Person())
    if len(people) > 1:
        return Reading(unread=(*unread, Unread("several_subjects")))
    return Reading(tuple(proposals), tuple(unread), None, next(iter(people), Person()))


def _rows(grid: Grid) -> Iterator[tuple[int, Row]]:
    for number, cells in grid.rows[:MOST_ROWS]:
        yield number, dict(zip(grid.header, cells + [""] * (len(grid.header) - len(cells)), strict=False))


def _person(row: Row) -> Person:
    return Person(row.get("last_name", ""), row.get("first_name", ""), _day(row, "birth_date"))


def _proposal(number: int, row: Row) -> Proposal:
    kinds: dict[str, Callable[[Row], Item]] = {"goal": _goal, "score": _score, "measure": _score, "finding": _finding}
    kind = row["type"].casefold()
    if kind not in kinds:
        raise _Held("kind_unknown", "type", row["type"][:40])
    item = kinds[kind](row)
    quote = ", ".join(
        cell for name, cell in row.items() if cell and name not in ("first_name", "last_name", "birth_date")
    )
    own_id = f"{kind}/{row['id']}" if row.get("id") else ""
    return Proposal(f"row-{number}", Place(line=number), quote[:400], item, own_id)


def _goal(row: Row) -> NewGoal:
    if not row.get("text"):
        raise _Held("text_missing", "text")
    goal = NewGoal(
        text=row["text"],
        baseline=row.get("baseline", ""),
        current=row.get("current", ""),
        target=row.get("target", ""),
        due_on=_day(row, "due"),
        code=row.get("code", "")[:40],
        set_on=_day(row, "date"),
    )
    status = row.get("status", "").casefold().replace(" ", "_")
    if status and status not in set(GoalStatus):
        raise _Held("status_unread", "status", status[:40])
    term = row.get("term", "").casefold()
    if term not in ("", "long", "short"):
        raise _Held("kind_unknown", "term", term[:40])
    return replace(
        goal,
        status=GoalStatus(status) if status else GoalStatus.ACTIVE,
        is_long_term={"long": True, "short": False}.get(term),
    )


def _score(row: Row) -> NewScore:
    if not row.get("instrument"):
        raise _Held("text_missing", "instrument")
    if not _NUMBER.fullmatch(row.get("score", "")):
        raise _Held("number_unread", "score", row.get("score", "")[:40])
    side = row.get("side", "").casefold()
    if side not in ("", "left", "right"):
        raise _Held("kind_unknown", "side", side[:40])
    part, unit, norm = (row.get(name, "") for name in ("part", "unit", "norm"))
    return NewScore(row["instrument"], part, Decimal(row["score"]), unit, side, norm, _day(row, "date"))


def _finding(row: Row) -> NewFinding:
    kind = row.get("kind", "").casefold().replace(" ", "_")
    if kind not in set(FindingKind):
        raise _Held("kind_unknown", "kind", kind[:40])
    if not row.get("text"):
        raise _Held("text_missing", "text")
    return NewFinding(FindingKind(kind), row["text"], code=row.get("code", "")[:40], found_on=_day(row, "date"))


def _day(row: Row, column: str) -> date | None:
    try:
        return day(row.get(column, ""), shipped().formats)
    except Unreadable as unreadable:
        raise _Held("day_unread", column) from unreadable
