"""Queries of facts whose statement Django builds once a process: afterwards only the values go in.

Building a query takes Django longer than PostgreSQL takes to answer it, and facts are read at every act. The statement
of a process is text without a value of any practice in it. Row security works as ever: it looks at the transaction.

Many such queries can be sent at once (`asked_together`): going to PostgreSQL and back costs as much again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, overload
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from otium.records.scope import Days, Scope

PRACTICE, PATIENT = UUID(int=0xA11CE), UUID(int=0xB0B)
SINCE, UNTIL = (datetime(1, 2, 3, 4, 5, 6, n, tzinfo=UTC) for n in (789, 987))
ZONE = ZoneInfo("Antarctica/Troll")  # no practice has it
Rows = QuerySet[Any, tuple[Any, ...]]
Build = Callable[..., Rows]
Key = tuple[Build, bool]
Of = Scope | Days | UUID
Asked = tuple[Build, Of]
Answers = Mapping[Build, tuple[Of, list[tuple[Any, ...]]]]


@dataclass(frozen=True, slots=True)
class Statement:
    """`parts`: the text between the values; `values` with the marks above where those of a scope go."""

    parts: tuple[str, ...]
    values: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Any, ...], Any], ...]  # place in the row, converters, expression


_known: dict[Key, Statement] = {}
_answers: ContextVar[Answers | None] = ContextVar("answers", default=None)


@contextmanager
def asked_together(wanted: Iterable[Asked]) -> Iterator[None]:
    """Ask all of these at once, each query for one scope. Within, `rows` finds their answers as of this moment: write
    nothing there that they read."""
    asked = [(build, scope) for build, scope in wanted if not _is_of_nobody(scope)]
    answers = zip(asked, _ask(asked), strict=True)
    token = _answers.set({build: (scope, found) for (build, scope), found in answers})
    try:
        yield
    finally:
        _answers.reset(token)


def _ask(wanted: list[Asked]) -> list[list[tuple[Any, ...]]]:
    """The rows of each. All go in one message, as the driver puts the values in by itself."""
    if not wanted:
        return []
    asked = [filled(statement_of(build, scope), scope) for build, scope in wanted]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(text for text, _ in asked), [value for _, values in asked for value in values])
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
    return found


@overload
def rows(build: Callable[[Scope], Rows], scope: Scope) -> Iterator[tuple[Any, ...]]: ...
@overload
def rows(build: Callable[[Days], Rows], scope: Days) -> Iterator[tuple[Any, ...]]: ...
@overload
def rows(build: Callable[[UUID], Rows], scope: UUID) -> Iterator[tuple[Any, ...]]: ...
def rows(build: Callable[..., Rows], scope: Of) -> Iterator[tuple[Any, ...]]:
    """What `build(scope)` gives. It must be a function of a module that puts practice, instants and patients into the
    query as they are, and whose query is the same for every scope with patients, and for every one without."""
    if _is_of_nobody(scope):
        return iter(())
    statement = statement_of(build, scope)
    of, found = (_answers.get() or {}).get(build, (None, []))
    if of != scope:
        (found,) = _ask([(build, scope)])
    return _converted(found, statement) if statement.converters else iter(found)


def _is_of_nobody(scope: Of) -> bool:
    return isinstance(scope, Scope) and scope.patients == ()


def statement_of(build: Build, scope: Of) -> Statement:
    has_patients = isinstance(scope, Scope) and scope.patients is not None
    key = (build, has_patients)
    if key not in _known:
        _known[key] = _built(build(_marked(scope)))
    return _known[key]


def _marked(scope: Of) -> Of:
    if isinstance(scope, UUID):
        return PRACTICE
    if isinstance(scope, Days):
        return Days(PRACTICE, SINCE, UNTIL, ZONE)
    return Scope(PRACTICE, SINCE, None if scope.patients is None else (PATIENT,))


def filled(statement: Statement, scope: Of) -> tuple[str, list[Any]]:
    """Text and values of this scope. Patients, as many as there are, stand in the text, as the driver would write them:
    it takes longer over hundreds of values than PostgreSQL over the answer."""
    known, patients = _values(scope)
    text, values = [statement.parts[0]], list[Any]()
    for value, part in zip(statement.values, statement.parts[1:], strict=True):
        if _is(value, PATIENT):
            text.append(", ".join([f"'{key.hex}'::uuid" for key in patients]))
        else:
            text.append("%s")
            values.append(next((own for mark, own in known if _is(value, mark)), value))
        text.append(part)
    return "".join(text), values


def _values(scope: Of) -> tuple[tuple[tuple[object, Any], ...], tuple[UUID, ...]]:
    """What goes in the place of each mark, and the patients."""
    if isinstance(scope, UUID):
        return ((PRACTICE, scope),), ()
    both = (PRACTICE, scope.practice_id), (SINCE, scope.since)
    if isinstance(scope, Days):
        return (*both, (UNTIL, scope.until), (ZONE.key, scope.zone.key)), ()
    return both, scope.patients or ()


def _is(value: Any, mark: object) -> bool:
    return type(value) is type(mark) and value == mark


def _built(query: Rows) -> Statement:
    compiler = query.query.get_compiler(connection=connection)
    text, values = compiler.as_sql()
    fields = [selected[0] for selected in compiler.select[: compiler.col_count]]
    converters = tuple((place, tuple(of), field) for place, (of, field) in compiler.get_converters(fields).items())
    return Statement(tuple(text.split("%s")), tuple(values), converters)


def _converted(found: list[tuple[Any, ...]], statement: Statement) -> Iterator[tuple[Any, ...]]:
    for row in found:
        cells = list(row)
        for place, of, field in statement.converters:
            for convert in of:
                cells[place] = convert(cells[place], field, connection)
        yield tuple(cells)
