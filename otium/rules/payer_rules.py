"""From the text of the payer and limit data files to the rules in force on one day.

Source: each value group in rules/payers/*.toml and rules/limits/*.toml names its own source and certainty.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from otium.terms.payers import Ground, PayerBook, PayerOverride, PayerRules, PayerType, YearlyLimit

CERTAINTIES = frozenset({"verified", "knowledge", "uncertain"})
GROUND_NAMES = frozenset({"effective_from", "effective_to", "source", "certainty"})
NOT_VALUES = frozenset({"key", "payer_type", "source", "certainty", "grounds"})
VALUE_NAMES = frozenset(f.name for f in fields(PayerRules)) - NOT_VALUES
TEXTS = frozenset(f.name for f in fields(PayerRules) if f.type in (str, str | None))
YEARLY = "yearly_limit"
DENIALS = "eligibility_denial"
Value = bool | int | str | Decimal | date | None


class PayerRulesError(ValueError):
    """A payer data file or override that cannot be used. The message says which row and value."""


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Some values of one payer (or payer type), with the days and the source they hold for."""

    key: str
    payer_type: PayerType
    name: str
    ground: Ground
    values: dict[str, Value]

    def holds(self, on: date) -> bool:
        return _holds(self.ground.starts_on, self.ground.ends_on, on)


@dataclass(frozen=True, slots=True)
class PayerData:
    """What one data file says."""

    groups: tuple[ValueGroup, ...] = ()
    yearly: tuple[YearlyLimit, ...] = ()
    denials: tuple[tuple[str, Ground], ...] = ()  # CARCs of eligibility


@lru_cache(maxsize=256)
def parse(text: str) -> PayerData:
    """The value groups and yearly limits of one data file (format: docs/rules.md).

    Raises PayerRulesError for text that is not TOML, a name that no rule reads, a group without source.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PayerRulesError(f"payer data is not TOML: {error}") from error
    yearly = tuple(_yearly(row) for row in document.pop(YEARLY, []))
    denials = tuple(denial for row in document.pop(DENIALS, []) for denial in _denials(row))
    groups = tuple(group for key, table in document.items() for group in _groups(key, table))
    return PayerData(groups, yearly, denials)


def book(texts: Iterable[str], overrides: Iterable[PayerOverride], on: date) -> PayerBook:
    """All payer rules in force on `on`: by type, then by payer, each value overridden where the practice says so.

    A later text overrides an earlier one, a later effective date an earlier one. A payer of its own starts from the
    rules of its type. Raises PayerRulesError when a payer type has no row.
    """
    data = [parse(text) for text in texts]
    groups = [group for part in data for group in part.groups if group.holds(on)]
    groups.sort(key=lambda g: g.ground.starts_on or date.min)
    chosen = [o for o in overrides if _holds(o.starts_on, o.ends_on, on)]
    by_type = {kind: _type_rules(kind, groups, chosen) for kind in PayerType}
    own = {g.key: g.payer_type for g in groups if g.key != g.payer_type.value}
    return PayerBook(
        on=on,
        by_type=by_type,
        by_key={key: _apply(by_type[kind], key, groups, chosen) for key, kind in own.items()},
        yearly={limit.year: limit for part in data for limit in part.yearly},
        eligibility_denials=frozenset(
            carc for part in data for carc, ground in part.denials if _holds(ground.starts_on, ground.ends_on, on)
        ),
    )


def _type_rules(kind: PayerType, groups: list[ValueGroup], overrides: list[PayerOverride]) -> PayerRules:
    if not any(g.key == kind.value for g in groups):
        raise PayerRulesError(f"no payer rules for payer type {kind.value} on this day")
    return _apply(PayerRules(kind.value, kind, source="", certainty="uncertain"), kind.value, groups, overrides)


def _apply(base: PayerRules, key: str, groups: list[ValueGroup], overrides: list[PayerOverride]) -> PayerRules:
    """`base` with the values of `key` laid over it, each with its ground; the practice's own word comes last."""
    values: dict[str, Any] = {name: getattr(base, name) for name in VALUE_NAMES}
    grounds = dict(base.grounds)
    source, certainty = base.source, base.certainty
    for group in groups:
        if group.key == key:
            values.update(group.values)
            grounds.update(dict.fromkeys(group.values, group.ground))
            source, certainty = group.ground.source, group.ground.certainty
    for override in overrides:
        if override.key == key:
            _check(override.name, override.value, where=f"override of {key}")
            values[override.name] = override.value
            grounds[override.name] = Ground(override.source, "practice", override.starts_on, override.ends_on)
    return PayerRules(
        key=key, payer_type=base.payer_type, source=source, certainty=certainty, grounds=grounds, **values
    )


def _groups(key: str, table: Any) -> Iterable[ValueGroup]:
    if not isinstance(table, Mapping):
        raise PayerRulesError(f"payer {key}: expected a table, got {type(table).__name__}")
    payer_type = _payer_type(key, table.get("payer_type", key))
    for name, rows in table.items():
        if name == "payer_type":
            continue
        if not isinstance(rows, list):
            raise PayerRulesError(f"payer {key}, {name}: write [[{key}.{name}]], one row for each period")
        for row in rows:
            yield _group(key, payer_type, name, row)


def _group(key: str, payer_type: PayerType, name: str, row: Mapping[str, Any]) -> ValueGroup:
    where = f"payer {key}, {name}"
    values = {k: v for k, v in row.items() if k not in GROUND_NAMES}
    for value_name, value in values.items():
        _check(value_name, value, where)
    return ValueGroup(key, payer_type, name, _ground(where, row), values)


def _ground(where: str, row: Mapping[str, Any]) -> Ground:
    source, certainty = row.get("source"), row.get("certainty")
    if not source or certainty not in CERTAINTIES:
        raise PayerRulesError(f"{where}: needs a source and a certainty of {sorted(CERTAINTIES)}")
    starts_on, ends_on = row.get("effective_from"), row.get("effective_to")
    if not isinstance(starts_on, date):
        raise PayerRulesError(f"{where}: needs effective_from as a date")
    return Ground(source, certainty, starts_on, ends_on)


def _check(name: str, value: Any, where: str) -> None:
    if name not in VALUE_NAMES:
        raise PayerRulesError(f"{where}: {name} is not a value that a rule reads")
    kinds = str if name in TEXTS else bool | int | Decimal | date
    if value is not None and not isinstance(value, kinds):
        raise PayerRulesError(f"{where}: {name} has the value {value!r}")


def _payer_type(key: str, value: str) -> PayerType:
    try:
        return PayerType(value)
    except ValueError as error:
        raise PayerRulesError(f"payer {key}: {value} is not a payer type") from error


def _denials(row: Mapping[str, Any]) -> Iterable[tuple[str, Ground]]:
    ground = _ground(DENIALS, row)
    carcs = row.get("carcs")
    if not isinstance(carcs, list) or not all(isinstance(carc, str) for carc in carcs):
        raise PayerRulesError(f"{DENIALS}: carcs is a list of texts")
    return [(carc, ground) for carc in carcs]


def _yearly(row: Mapping[str, Any]) -> YearlyLimit:
    try:
        return YearlyLimit(
            year=row["year"],
            kx_threshold=Decimal(row["kx_threshold"]),
            review_threshold=Decimal(row["review_threshold"]),
            source=row["source"],
            certainty=row["certainty"],
        )
    except (KeyError, TypeError, InvalidOperation) as error:
        raise PayerRulesError(f"{YEARLY} {row.get('year')}: {error!r}") from error


def _holds(starts_on: date | None, ends_on: date | None, on: date) -> bool:
    return (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)
