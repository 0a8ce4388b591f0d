"""A claim as plain values, and back: what a version was built with is what leaves, whatever the records say later."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from otium.terms.claim import ProfessionalClaim
from otium.wires.x12.as_json import plain


def kept(claim: ProfessionalClaim) -> Any:
    """For ClaimVersion.content."""
    return plain(claim)


def claim_of(content: Any) -> ProfessionalClaim:
    """What `kept` was given. Raises KeyError, TypeError or ValueError for anything else."""
    found = _read(ProfessionalClaim, content)
    if not isinstance(found, ProfessionalClaim):
        raise TypeError("this is no claim")
    return found


def _read(kind: Any, value: Any) -> Any:
    """The value of a type of terms.claim from its plain form."""
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _read(next(each for each in get_args(kind) if each is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], value[name]) for name in hints}) if hints else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Type by field of a dataclass or named tuple; empty for other types."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return {field.name: hints[field.name] for field in fields(kind)}
    return get_type_hints(kind) if hasattr(kind, "_fields") else {}
