"""The state of a record, so that two people who change it see each other."""

import hashlib
import json
from typing import Any

from otium.desk import history
from otium.desk.mend.table import Field, FieldType, Kind, Values


def values_of(kind: Kind, row: Any) -> Values:
    """What the record says now, by field name."""
    values = {f.name: _typed(f, getattr(row, f.column)) for f in kind.fields if f.name not in kind.part_names}
    return values | (kind.part.load(row) if kind.part else {})


def _typed(field: Field, value: Any) -> Any:
    return str(value) if field.type is FieldType.CHOICE else value


def version_of(kind: Kind, row: Any) -> str:
    """Hex digest of all that a person may change in the record; equal exactly while nobody did."""
    return digest(values_of(kind, row))


def digest(values: Values) -> str:
    text = json.dumps(history.plain(values), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
