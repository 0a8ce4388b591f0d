"""Queries of facts whose statement Django builds once a process: afterwards only the values go in.

Building a query takes Django longer than PostgreSQL takes to answer it, and facts are read at every act. The statement
of a process is text without a value of any practice in it. Row security works as ever: it looks at the transaction.
"""

from collections.abc import Callable, Iterator
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
Key = tuple[Callable[..., Rows], bool]


@dataclass(frozen=True, slots=True)
class Statement:
    """`parts`: the text between the values; `values` with the marks above where those of a scope go."""

    parts: tuple[str, ...]
    values: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Any, ...], Any], ...]  # place in the row, converters, expression


_known: dict[Key, Statement] = {}


@overload
def rows(build: Callable[[Scope], Rows], scope: Scope) -> Iterator[tuple[Any, ...]]: ...
@overload
def rows(build: Callable[[Days], Rows], scope: Days) -> Iterator[tuple[Any, ...]]: ...
@overload
def rows(build: Callable[[UUID], Rows], scope: UUID) -> Iterator[tuple[Any, ...]]: ...
def rows(build: Callable[..., Rows], scope: Scope | Days | UUID) -> Iterator[tuple[Any, ...]]:
    """What `build(scope)` gives. It must be a function of a module that puts practice, instants and patients into the
    query as they are, and whose query is the same for every scope with patients, and for every one without."""
    if isinstance(scope, Scope) and scope.patients == ():
        return iter(())
    statement = statement_of(build, scope)
    text, values = filled(statement, scope)
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found = cursor.fetchall()
    return _converted(found, statement) if statement.converters else iter(found)


def statement_of(build: Callable[..., Rows], scope: Scope | Days | UUID) -> Statement:
    has_patients = isinstance(scope, Scope) and scope.patients is not None
    key = (build, has_patients)
    if key not in _known:
        _known[key] = _built(build(_marked(scope)))
    return _known[key]


def _marked(scope: Scope | Days | UUID) -> Scope | Days | UUID:
    if isinstance(scope, UUID):
        return PRACTICE
    if isinstance(scope, Days):
        return Days(PRACTICE, SINCE, UNTIL, ZONE)
    return Scope(PRACTICE, SINCE, None if scope.patients is None else (PATIENT,))


def filled(statement: Statement, scope: Scope | Days | UUID) -> tuple[str, list[Any]]:
    """Text and values of this scope; patients are as many as there are."""
    known, patients = _values(scope)
    text, values = [statement.parts[0]], list[Any]()
    for value, part in zip(statement.values, statement.parts[1:], strict=True):
        if _is(value, PATIENT):
            text.append(", ".join(["%s"] * len(patients)))
            values += patients
        else:
            text.append("%s")
            values.append(next((own for mark, own in known if _is(value, mark)), value))
        text.append(part)
    return "".join(text), values


def _values(scope: Scope | Days | UUID) -> tuple[tuple[tuple[object, Any], ...], tuple[UUID, ...]]:
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
