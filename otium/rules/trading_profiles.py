"""From the text of rules/trading/*.toml to how one payer wants its messages on one day.

Source: each row in the data files names its own source and certainty.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from otium.rules.payer_rules import CERTAINTIES
from otium.terms.payers import PayerType
from otium.terms.trading import TradingProfile

_TYPES = {each.name: type(each.default) for each in fields(TradingProfile) if each.name != "key"}
_GROUND = frozenset({"effective_from", "effective_to", "source", "certainty"})


class TradingDataError(ValueError):
    """A trading file that cannot be used. The message says which row and value."""


def profile(texts: Iterable[str], payer_type: PayerType, key: str, on: date) -> TradingProfile:
    """The profile of a payer: the plain defaults, its type's rows, then its own (`key`, "" for none) laid over them.

    Raises TradingDataError for text that is not as docs/formats/x12.md says.
    """
    rows = [row for text in texts for row in _rows(text) if _holds(row[1], on)]
    rows.sort(key=lambda row: row[1]["effective_from"])
    found = TradingProfile(key=key or payer_type.value)
    for wanted in (payer_type.value, key):
        for name, row in rows:
            if name == wanted and wanted:
                found = replace(found, **_values(name, row))
    return found


def _rows(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TradingDataError(f"trading data is not TOML: {error}") from error
    for name, table in document.items():
        for row in table.get("wire", ()) if isinstance(table, Mapping) else ():
            _check(name, row)
            yield name, row


def _check(name: str, row: Mapping[str, Any]) -> None:
    if not row.get("source") or row.get("certainty") not in CERTAINTIES:
        raise TradingDataError(f"payer {name}: a wire row needs a source and a certainty of {sorted(CERTAINTIES)}")
    if not isinstance(row.get("effective_from"), date):
        raise TradingDataError(f"payer {name}: a wire row needs effective_from as a date")
    _values(name, row)


def _values(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key in _GROUND:
            continue
        kept = tuple(value) if isinstance(value, list) else value
        if key not in _TYPES or not isinstance(kept, _TYPES[key]):
            raise TradingDataError(f"payer {name}: {key} is not a value of a trading profile, or not of its kind")
        values[key] = kept
    return values


def _holds(row: Mapping[str, Any], on: date) -> bool:
    ends_on = row.get("effective_to")
    return bool(row["effective_from"] <= on and (ends_on is None or on <= ends_on))
