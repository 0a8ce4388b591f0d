"""The segments of remittances.

Source: X12 005010X221A1, the segments' own pages.
"""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from otium.terms.remittance import (
    Account,
    Adjudication,
    Payment,
    ProcessedAs,
    ProviderAdjustmentReason,
    Remark,
)
from otium.terms.x12 import DateSpan, Party
from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, day, number

_STATUSES = {status.value: status for status in ProcessedAs}
_REASONS = {reason.value: reason for reason in ProviderAdjustmentReason}
_RARC_LIST = "HE"
_RARC = re.compile(r"(?:M|MA|N)\d{1,3}", re.ASCII)  # the form of X12 code source 411
_CREDIT = {"C": True, "D": False}


class StatedClaim(NamedTuple):
    """CLP."""

    control_number: str
    status: ProcessedAs | None
    status_code: str
    charge: Decimal | None
    paid: Decimal | None
    patient_responsibility: Decimal | None
    filing_indicator: str | None
    payer_control_number: str | None
    place: str | None
    frequency: str | None
    patient_status: str | None
    drg: str | None
    drg_weight: Decimal | None
    discharge_fraction: Decimal | None


class Withheld(NamedTuple):
    """One pair of a PLB."""

    provider: str
    fiscal_on: date | None
    reason: ProviderAdjustmentReason | None
    reason_code: str
    reference: str | None
    amount: Decimal | None


def _bpr(e: list[str], _: Separators, problems: list[Problem]) -> Payment:
    paid_on = day(e[16])
    if e[16] and paid_on is None:
        problems.append(Problem(16, "not-a-date"))
    if e[3] not in _CREDIT:
        problems.append(Problem(3, "unknown-code" if e[3] else "missing"))
    payer, payee = (Account(*(each or None for each in e[at : at + 4])) for at in (6, 12))
    return Payment(
        e[1], _money(e[2], 2, problems), _CREDIT.get(e[3]), e[4] or None, e[5] or None,
        payer, e[10] or None, e[11] or None, payee, paid_on,
    )  # fmt: skip


def _clp(e: list[str], _: Separators, problems: list[Problem]) -> StatedClaim:
    status = _STATUSES.get(e[2])
    if status is None:
        problems.append(Problem(2, "unknown-code" if e[2] else "missing"))
    if not e[1]:
        problems.append(Problem(1, "missing"))
    return StatedClaim(
        e[1], status, e[2], _money(e[3], 3, problems), _money(e[4], 4, problems), number(e[5], 5, problems),
        e[6] or None, e[7] or None, e[8] or None, e[9] or None, e[10] or None, e[11] or None,
        number(e[12], 12, problems), number(e[13], 13, problems),
    )  # fmt: skip


def _dtm(e: list[str], _: Separators, problems: list[Problem]) -> DateSpan | None:
    on = day(e[2])
    if on is None:
        problems.append(Problem(2, "not-a-date" if e[2] else "missing"))
        return None
    return DateSpan(e[1], on, None)


def _lq(e: list[str], _: Separators, problems: list[Problem]) -> Remark | None:
    if not e[2]:
        problems.append(Problem(2, "missing"))
        return None
    if e[1] == _RARC_LIST and not _RARC.fullmatch(e[2]):
        problems.append(Problem(2, "unknown-code"))
    return Remark(e[1], e[2])


def _as_sent(e: list[str], _: Separators, __: list[Problem]) -> tuple[str, ...]:
    """Tag and elements, without empty ones at the end."""
    last = max(at for at, text in enumerate(e) if text)
    return tuple(e[: last + 1])


def _adjudication(e: list[str], separators: Separators, problems: list[Problem]) -> Adjudication:
    tag, *elements = _as_sent(e, separators, problems)
    return Adjudication(tag, tuple(elements))


def _n1(e: list[str], _: Separators, __: list[Problem]) -> Party:
    return Party(e[1], False, e[2] or None, None, None, None, e[3] or None, e[4] or None)


def _plb(e: list[str], separators: Separators, problems: list[Problem]) -> tuple[Withheld, ...]:
    """Up to six pairs of reason and amount."""
    fiscal_on, found = day(e[2]), list[Withheld]()
    if fiscal_on is None:
        problems.append(Problem(2, "not-a-date" if e[2] else "missing"))
    for at in range(3, 15, 2):
        if e[at] or e[at + 1]:
            code, _, reference = e[at].partition(separators.component)
            reason = _REASONS.get(code)
            if reason is None:
                problems.append(Problem(at, "unknown-code" if code else "missing"))
            amount = _money(e[at + 1], at + 1, problems)
            found.append(Withheld(e[1], fiscal_on, reason, code, reference or None, amount))
    if not found:
        problems.append(Problem(3, "missing"))
    return tuple(found)


def _money(text: str, element: int, problems: list[Problem]) -> Decimal | None:
    """A number that must be there."""
    if not text:
        problems.append(Problem(element, "missing"))
    return number(text, element, problems)


DECODERS: dict[str, Decode] = {
    "BPR": _bpr, "CLP": _clp, "DTM": _dtm, "LQ": _lq, "MIA": _adjudication, "MOA": _adjudication, "N1": _n1,
    "PLB": _plb, "TS2": _as_sent, "TS3": _as_sent,
}  # fmt: skip
