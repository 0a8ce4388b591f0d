"""Frozen dataclasses as JSON and back, by their annotations: text, numbers, days, nested ones, tuples and lists."""

import json
import types
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: object) -> str:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is no record")
    return json.dumps(asdict(value), default=str, separators=(",", ":"))


def load(cls: type[T], text: str) -> T:
    """What `dump` made of a value of this class."""
    record: T = _build(cls, json.loads(text))
    return record


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _build(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _build(next(arm for arm in get_args(kind) if arm is not type(None)), value)
    if origin is dict:
        key, held = get_args(kind)
        return {_build(key, k): _build(held, v) for k, v in value.items()}
    if origin in (tuple, list):
        return origin(_build(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{f.name: _build(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})  # type: ignore[operator]
    if kind is Decimal:
        return Decimal(value)
    return date.fromisoformat(value) if kind is date else value
