"""Payer rules as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from otium.pages import present
from otium.pages.words.payer_rules import CHOICES, KEYS, SAID
from otium.pages.words.reasons import CERTAINTY
from otium.pages.words.records import PAYER_TYPES
from otium.terms.payers import Ground, PayerBook, PayerRules

ORDER = {name: place for place, name in enumerate(SAID)}


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    value: str
    source: str
    certainty: str
    since: str
    until: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one payer type or payer. `anchor` is what links of facts end in. `follows`: of what it is one."""

    anchor: str
    title: str
    follows: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Year:
    anchor: str
    year: int
    threshold: str
    review: str
    source: str
    certainty: str


def groups(book: PayerBook, on: date) -> list[Group]:
    """Payer types in their usual order, then payers of their own with what differs from their type.

    Only values that somebody gave a ground for.
    """
    by_type = [Group(kind.value, str(PAYER_TYPES[kind.value]), "", values(r, on)) for kind, r in book.by_type.items()]
    own = [_own(book, rules, on) for _key, rules in sorted(book.by_key.items())]
    return [group for group in [*by_type, *own] if group.values]


def _own(book: PayerBook, rules: PayerRules, on: date) -> Group:
    grounds = book.by_type[rules.payer_type].grounds
    names = [name for name, ground in rules.grounds.items() if grounds.get(name) is not ground]
    return Group(rules.key, key_title(rules.key), str(PAYER_TYPES[rules.payer_type.value]), values(rules, on, names))


def key_title(key: str) -> str:
    """What a payer's key, or a payer type's value, is called."""
    return str(KEYS.get(key) or PAYER_TYPES.get(key) or key.replace("_", " "))


def values(rules: PayerRules, on: date, names: Iterable[str] | None = None) -> list[Value]:
    chosen = rules.grounds if names is None else names
    return [_value(name, rules, on) for name in sorted(chosen, key=ORDER.__getitem__)]


def _value(name: str, rules: PayerRules, on: date) -> Value:
    ground = rules.grounds[name]
    return Value(
        name=str(SAID[name]),
        value=said(name, getattr(rules, name), on),
        source=ground.source,
        certainty=str(CERTAINTY[ground.certainty]),
        since=present.day(ground.starts_on, on) if ground.starts_on else "",
        until=present.day(ground.ends_on, on) if ground.ends_on else "",
        is_own=ground.certainty == "practice",
    )


def said(name: str, value: Any, on: date) -> str:
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return present.day(value, on)
    if isinstance(value, Decimal):
        return present.money(value)
    return str(CHOICES.get(name, {}).get(value, value))


def grounded(ground: Ground, on: date) -> str:
    """Where a value comes from, how sure it is, and since when, in one line."""
    parts = [ground.source]
    if ground.certainty != "practice":
        parts.append(str(CERTAINTY[ground.certainty]))
    return "; ".join([*parts, *_span(ground, on)])


def _span(ground: Ground, on: date) -> list[str]:
    found = []
    if ground.starts_on:
        found.append(_("from %(day)s") % {"day": present.short_day(ground.starts_on, on)})
    if ground.ends_on:
        found.append(_("until %(day)s") % {"day": present.short_day(ground.ends_on, on)})
    return found


def years(book: PayerBook) -> list[Year]:
    """Medicare's figures by year, newest first."""
    return [
        Year(
            f"medicare-{year}",
            year,
            present.money(limit.kx_threshold),
            present.money(limit.review_threshold),
            limit.source,
            str(CERTAINTY[limit.certainty]),
        )
        for year, limit in sorted(book.yearly.items(), reverse=True)
    ]
