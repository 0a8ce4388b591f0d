"""Terms without their places in a file: what is written and read again stands elsewhere and says the same."""

from dataclasses import fields, is_dataclass, replace

_PLACES = ("segment",)


def unplaced(value):
    """Every `segment` is 0, however deep."""
    if is_dataclass(value):
        changes = {each.name: unplaced(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **changes | {name: 0 for name in _PLACES if name in changes})
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = {name: unplaced(getattr(value, name)) for name in value._fields}
        return type(value)(**parts | {name: 0 for name in _PLACES if name in parts})
    return tuple(unplaced(each) for each in value) if isinstance(value, tuple) else value
