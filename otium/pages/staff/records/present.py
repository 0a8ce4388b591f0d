"""Values of records in words, for conflicts and history."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from otium.desk import mend
from otium.desk.mend import Field, FieldType, Kind
from otium.desk.mend.options import words
from otium.pages import present

T = FieldType


@dataclass(frozen=True, slots=True)
class Side:
    """One field that two people changed: what this one typed, what stands."""

    label: str
    typed: str
    stands: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who changed the record meanwhile, when, and every field that differs."""

    by: str
    at: str
    sides: tuple[Side, ...]


def conflict(kind: Kind, changed: mend.ChangedSince, *, by: str, at: str, names: dict[str, str]) -> Conflict:
    """`names`: words of the rows that fields point to, by id as text."""
    sides = []
    for difference in changed.differences:
        field = kind.field_named(difference.field)
        sides.append(
            Side(str(field.label), value(field, difference.typed, names), value(field, difference.stands, names))
        )
    return Conflict(by, at, tuple(sides))


def value(field: Field, stored: Any, names: dict[str, str]) -> str:
    """What a field says; the word unknown for what is not known, empty for an empty text."""
    if stored is None:
        return _("unknown")
    if stored in ("", []):
        return _("empty")
    if field.type is T.ROW:
        return names.get(str(stored), _("unknown"))
    if field.type is T.LINES:
        return "; ".join(_line(field, line) for line in stored)
    return _plain(field, stored)


def _plain(field: Field, stored: Any) -> str:
    if field.type in (T.YES_NO, T.FLAG):
        return _("yes") if stored else _("no")
    if field.type is T.CHOICE:
        return words(field.options, stored)
    if field.type is T.MONEY:
        return present.money(Decimal(str(stored)), cents=True)
    if field.type is T.PERCENT:
        return f"{Decimal(str(stored)) * 100:f}".rstrip("0").rstrip(".") + " %"
    if isinstance(stored, time):
        return present.hour(stored)
    if field.type is T.SEVERAL:
        return present.joined(words(field.options, each) for each in stored)
    if isinstance(stored, date):
        return present.full_day(stored)
    return " ".join(map(str, stored)) if isinstance(stored, list) else str(stored)


def _line(field: Field, line: dict[str, Any]) -> str:
    said = [f"{part.label}: {value(part, line.get(part.name), {})}" for part in field.lines if line.get(part.name)]
    return ", ".join(said)
