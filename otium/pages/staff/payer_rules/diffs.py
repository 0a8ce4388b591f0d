"""What a practice holds of a payer's rules, beside what Otium ships."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from otium.desk import payer_book
from otium.pages.staff.payer_rules import present as said
from otium.pages.words.payer_rules import SAID
from otium.records.models import Practice
from otium.terms.payers import Ground, PayerBook, PayerOverride, PayerRules, PayerType


@dataclass(frozen=True, slots=True)
class Own:
    """One value of the practice's own against the shipped one. `key`, `name`, `starts_on` name it, to drop it."""

    title: str
    value: str
    source: str
    shipped: str
    shipped_source: str
    rests: str  # why it does not hold today; empty: it holds
    key: str
    name: str
    starts_on: str


def own_values(practice: Practice, on: date, keys: Collection[str] | None = None) -> list[Own]:
    """In the order in which they were set; only of these keys, where any are given."""
    shipped = payer_book.shipped_book(on)
    rows = payer_book.overrides(practice)
    return [_own(row, _shipped(shipped, row.key), on) for row in rows if keys is None or row.key in keys]


def _own(row: PayerOverride, shipped: PayerRules | None, on: date) -> Own:
    ground = shipped.grounds.get(row.name) if shipped else None
    return Own(
        title=f"{said.key_title(row.key)}: {SAID.get(row.name, row.name)}",
        value=said.said(row.name, row.value, on),
        source=said.grounded(Ground(row.source, "practice", row.starts_on, row.ends_on), on),
        shipped=said.said(row.name, getattr(shipped, row.name, None) if ground else None, on),
        shipped_source=said.grounded(ground, on) if ground else _("nothing"),
        rests=_rests(row, on),
        key=row.key,
        name=row.name,
        starts_on=row.starts_on.isoformat() if row.starts_on else "",
    )


def _rests(row: PayerOverride, on: date) -> str:
    if row.starts_on and on < row.starts_on:
        return _("not yet in force")
    return _("no longer in force") if row.ends_on and row.ends_on < on else ""


def _shipped(book: PayerBook, key: str) -> PayerRules | None:
    kind = next((each for each in PayerType if each.value == key), None)
    return book.by_type[kind] if kind else book.by_key.get(key)
