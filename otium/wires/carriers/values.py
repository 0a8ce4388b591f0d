"""The settings of one connection, checked against what its kind asks for."""

from collections.abc import Mapping

from otium.wires.carriers.base import SettingsError
from otium.wires.carriers.settings import SETTINGS, Field, Setting


class Values:
    """Checked settings of one connection. Raises SettingsError for what is missing, unknown or of the wrong shape."""

    def __init__(self, kind: str, settings: Mapping[str, object], secrets: Mapping[str, object]) -> None:
        if kind not in SETTINGS:
            raise SettingsError("kind", "it is not one of " + ", ".join(SETTINGS))
        fields = {field.name: field for field in SETTINGS[kind]}
        for given, are_secret in ((settings, False), (secrets, True)):
            for name in given:
                if name not in fields or fields[name].is_secret != are_secret:
                    raise SettingsError(name, "there is no such setting")
        self._values = {name: _checked(field, {**settings, **secrets}.get(name)) for name, field in fields.items()}

    def __repr__(self) -> str:
        return f"Values({', '.join(self._values)})"

    def text(self, name: str) -> str:
        return str(self._values[name])

    def number(self, name: str) -> int:
        return int(self._values[name])

    def flag(self, name: str) -> bool:
        return bool(self._values[name])

    def lines(self, name: str, separator: str = ":") -> tuple[tuple[str, str], ...]:
        """Pairs, one a line. Raises SettingsError for a line without the separator."""
        pairs = [line.partition(separator) for line in self.text(name).splitlines() if line.strip()]
        if any(not mark or not key.strip() for key, mark, _ in pairs):
            raise SettingsError(name, f"each line is a name, {separator!r} and a value")
        return tuple((key.strip(), value.strip()) for key, _, value in pairs)


def _checked(field: Field, value: object) -> Setting:
    if value is None or value == "":
        if field.required:
            raise SettingsError(field.name, "it is missing")
        return field.default
    if field.kind == "number":
        return _number(field, value)
    if field.kind == "bool":
        if not isinstance(value, bool):
            raise SettingsError(field.name, "it is yes or no")
        return value
    if not isinstance(value, str):
        raise SettingsError(field.name, "it is not text")
    return _text(field, value)


def _number(field: Field, value: object) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or int(text) > field.most:
        raise SettingsError(field.name, f"it is not a number from 0 to {field.most}")
    return int(text)


def _text(field: Field, value: str) -> str:
    if field.choices and value not in field.choices:
        raise SettingsError(field.name, "it is not one of " + ", ".join(field.choices))
    if field.kind in {"file", "lines"}:
        return value
    if any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise SettingsError(field.name, "it holds a control character")
    return value if field.is_secret else value.strip()
