"""Payer rules as plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from otium.pages import present
from otium.pages.words.payer_rules import SAID
from otium.pages.words.reasons import CERTAINTY
from otium.pages.words.records import PAYER_TYPES
from otium.terms.payers import Ground, PayerBook, PayerRules


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    value: str
    source: str
    certainty: str
    since: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one payer type or payer. `anchor` is what links of facts end in."""

    anchor: str
    title: str
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
    """Payer types in their usual order, then payers of their own. Only values that somebody gave a ground for."""
    by_type = [(rules, str(PAYER_TYPES[kind.value])) for kind, rules in book.by_type.items()]
    own = [(rules, _payer_title(key, rules)) for key, rules in sorted(book.by_key.items())]
    found = (Group(rules.key, title, _values(rules, on)) for rules, title in [*by_type, *own])
    return [group for group in found if group.values]


def _payer_title(key: str, rules: PayerRules) -> str:
    return f"{key.replace('_', ' ')} ({PAYER_TYPES[rules.payer_type.value]})"


def _values(rules: PayerRules, on: date) -> list[Value]:
    return [
        _value(str(SAID[name]), getattr(rules, name), ground, on)
        for name, ground in sorted(rules.grounds.items(), key=lambda pair: list(SAID).index(pair[0]))
    ]


def _value(name: str, value: Any, ground: Ground, on: date) -> Value:
    since = present.day(ground.starts_on, on) if ground.starts_on else ""
    return Value(name, _said(value, on), ground.source, str(CERTAINTY[ground.certainty]), since)


def _said(value: Any, on: date) -> str:
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return present.day(value, on)
    return present.money(value) if isinstance(value, Decimal) else str(value)


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
