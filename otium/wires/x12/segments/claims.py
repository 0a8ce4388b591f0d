"""The segments of claims, several of which stand in remittances and requests too.

Source: X12 005010X222A1, the segments' own pages.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from otium.terms.x12 import Adjustment, Amount, Attachment, Contact, Diagnosis
from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, number

_CARC = re.compile(r"[A-Z]?\d{1,3}", re.ASCII)  # the form of X12 code source 139: its codes change thrice a year
_GROUPS = frozenset({"CO", "OA", "PI", "PR"})  # CR is no longer one in 005010


class City(NamedTuple):
    """N4."""

    name: str | None
    state: str | None
    postal_code: str | None
    country: str | None


def _amt(e: list[str], _: Separators, problems: list[Problem]) -> Amount:
    return Amount(e[1], _amount(e[2], 2, problems))


def _cas(e: list[str], _: Separators, problems: list[Problem]) -> tuple[Adjustment, ...]:
    """Up to six triplets of reason, amount and quantity."""
    if e[1] not in _GROUPS:
        problems.append(Problem(1, "unknown-code" if e[1] else "missing"))
    found: list[Adjustment] = []
    for at in range(2, min(len(e) - 2, 20), 3):
        carc, amount, quantity = e[at : at + 3]
        if carc or amount:
            if not _CARC.fullmatch(carc):
                problems.append(Problem(at, "unknown-code" if carc else "missing"))
            found.append(Adjustment(e[1], carc, _amount(amount, at + 1, problems), number(quantity, at + 2, problems)))
            if found[-1].amount == 0 and not quantity:
                problems.append(Problem(at + 1, "zero-amount"))
    if not found:
        problems.append(Problem(2, "missing"))
    return tuple(found)


def _hi(e: list[str], separators: Separators, problems: list[Problem]) -> tuple[Diagnosis, ...]:
    found = [_coded(text, separators) for text in e[1:13] if text]
    if not found:
        problems.append(Problem(1, "missing"))
    return tuple(found)


def _lx(e: list[str], _: Separators, __: list[Problem]) -> str:
    return e[1]


def _n3(e: list[str], _: Separators, __: list[Problem]) -> tuple[str, ...]:
    return tuple(line for line in e[1:3] if line)


def _n4(e: list[str], _: Separators, __: list[Problem]) -> City:
    return City(e[1] or None, e[2] or None, e[3] or None, e[4] or None)


def _per(e: list[str], _: Separators, __: list[Problem]) -> Contact:
    numbers = tuple((e[at], e[at + 1]) for at in (3, 5, 7) if e[at] and e[at + 1])
    return Contact(e[1], e[2] or None, numbers)


def _pwk(e: list[str], _: Separators, problems: list[Problem]) -> Attachment:
    problems.extend(Problem(at, "missing") for at in (1, 2) if not e[at])
    return Attachment(e[1], e[2], e[6] or None)


def _coded(text: str, separators: Separators) -> Diagnosis:
    qualifier, _, rest = text.partition(separators.component)
    return Diagnosis(qualifier, rest.partition(separators.component)[0])


def _amount(text: str, element: int, problems: list[Problem]) -> Decimal | None:
    """An amount that must be there."""
    if not text:
        problems.append(Problem(element, "missing"))
    return number(text, element, problems)


DECODERS: dict[str, Decode] = {
    "AMT": _amt, "CAS": _cas, "HI": _hi, "LX": _lx, "N3": _n3, "N4": _n4, "PER": _per, "PWK": _pwk,
}  # fmt: skip
