"""Terms as plain values for JSON: enums by name, decimals as text, days as CCYY-MM-DD, bytes in base64."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def plain(value: object) -> Plain:
    """Raises TypeError for a value no term has, a float for one."""
    if isinstance(value, Enum):
        return value.name.lower()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    names = _field_names(value)
    if names is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


def _field_names(value: object) -> tuple[str, ...] | None:
    """The fields of a dataclass or named tuple; None for other values."""
    if is_dataclass(value):
        return tuple(field.name for field in fields(value))
    names = getattr(value, "_fields", None)
    return names if isinstance(value, tuple) else None
