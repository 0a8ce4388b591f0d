"""From the text of the data files to the instruments, found by any name that reports give them."""

import importlib.resources
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from otium.rules.payer_rules import CERTAINTIES
from otium.terms.instrument import Band, Basis, Better, ImportantDifference, Instrument, Level, Norm, Part

FILES = ("children.toml", "hand.toml", "adults.toml")


class RegistryError(ValueError):
    """A data file that cannot be used. The message says which instrument and why."""


@dataclass(frozen=True, slots=True)
class Registry:
    """`by_name`: every name in `plain` letters -> instrument."""

    instruments: tuple[Instrument, ...]
    by_name: Mapping[str, Instrument]


def plain(name: str) -> str:
    """Letters and digits only, small: BOT-2, bot 2 and Bot2 are one name."""
    return "".join(c for c in name.casefold() if c.isalnum())


@cache
def shipped() -> Registry:
    """The instruments that Otium ships."""
    folder = importlib.resources.files("otium.rules.instruments")
    return read((folder / "norms.toml").read_text("utf-8"), [(folder / name).read_text("utf-8") for name in FILES])


def find(name: str) -> Instrument | None:
    """By key, name, full name or another name of it; None: not in the registry."""
    return shipped().by_name.get(plain(name))


def every() -> tuple[Instrument, ...]:
    return shipped().instruments


def part_of(instrument: Instrument, name: str) -> Part | None:
    """The part of that name; where none is named, the one that stands for the whole; None: there is none such."""
    if not name.strip():
        return next((part for part in instrument.parts if part.is_whole), None)
    return next((part for part in instrument.parts if plain(part.name) == plain(name)), None)


def read(norms: str, texts: Iterable[str]) -> Registry:
    """Raises RegistryError for data that does not go together."""
    known = {key: _norm(key, table) for key, table in _document(norms).items()}
    found = tuple(_instrument(row, known) for text in texts for row in _document(text).get("instrument", ()))
    by_name: dict[str, Instrument] = {}
    for instrument in found:
        for name in {plain(n) for n in (instrument.key, instrument.name, instrument.full, *instrument.names)}:
            if by_name.setdefault(name, instrument) is not instrument:
                raise RegistryError(f"two instruments are called {name}: {by_name[name].key} and {instrument.key}")
    return Registry(found, by_name)


def _document(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"instrument data is not TOML: {error}") from error


def _norm(key: str, table: Mapping[str, Any]) -> Norm:
    source, certainty = _ground(f"norm {key}", table)
    return Norm(
        key, table["unit"], Decimal(table["mean"]), Decimal(table["sd"]), _bands(table["bands"]), source, certainty
    )


def _instrument(row: Mapping[str, Any], norms: Mapping[str, Norm]) -> Instrument:
    key = row.get("key", "")
    source, certainty = _ground(f"instrument {key}", row)
    try:
        parts = tuple(part for table in row["part"] for part in _parts(table, norms))
        return Instrument(
            key=key,
            name=row["name"],
            full=row["full"],
            names=tuple(row.get("names", ())),
            ages_months=_pair(row.get("ages_months")),
            retest_days=_pair(row.get("retest_days")),
            parts=_without_doubles(key, parts),
            source=source,
            certainty=certainty,
        )
    except (KeyError, ValueError, ArithmeticError) as error:
        raise RegistryError(f"instrument {key}: {error}") from error


def _parts(table: Mapping[str, Any], norms: Mapping[str, Norm]) -> Iterator[Part]:
    norm = norms[table["norm"]] if "norm" in table else None
    low, high = Decimal(table["low"]), Decimal(table["high"])
    if low >= high:
        raise ValueError(f"{table['names'][0]}: the range {low} to {high} is empty")
    for place, name in enumerate(table["names"]):
        yield Part(
            name=name,
            low=low,
            high=high,
            step=Decimal(table["step"]),
            unit=table.get("unit") or (norm.unit if norm else ""),
            better=Better(table["better"]),
            norm=norm,
            bands=_bands(table["bands"]) if "bands" in table else (norm.bands if norm else ()),
            has_sides=table.get("has_sides", False),
            is_whole=place == 0 and table.get("is_whole", False),
            important=tuple(_difference(each) for each in table.get("important", ())),
        )


def _without_doubles(key: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if len({plain(part.name) for part in parts}) != len(parts) or sum(part.is_whole for part in parts) > 1:
        raise ValueError(f"{key}: a part is named twice, or two stand for the whole")
    return parts


def _bands(rows: Iterable[tuple[Any, str, str]]) -> tuple[Band, ...]:
    bands = [Band(Decimal(starts_at), words, Level(level)) for starts_at, words, level in rows]
    return tuple(sorted(bands, key=lambda band: band.starts_at, reverse=True))


def _difference(row: Mapping[str, Any]) -> ImportantDifference:
    source, certainty = _ground("an important difference", row)
    return ImportantDifference(Decimal(row["value"]), Basis(row["basis"]), tuple(row["for"]), source, certainty)


def _pair(value: list[int] | None) -> tuple[int, int] | None:
    return (value[0], value[1]) if value else None


def _ground(where: str, row: Mapping[str, Any]) -> tuple[str, str]:
    if not row.get("source") or row.get("certainty") not in CERTAINTIES:
        raise RegistryError(f"{where}: needs a source and a certainty of {sorted(CERTAINTIES)}")
    return row["source"], row["certainty"]
