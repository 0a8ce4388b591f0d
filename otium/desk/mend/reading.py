"""What a person typed, tidied by type and checked field by field, then as a whole."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import history
from otium.desk.mend import checks
from otium.desk.mend.problems import Problem
from otium.desk.mend.rows import is_row
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Values

LONGEST = 200
LONGEST_TEXT = 4_000
MOST_LINES = 24
TEXTS = (FieldType.TEXT, FieldType.LONG)
NUMBERS = (FieldType.WHOLE, FieldType.NUMBER, FieldType.MONEY)


class UnknownField(KeyError):
    """A door hands over a field that the kind does not have: a fault of the door, never of the person."""


def tidy(kind: Kind, values: Values) -> Values:
    """All fields of the kind for a new record, or those named for a change, with texts stripped and empties typed."""
    fields = {f.name: f for f in kind.fields}
    if unknown := set(values) - set(fields):
        raise UnknownField(f"{kind.name}: {', '.join(sorted(unknown))}")
    return {name: _tidy(fields[name], value) for name, value in values.items()}


def complete(kind: Kind, values: Values) -> Values:
    """`values` with the defaults of the fields they do not name."""
    blank = {f.name: f.empty if f.default is None else f.default for f in kind.fields}
    return blank | values


def _tidy(field: Field, value: Any) -> Any:
    if value is None or value == "":
        is_usual = field.type is FieldType.CHOICE or (field.type is FieldType.WHOLE and not field.is_required)
        return field.default if is_usual and field.default is not None else field.empty
    if field.type in TEXTS:
        return str(value).strip()
    if field.type is FieldType.CODES:
        return [code for text in value for code in str(text).upper().split()]
    if field.type is FieldType.LINES:
        return [{f.name: _of_line(f, line.get(f.name)) for f in field.lines} for line in value]
    if field.type is FieldType.ROW:
        return UUID(str(value))
    return value


def _of_line(field: Field, value: Any) -> Any:
    """A value of a line; what was left empty is what the field says it is then."""
    tidied = _tidy(field, value)
    return field.default if tidied == field.empty and field.default is not None else tidied


def same(a: Any, b: Any) -> bool:
    """True when both say the same; lines may stand in another order, numbers in another form (2.0 and 2)."""
    if isinstance(a, list) and isinstance(b, list):
        return _sorted(a) == _sorted(b)
    return bool(a == b)


def _sorted(values: list[Any]) -> list[str]:
    plain = [history.plain(v) if isinstance(v, dict) else v for v in values]
    return sorted(json.dumps(v, sort_keys=True, default=str) for v in plain)


def problems_of(kind: Kind, draft: Draft) -> list[Problem]:
    """Of each field alone, then of the fields together; the latter only where each is in order by itself."""
    alone = [problem for field in kind.fields for problem in _alone(field, draft)]
    alone += list(checks.sane_days(kind)(draft))
    if alone:
        return alone
    if draft.row is None and _is_blank(kind, draft.values):
        return [Problem("", _("Nothing was entered."))]
    return [problem for check in kind.checks for problem in check(draft)]


def _is_blank(kind: Kind, values: Values) -> bool:
    """True for a new record that says nothing but what it comes filled in with."""
    usual = complete(kind, {})
    return all(same(values[f.name], usual[f.name]) for f in kind.fields if f.type is not FieldType.FLAG)


def _alone(field: Field, draft: Draft) -> Iterator[Problem]:
    value = draft.values.get(field.name)
    if value is None or value in ("", []):
        if field.is_required:
            yield Problem(field.name, missing(field))
        return
    if words := _wrong(field, value):
        yield Problem(field.name, words)
    if field.type is FieldType.ROW and not is_row(field.of, value, draft.practice.pk, draft.patient_id):
        yield Problem(field.name, _("Choose one of the list."))
    for number, line in enumerate(value if field.lines else (), 1):
        for part in field.lines:
            stated = line.get(part.name)
            words = missing(part) if part.is_required and not stated else _wrong(part, stated)
            if words:
                yield Problem(field.name, _("Line %(n)d, %(label)s: %(words)s") % {
                    "n": number, "label": str(part.label).lower(), "words": words,
                })  # fmt: skip


def missing(field: Field) -> str:
    """What to say of a required field that was left empty."""
    if field.missing:
        return str(field.missing)
    if field.type in (FieldType.CHOICE, FieldType.ROW):
        return _("Choose one.")
    enter = {FieldType.DAY: _("Enter a day."), FieldType.TIME: _("Enter a time.")}
    return enter.get(field.type) or _("This cannot be empty.")


def _wrong(field: Field, value: Any) -> str:
    """Why the value is none of its type; empty when it is."""
    if value is None or value == "":
        return ""
    if field.type in TEXTS:
        return _length(value, LONGEST if field.type is FieldType.TEXT else LONGEST_TEXT)
    if field.type is FieldType.CHOICE and str(value) not in dict(field.options):
        return _("Choose one of the list.")
    if field.type is FieldType.SEVERAL and not set(value) <= set(dict(field.options)):
        return _("Choose from the list.")
    if field.type in NUMBERS:
        return _amount(field, value)
    if field.type is FieldType.PERCENT and not 0 <= value <= 1:
        return _("Enter per cent, from 0 to 100.")
    if field.type is FieldType.CODES:
        return _codes(value)
    return _("No more than %(most)d lines.") % {"most": MOST_LINES} if _is_too_many(field, value) else ""


def _is_too_many(field: Field, value: Any) -> bool:
    return field.type is FieldType.LINES and len(value) > MOST_LINES


def _length(text: str, most: int) -> str:
    return _("Use at most %(most)d characters.") % {"most": most} if len(text) > most else ""


def _amount(field: Field, value: int | Decimal) -> str:
    if value < 0:
        return _("Enter a number from 0.")
    return _("Check this number: more than %(most)d.") % {"most": field.most} if value > field.most else ""


def _codes(codes: list[str]) -> str:
    wrong = next((c for c in codes if not (c.replace(".", "").isalnum() and c.isascii() and len(c) <= 32)), "")
    return _("“%(code)s” is no code.") % {"code": wrong} if wrong else ""
