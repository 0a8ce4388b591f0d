"""What a kind of record is made of: its fields, what they ask, how they are checked."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from otium.desk.actor import Actor
from otium.desk.mend.problems import Problem
from otium.records.models import Practice

Values = dict[str, Any]
Option = tuple[str, Any]  # what is stored, and its words (lazily translated)


class FieldType(StrEnum):
    """What a value is. Empty is "" for text, [] for codes and lines, None (unknown) for all others."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    TIME = "time"  # of day
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"  # typed 20, kept 0.2, as a 271 states it
    CHOICE = "choice"
    YES_NO = "yes_no"  # True, False or None
    FLAG = "flag"
    ROW = "row"  # the id of a row of kind `of`
    CODES = "codes"  # a list of texts
    SEVERAL = "several"  # a list out of `options`
    LINES = "lines"  # a list of values, one dictionary for each line


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `name` is the model's, or one that the kind's part keeps elsewhere.

    `options` of a CHOICE without a required value may hold "" for unknown. `most` is the largest number.
    """

    name: str
    type: FieldType
    label: Any
    hint: Any = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    of: str = ""
    most: int = 9_999
    default: Any = None
    group: Any = ""  # words over the fields that follow
    lines: tuple["Field", ...] = ()
    missing: Any = ""  # said when it is required and empty, in place of the usual sentence
    is_later: bool = False  # asked of a record that stands, never of a new one

    @property
    def column(self) -> str:
        return f"{self.name}_id" if self.type is FieldType.ROW else self.name

    @property
    def empty(self) -> Any:
        if self.type in (FieldType.TEXT, FieldType.LONG, FieldType.CHOICE):
            return ""
        if self.type in (FieldType.CODES, FieldType.LINES, FieldType.SEVERAL):
            return []
        return False if self.type is FieldType.FLAG else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as it would stand. `row` is None for a new one; `on` is the practice's day."""

    practice: Practice
    patient_id: UUID | None
    row: Any
    values: Values
    on: date

    @property
    def key(self) -> UUID | None:
        return self.row.pk if self.row is not None else None


class Part(Protocol):
    """Fields of a record that are kept in rows of their own."""

    names: tuple[str, ...]

    def load(self, row: Any) -> Values: ...

    def save(self, row: Any, values: Values, said: dict[str, Any]) -> None:
        """Make the rows say `values`; `said` is the provenance of what a person typed."""


class Afterwards(Protocol):
    """What else is written when a record was added or changed, in the same transaction."""

    def __call__(self, row: Any, changed: Collection[str], on: date, *, by: Actor, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Words:
    """`one`: the noun in a sentence. `add`, `save`: buttons named by their effect."""

    one: Any
    many: Any
    add: Any
    save: Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record a person may add and mend. `of_patient`: each row belongs to one patient.

    `derive(draft)` gives columns no person types. `locked(row)` gives the reason why a row cannot be changed, or "".
    `withdrawal` are the values that make a row count no longer; empty: such rows are changed, never withdrawn.
    """

    name: str
    model: Any
    words: Words
    fields: tuple[Field, ...]
    named: Callable[[Any], str]
    of_patient: bool = True
    related: tuple[str, ...] = ()
    order: tuple[str, ...] = ("id",)
    checks: tuple[Callable[[Draft], Iterable[Problem]], ...] = ()
    derive: Callable[[Draft], Values] = field(default=lambda draft: {})
    part: Part | None = None
    locked: Callable[[Any], Any] = field(default=lambda row: "")
    withdrawal: tuple[tuple[str, Any], ...] = ()
    channel: Callable[[Values], tuple[str, str]] = field(default=lambda values: ("form", ""))
    afterwards: Afterwards | None = None

    @property
    def keeps_provenance(self) -> bool:
        return any(f.name == "provenance" for f in self.model._meta.concrete_fields)

    def field_named(self, name: str) -> Field:
        return next(f for f in self.fields if f.name == name)

    @property
    def part_names(self) -> tuple[str, ...]:
        return self.part.names if self.part else ()


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person typed, as values by field name. `version`: of the record they saw; `is_sure`: warnings accepted."""

    values: Values
    version: str = ""
    is_sure: bool = False
