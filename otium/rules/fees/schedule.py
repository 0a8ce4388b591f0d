"""From the text of rules/fees/*.toml to fees, conversion factors and payment rules by day.

Source: each row of the data files names its own source and certainty.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from otium.rules.payer_rules import CERTAINTIES


class FeeDataError(ValueError):
    """A fee file that cannot be used. The message says which row and value."""


@dataclass(frozen=True, slots=True)
class CodeFee:
    """Relative value units of one code. None: the code is bundled and never paid. `derived`: figures not stated."""

    code: str
    starts_on: date
    ends_on: date | None
    work: Decimal | None
    practice_expense: Decimal | None
    malpractice: Decimal | None
    is_reduced: bool  # MPPR
    is_bundled: bool
    therapy: str  # always, sometimes
    certainty: str
    source: str
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """Dollars for one relative value unit."""

    starts_on: date
    ends_on: date | None
    dollars: Decimal
    certainty: str


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Shares as fractions: 0.20 coinsurance; 0.85 for assistants; 0.02 sequestration; 0.50 of practice expense."""

    starts_on: date
    ends_on: date | None
    coinsurance: Decimal
    assistant: Decimal
    sequestration: Decimal
    reduced_expense: Decimal


class _Dated(Protocol):
    @property
    def starts_on(self) -> date: ...


Row = TypeVar("Row", bound=_Dated)


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """All rows, whatever their day. A day after the last row takes the newest one: see `from_year`."""

    fees: dict[str, tuple[CodeFee, ...]] = field(default_factory=dict)
    factors: tuple[Factor, ...] = ()
    payments: tuple[PaymentRule, ...] = ()
    deductibles: dict[int, Decimal] = field(default_factory=dict)  # of Part B, by year

    def fee(self, code: str, on: date) -> CodeFee | None:
        return _newest(self.fees.get(code, ()), on)

    def factor(self, on: date) -> Factor | None:
        return _newest(self.factors, on)

    def payment(self, on: date) -> PaymentRule | None:
        return _newest(self.payments, on)

    def from_year(self, on: date) -> int | None:
        """The year whose figures stand in for those of `on`, where these are not published; None where they are."""
        factor = self.factor(on)
        if factor is None or factor.ends_on is None or on <= factor.ends_on:
            return None
        return factor.ends_on.year


def parse(texts: Iterable[str]) -> FeeSchedule:
    """Raises FeeDataError for text that is not TOML and for a row that lacks or misnames something."""
    fees: dict[str, tuple[CodeFee, ...]] = {}
    factors, payments = [], []
    deductibles: dict[int, Decimal] = {}
    for text in texts:
        document = _document(text)
        for row in document.get("fee", []):
            for code in row.get("codes", []):
                fees[code] = (*fees.get(code, ()), _fee(code, row))
        factors += [_factor(row) for row in document.get("conversion_factor", [])]
        payments += [_payment(row) for row in document.get("payment", [])]
        deductibles |= {row["year"]: Decimal(row["amount"]) for row in document.get("deductible", [])}
    return FeeSchedule(fees, tuple(factors), tuple(payments), deductibles)


def _document(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise FeeDataError(f"fee data is not TOML: {error}") from error


def _fee(code: str, row: Mapping[str, Any]) -> CodeFee:
    where = f"fee {code}"
    is_bundled = row.get("bundled", False)
    names = ("work", "practice_expense", "malpractice")
    if not is_bundled and any(row.get(name) is None for name in names):
        raise FeeDataError(f"{where}: needs work, practice_expense and malpractice, or bundled = true")
    work, expense, malpractice = (None if is_bundled else Decimal(row[name]) for name in names)
    starts_on, ends_on, certainty = _ground(where, row)
    return CodeFee(
        code, starts_on, ends_on, work, expense, malpractice, row["mppr"], is_bundled, row["therapy"], certainty,
        row["source"], tuple(row.get("derived", ())),
    )  # fmt: skip


def _factor(row: Mapping[str, Any]) -> Factor:
    starts_on, ends_on, certainty = _ground("conversion_factor", row)
    return Factor(starts_on, ends_on, row["factor"], certainty)


def _payment(row: Mapping[str, Any]) -> PaymentRule:
    starts_on, ends_on, _certainty = _ground("payment", row)
    names = ("coinsurance", "assistant", "sequestration", "reduced_expense")
    coinsurance, assistant, sequestration, reduced = (Decimal(row[name]) for name in names)
    return PaymentRule(starts_on, ends_on, coinsurance, assistant, sequestration, reduced)


def _ground(where: str, row: Mapping[str, Any]) -> tuple[date, date | None, str]:
    starts_on = row.get("effective_from")
    if not row.get("source") or row.get("certainty") not in CERTAINTIES or not isinstance(starts_on, date):
        raise FeeDataError(f"{where}: needs effective_from, a source and a certainty of {sorted(CERTAINTIES)}")
    return starts_on, row.get("effective_to"), row["certainty"]


def _newest(rows: Iterable[Row], on: date) -> Row | None:
    """The row in force, else the newest that began before; None before the first."""
    begun = [row for row in rows if row.starts_on <= on]
    return max(begun, key=lambda row: row.starts_on, default=None)
