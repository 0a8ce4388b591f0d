"""Whose a phone number is, however it was typed on their records."""

from collections.abc import Iterable

from django.db.models import F, Func, Model, TextField, Value

from otium.records.models import Patient, Practice, RelatedPerson

LAST = 10  # digits of a number within the numbering plan
DIGITS = Func(
    F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
)  # fmt: skip
Person = Patient | RelatedPerson


def whose(practice: Practice, number: str) -> list[Person]:
    """Related people first: a parent's number often stands on the child's record too. Two queries."""
    digits = "".join(c for c in number if c.isdigit())[-LAST:]
    if len(digits) < LAST:
        return []
    return [*_of(RelatedPerson, practice, digits), *_of(Patient, practice, digits)]


def _of(model: type[Model], practice: Practice, digits: str) -> Iterable[Person]:
    rows = model._default_manager.filter(practice=practice).exclude(phone="").annotate(digits=DIGITS)
    found: Iterable[Person] = rows.filter(digits__endswith=digits).order_by("id")
    return found
