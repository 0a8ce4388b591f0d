"""One row of every table of a practice, made from the models alone, so that a new table is in the tests at once."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models
from psycopg.types.range import Range

from otium.records.constraints import SamePractice
from otium.records.models import Practice, Staff

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
_number = count(1)
PLAIN: dict[type[models.Field], Any] = {
    models.DateTimeField: AT,
    models.DateField: date(2026, 11, 23),
    models.TimeField: time(9),
    models.DecimalField: Decimal(1),
    models.BooleanField: False,
    models.BinaryField: b"0",
    models.JSONField: {},
    models.UUIDField: None,
}
EITHER = {  # one of them alone is set: the other here in the rows of the tests
    ("appointmentparticipant", "talk"): "appointment",
    ("timeoff", "room"): "therapist",
    ("timeoff", "location"): "therapist",
}
Made = dict[type[models.Model], models.Model]


def tables() -> list[type[models.Model]]:
    """Every model whose rows belong to a practice."""
    found = [m for m in apps.get_app_config("records").get_models() if _has_practice(m)]
    return sorted(found, key=lambda m: m._meta.db_table)


def pairs() -> list[tuple[type[models.Model], str]]:
    """(model, field) of every key that must stay within a practice."""
    return [(m, c.field) for m in tables() for c in m._meta.constraints if isinstance(c, SamePractice)]


def fill(practice: Practice) -> Made:
    """One row in each table, with every key set. Must run while the practice is seen."""
    made: Made = {}
    for model in tables():
        make(model, practice, made)
    for row in list(made.values()):
        _close(row, made)
    return made


def make(model: type[models.Model], practice: Practice, made: Made) -> models.Model:
    if model not in made:
        made[model] = None  # being made: whoever it points to points back later
        values = {f.name: _value(model, f, practice, made) for f in model._meta.concrete_fields if _is_asked(f)}
        made[model] = model._default_manager.create(**values)
    return made[model]


def _close(row: models.Model, made: Made) -> None:
    """Keys to rows that were made after it, where two tables point to each other."""
    open_ones = [
        f for f in row._meta.concrete_fields if f.is_relation and _is_asked(f) and f.value_from_object(row) is None
    ]
    for field in open_ones:
        setattr(row, field.name, made[field.related_model])
    if open_ones:
        row.save(update_fields=[field.name for field in open_ones])


def _has_practice(model: type[models.Model]) -> bool:
    return any(f.column == "practice_id" for f in model._meta.concrete_fields)


def _is_asked(field: models.Field) -> bool:
    if (field.model._meta.model_name, field.name) in EITHER:
        return False
    if field.primary_key or field.name.startswith(("ended", "undone", "closed", "entered_in")):
        return False
    if field.related_model is field.model:
        return False  # the first row of a table has none of its own to point to
    return field.is_relation or not (field.null or field.has_default())


def _value(model: type[models.Model], field: models.Field, practice: Practice, made: Made) -> Any:
    target = field.related_model if field.is_relation else None
    if target is Practice:
        return practice
    if target is Staff:
        return made.setdefault(Staff, Staff.objects.create_user(f"{next(_number)}@alder.example", name="Row"))
    if target is not None:
        return make(target, practice, made)
    if allowed := _allowed(model, field.name):
        return allowed[0]
    if field.name == "ends_at":
        return AT + timedelta(hours=1)
    return _plain(field)


def _plain(field: models.Field) -> Any:
    n = next(_number)
    if field.get_internal_type() == "UUIDField":
        return Practice._meta.pk.get_default()
    if isinstance(field, models.IntegerField):
        return 1
    if isinstance(field, models.CharField | models.TextField):
        return str(n)[: field.max_length or 20]
    if "Range" in type(field).__name__:
        return Range(AT, AT + timedelta(hours=1))
    return next(value for kind, value in PLAIN.items() if isinstance(field, kind))


def _allowed(model: type[models.Model], name: str) -> list[str]:
    """The values a check of the table allows in this column."""
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    lists = [dict(c.condition.children).get(f"{name}__in") for c in checks if _is_simple(c)]
    return next((values for values in lists if values), [])


def _is_simple(check: models.CheckConstraint) -> bool:
    return all(isinstance(child, tuple) for child in check.condition.children)
