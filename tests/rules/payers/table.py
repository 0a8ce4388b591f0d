"""What one shipped payer file says on a day, alone: nothing of it comes from another file."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from otium.rules import payer_rules
from otium.terms.payers import PayerRules, PayerType

FOLDER = Path(payer_rules.__file__).parent / "payers"
BEGINS = date(2020, 1, 1)  # the first day of most rows
ONE_DAY = timedelta(days=1)
Case = tuple[date, str, Any]
NOTHING = "".join(
    f'[[{kind}.eligibility]]\neffective_from = 1900-01-01\nsource = "test"\ncertainty = "verified"\n'
    for kind in PayerType
)


def said(stem: str, name: str, on: date) -> Any:
    """The value that the file gives on the day; None: it says nothing of it then."""
    found = rules(stem, on)
    return getattr(found, name) if name in found.grounds else None


@cache
def rules(stem: str, on: date) -> PayerRules:
    book = payer_rules.book([NOTHING, text(stem)], (), on)
    kind = next((each for each in PayerType if each.value == stem), None)
    return book.by_type[kind] if kind else book.rules_for(PayerType.OTHER, stem)


@cache
def text(stem: str) -> str:
    return (FOLDER / f"{stem}.toml").read_text("utf-8")


def holds(name: str, value: Any, *, since: date = BEGINS, until: date | None = None, before: Any = None,
          after: Any = None) -> list[Case]:  # fmt: skip
    """The value on both sides of its first day, and of its last where it has one."""
    cases = [(since - ONE_DAY, name, before), (since, name, value)]
    return cases if until is None else [*cases, (until, name, value), (until + ONE_DAY, name, after)]


def all_hold(**values: Any) -> list[Case]:
    """Each from the first day of the book, without an end."""
    return [case for name, value in values.items() for case in holds(name, value)]
