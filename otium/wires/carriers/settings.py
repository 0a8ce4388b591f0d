"""What each kind of connection asks for: the one description for forms, checks and docs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from otium.wires.carriers.base import SettingsError

Setting = str | int | bool


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `secret` fields come and go apart from the others; `file` holds the text of a PEM file."""

    name: str
    hint: str
    kind: Literal["text", "lines", "number", "choice", "secret", "file", "bool"] = "text"
    required: bool = False
    default: Setting = ""
    choices: tuple[str, ...] = ()
    is_secret: bool = False
    most: int = 0  # numbers: the highest


def needed(name: str, hint: str) -> Field:
    return Field(name, hint, required=True)


def secret(name: str, hint: str, *, kind: Literal["secret", "file"] = "secret") -> Field:
    return Field(name, hint, kind, is_secret=True)


def number(name: str, hint: str, default: int, *, most: int) -> Field:
    return Field(name, hint, "number", default=default, most=most)


def choice(name: str, hint: str, *choices: str) -> Field:
    """The first is the default."""
    return Field(name, hint, "choice", default=choices[0], choices=choices)


_SETTLE = number("settle_seconds", "Seconds a file must stay the same before it is taken", 5, most=60)
_TAKEN = Field("taken_folder", "Where the partner moves what it has taken, if it keeps it")
_READY = Field("ready_suffix", "Take a file only when one of its name and this ending lies beside it, such as .done")

_FOLDER = (
    needed("send_folder", "Folder the partner reads, below the folder the operator allows"),
    needed("fetch_folder", "Folder the partner writes"),
    _TAKEN,
    choice("after_reading", "What happens to a file once it is kept here", "move", "delete"),
    _READY,
    _SETTLE,
)
_SFTP = (
    needed("host", "Host name of the partner's server"),
    number("port", "Port", 22, most=65535),
    needed("user", "User name the partner gave"),
    secret("password", "Password, unless a key is used"),
    secret("private_key", "Private key: OpenSSH without a passphrase, or PEM", kind="file"),
    secret("passphrase", "Passphrase of the private key, if it has one"),
    Field("host_key", "SHA256 fingerprint of the server's key; several with a comma. Test the connection to see it"),
    needed("send_folder", "Folder for what we send, as seen after signing in"),
    needed("fetch_folder", "Folder with what the partner has for us"),
    _TAKEN,
    choice("after_reading", "What happens to a file once it is kept here", "move", "delete"),
    Field("read_folder", "Where files go once they are kept here; below the fetch folder", default="read"),
    _READY,
    _SETTLE,
)

SETTINGS: dict[str, tuple[Field, ...]] = {"folder": _FOLDER, "sftp": _SFTP}


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
