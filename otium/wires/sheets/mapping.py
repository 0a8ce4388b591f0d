"""The mapping of an export: TOML that says file names, columns, how dates are written and what its words mean."""

import codecs
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from otium.terms.extract import KnownPayer, Table
from otium.terms.payers import PayerType
from otium.wires.sheets.cells import Formats
from otium.wires.sheets.fields import FIELDS, WORDS, Word

SHIPPED = Path(__file__).with_name("webpt.toml")
SECTIONS = ("reading", "files", "columns", "ignored", "words", "payers")


class MappingError(Exception):
    """The mapping cannot be used; the text says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns`: table -> field -> column; `words`: list -> the file's word in lower case -> Otium's word."""

    delimiter: str
    encodings: tuple[str, ...]
    formats: Formats
    blanks: frozenset[str]
    visit_minutes: int
    files: dict[Table, tuple[str, ...]]
    columns: dict[Table, dict[str, str]]
    ignored: dict[Table, frozenset[str]]
    words: dict[str, dict[str, Word]]
    payers: tuple[KnownPayer, ...]


@cache
def shipped() -> Mapping:
    """The mapping that Otium ships."""
    return read_mapping("")


def read_mapping(text: str) -> Mapping:
    """The shipped mapping with the practice's own on top: each value it names replaces the shipped one.

    Raises MappingError.
    """
    own = _parse(text)
    _refuse_unknown("The mapping", own, SECTIONS)
    merged = _merge(_parse(SHIPPED.read_text(encoding="utf-8")), own)
    try:
        return _mapping(merged)
    except (TypeError, AttributeError, ValueError, LookupError) as error:
        raise MappingError(f"The mapping has a wrong value ({error}). Compare it with the shipped one.") from error


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"The mapping is not TOML: {error}.") from error


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in own.items():
        old = merged.get(name)
        merged[name] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _mapping(content: dict[str, Any]) -> Mapping:
    reading = content["reading"]
    _refuse_unknown("[files]", content["files"], Table)
    _refuse_unknown("[columns]", content["columns"], Table)
    if len(reading["delimiter"]) != 1:
        raise MappingError("[reading] delimiter must be one character.")
    return Mapping(
        delimiter=reading["delimiter"],
        encodings=tuple(codecs.lookup(name).name for name in reading["encodings"]),
        formats=Formats(*(tuple(map(_pattern, reading[name])) for name in ("dates", "times", "moments"))),
        blanks=frozenset(reading["blanks"]),
        visit_minutes=_minutes(reading["visit_minutes"]),
        files={Table(t): tuple(pattern.lower() for pattern in patterns) for t, patterns in content["files"].items()},
        columns={Table(t): _columns(Table(t), named) for t, named in content["columns"].items()},
        ignored={Table(t): frozenset(map(_folded, names)) for t, names in content["ignored"].items()},
        words={name: _words(name, entries) for name, entries in content["words"].items()},
        payers=tuple(_payer(entry) for entry in content.get("payers", ())),
    )


def _pattern(pattern: str) -> str:
    """The strptime pattern, tried out: one that reads nothing would hold every row."""
    moment = datetime(2026, 1, 31, 15, 4, 5, tzinfo=UTC)
    datetime.strptime(moment.strftime(pattern), pattern)  # noqa: DTZ007 - tried, not used
    return pattern


def _minutes(value: int) -> int:
    if not 1 <= value <= 600:
        raise MappingError("[reading] visit_minutes must be 1 to 600.")
    return value


def _columns(table: Table, named: dict[str, str]) -> dict[str, str]:
    _refuse_unknown(f"[columns.{table}]", named, FIELDS[table])
    for field, spec in FIELDS[table].items():
        if spec.needs_column and not named.get(field):
            raise MappingError(f"[columns.{table}] must name a column for {field}.")
    return {field: _folded(column) for field, column in named.items() if column}


def _words(name: str, entries: dict[str, Word]) -> dict[str, Word]:
    if name not in WORDS:
        raise MappingError(f"[words.{name}] is no list of Otium. Lists: {', '.join(sorted(WORDS))}.")
    for word, value in entries.items():
        if value not in WORDS[name]:
            known = ", ".join(sorted(str(v) for v in WORDS[name]))
            raise MappingError(f"[words.{name}] {word!r} gives {value!r}. It may give: {known}.")
    return {_folded(word): value for word, value in entries.items()}


def _payer(entry: dict[str, Any]) -> KnownPayer:
    _refuse_unknown("[[payers]]", entry, ("name", "type", "rules_key", "payer_ids"))
    kind = entry.get("type")
    if kind is not None and kind not in WORDS["payer_type"]:
        known = ", ".join(sorted(map(str, WORDS["payer_type"])))
        raise MappingError(f"[[payers]] {entry['name']!r} has the type {kind!r}. Types: {known}.")
    return KnownPayer(
        name=" ".join(entry["name"].split()),
        payer_type=PayerType(kind) if kind else None,
        rules_key=str(entry.get("rules_key", "")),
        payer_ids=tuple(str(i) for i in entry.get("payer_ids", ())),
    )


def _refuse_unknown(where: str, found: dict[str, Any], known: Any) -> None:
    names = [str(name) for name in known]
    for name in found:
        if name not in names:
            raise MappingError(f"{where} names {name!r}, which Otium does not have. It has: {', '.join(names)}.")


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()
