"""From the text of rules/claims/codes/*.toml to what is known of codes, pairs, modifiers and places on one day.

Source: each row in the data files names its own source and certainty.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from otium.rules.claims.diagnosis_list import DiagnosisList, diagnosis_lists
from otium.rules.payer_rules import CERTAINTIES

_GROUND = frozenset({"effective_from", "effective_to", "source", "certainty"})
_DAYS = frozenset({"starts_on", "ends_on", "certainty"})
_STATES = frozenset({"allowed", "never", "unknown"})


class CodeDataError(ValueError):
    """A code file that cannot be used. The message says which row and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Days are inclusive; no last day: still so."""

    starts_on: date
    ends_on: date | None
    certainty: str

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCode(Row):
    """What a claim is held to about one code (procedures.toml)."""

    therapy: str  # always, sometimes, restricted
    timed: bool
    repeats: bool = False
    unlisted: bool = False
    evaluates: bool = False
    discipline: str = ""  # GO, GP, GN where it goes with one only
    medicare: str = ""  # invalid, bundled
    instead: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Row):
    """Two codes that one payer does not pay for together (pairs.toml)."""

    state: str  # allowed, never, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierCode(Row):
    """What a claim is held to about one modifier (modifiers.toml)."""

    rank: int
    family: str = ""
    beside: str = ""
    blocked: bool = False
    untimed_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCode(Row):
    """What a claim is held to about one place of service (places.toml)."""

    telehealth: bool = False
    medicare_caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MostUnits(Row):
    """Medically unlikely units of one code, patient and day."""

    units: int


@dataclass(frozen=True)
class CodeBook:
    """Every row of the files, by code. A code may have had several periods."""

    procedures: Mapping[str, tuple[ProcedureCode, ...]]
    units: Mapping[str, tuple[MostUnits, ...]]
    pairs: Mapping[tuple[str, str], tuple[Pair, ...]]  # the code that takes 59, the code it stands beside
    modifiers: Mapping[str, tuple[ModifierCode, ...]]
    places: Mapping[str, tuple[PlaceCode, ...]]
    diagnoses: tuple[DiagnosisList, ...] = ()

    def procedure(self, code: str, on: date) -> ProcedureCode | None:
        return next((row for row in self.procedures.get(code, ()) if row.holds(on)), None)

    def most_units(self, code: str, on: date) -> MostUnits | None:
        return next((row for row in self.units.get(code, ()) if row.holds(on)), None)

    def pair(self, needs: str, beside: str, on: date) -> Pair | None:
        return next((row for row in self.pairs.get((needs, beside), ()) if row.holds(on)), None)

    def modifier(self, code: str, on: date) -> ModifierCode | None:
        return next((row for row in self.modifiers.get(code, ()) if row.holds(on)), None)

    def place(self, code: str, on: date) -> PlaceCode | None:
        return next((row for row in self.places.get(code, ()) if row.holds(on)), None)


def codebook(texts: Iterable[str], diagnoses: Iterable[str] = ()) -> CodeBook:
    """A later text is looked at first. `diagnoses` are the texts of codes/diagnoses; without, only forms are checked.

    Raises CodeDataError or DiagnosisListError for text that is not as the files' own heads say.
    """
    procedures: dict[str, tuple[ProcedureCode, ...]] = {}
    units: dict[str, tuple[MostUnits, ...]] = {}
    pairs: dict[tuple[str, str], tuple[Pair, ...]] = {}
    modifiers: dict[str, tuple[ModifierCode, ...]] = {}
    places: dict[str, tuple[PlaceCode, ...]] = {}
    for name, row in _rows(texts):
        if name == "codes":
            _spread(procedures, row.pop("codes"), ProcedureCode(**_given(ProcedureCode, name, row)))
        elif name == "units":
            for code, most in row.pop("most").items():
                _spread(units, [code], MostUnits(units=most, **_given(MostUnits, name, row)))
        elif name == "pairs":
            for pair, found in _pairs(row):
                _spread(pairs, [pair], found)
        elif name == "modifiers":
            _spread(modifiers, row.pop("modifiers"), ModifierCode(**_given(ModifierCode, name, row)))
        elif name == "places":
            _spread(places, row.pop("codes"), PlaceCode(**_given(PlaceCode, name, row)))
        else:
            raise CodeDataError(f"{name}: no such kind of row")
    return CodeBook(procedures, units, pairs, modifiers, places, diagnosis_lists(diagnoses))


def _rows(texts: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for text in texts:
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CodeDataError(f"code data is not TOML: {error}") from error
        for name, rows in document.items():
            for row in rows:
                yield name, row


def _pairs(row: dict[str, Any]) -> Iterator[tuple[tuple[str, str], Pair]]:
    needs = row.pop("needs")
    if row.get("state") not in _STATES:
        raise CodeDataError(f"pairs: a state is one of {sorted(_STATES)}")
    found = Pair(**_given(Pair, "pairs", row))
    for code, others in needs.items():
        for other in others:
            yield (code, other), found


def _spread(rows: dict[Any, tuple[Any, ...]], codes: Iterable[Any], found: Row) -> None:
    for code in codes:
        rows[code] = (found, *rows.get(code, ()))


def _given(kind: type[Row], name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row's values under the names of its class."""
    if not row.get("source") or row.get("certainty") not in CERTAINTIES:
        raise CodeDataError(f"{name}: a row needs a source and a certainty of {sorted(CERTAINTIES)}")
    if not isinstance(row.get("effective_from"), date):
        raise CodeDataError(f"{name}: a row needs effective_from as a date")
    values = {key: value for key, value in row.items() if key not in _GROUND}
    unknown = values.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise CodeDataError(f"{name}: {sorted(unknown)} is no value of such a row")
    missing = {each.name for each in fields(kind) if each.default is MISSING} - values.keys() - _DAYS - {"units"}
    if missing:
        raise CodeDataError(f"{name}: {sorted(missing)} is missing")
    days = {"starts_on": row["effective_from"], "ends_on": row.get("effective_to"), "certainty": row["certainty"]}
    return values | days
