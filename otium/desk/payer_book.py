"""Payer rules in force for a practice on a day: what Otium ships, with the practice's overrides."""

import importlib.resources
import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from otium.records.models import Practice
from otium.rules import payer_rules
from otium.terms.payers import PayerBook, PayerOverride


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """The texts of all TOML files under rules/payers and rules/limits."""
    rules = importlib.resources.files("otium.rules")
    folders = (rules / "payers", rules / "limits")
    return tuple(
        f.read_text("utf-8") for d in folders for f in sorted(d.iterdir(), key=str) if f.name.endswith(".toml")
    )


def book(practice: Practice, on: date) -> PayerBook:
    return _book(json.dumps(practice.payer_overrides.get("rules", []), sort_keys=True), on)


@lru_cache(maxsize=256)
def _book(overrides: str, on: date) -> PayerBook:
    """Made once for the same overrides and day: reading the files costs more than a page may."""
    return payer_rules.book(shipped(), [_override(row) for row in json.loads(overrides)], on)


def _override(row: dict[str, Any]) -> PayerOverride:
    """One override as stored: {key, name, type, value, source, starts_on, ends_on}; texts for money and days."""
    readers = {"date": date.fromisoformat, "money": Decimal}
    value = readers.get(row.get("type", ""), lambda v: v)(row["value"])
    starts_on, ends_on = (row[n] and date.fromisoformat(row[n]) for n in ("starts_on", "ends_on"))
    return PayerOverride(row["key"], row["name"], value, row["source"], starts_on or None, ends_on or None)
