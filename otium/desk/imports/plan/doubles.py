"""Rows that say the same thing twice: the newest wins, equals count as duplicates, contradictions are held. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from otium.desk.imports.plan.draft import Draft
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import Place, Problem, Row

R = TypeVar("R", bound=Row)
NOWHERE = Place("", 0)


def one_per_key(draft: Draft, rows: Iterable[R]) -> list[R]:
    """One row for each key, in file order: of several the one that changed last."""
    by_key: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    return [winner for group in by_key.values() if (winner := _winner(draft, group))]


def keep_one(draft: Draft, winner: R, group: Sequence[R]) -> R:
    """Count all others of the group as duplicates of the winner."""
    for row in group:
        if row is not winner:
            draft.note_outcome(row, Outcome.DUPLICATE)
    return winner


def key_order(key: str) -> tuple[bool, int, str]:
    """Orders keys as numbers where they are numbers, so that -5 < 3 < 12; others after them, as text."""
    number = key.removeprefix("-")
    if number.isascii() and number.isdigit():
        return (False, int(key), "")
    return (True, 0, key)


def _winner(draft: Draft, group: list[R]) -> R | None:
    if len(group) == 1:
        return group[0]
    newest = max(row.modified_at or datetime.min for row in group)  # noqa: DTZ901 - local, as the rows are
    last = [row for row in group if (row.modified_at or datetime.min) == newest]  # noqa: DTZ901
    if all(_content(row) == _content(last[0]) for row in last):
        return keep_one(draft, last[0], group)
    for row in group:
        others = ", ".join(str(other.place.row) for other in group if other is not row)
        draft.hold(row, Problem.SAME_KEY_DIFFERS, "key", rows=others)
    return None


def _content(row: R) -> R:
    return replace(row, place=NOWHERE, modified_at=None)
