"""What answers about claims are made of: status, counts, sums, services. Source: X12 005010X214 and 005010X212."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from otium.terms.claim_status import StatusCode
from otium.terms.x12 import Procedure, Quantity
from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, named_day, number, procedure

_COMPOSITES = (1, 10, 11)


class Status(NamedTuple):
    """STC without its place; the fields are those of terms.ClaimStatus."""

    codes: tuple[StatusCode, ...]
    effective_on: date | None
    action: str | None
    charge: Decimal | None
    paid: Decimal | None
    finalized_on: date | None
    payment_method: str | None
    paid_on: date | None
    payment_number: str | None
    message: str | None


def _stc(e: list[str], separators: Separators, problems: list[Problem]) -> Status:
    if not e[1]:
        problems.append(Problem(1, "missing"))
    return Status(
        tuple(_code(e[at], separators) for at in _COMPOSITES if e[at]),
        named_day(e[2], 2, problems),
        e[3] or None,
        number(e[4], 4, problems),
        number(e[5], 5, problems),
        named_day(e[6], 6, problems),
        e[7] or None,
        named_day(e[8], 8, problems),
        e[9] or None,
        e[12] or None,
    )


def _code(text: str, separators: Separators) -> StatusCode:
    category, code, entity, code_list, *_ = (*text.split(separators.component), "", "", "")
    return StatusCode(category, code, entity or None, code_list or None)


class StatedService(NamedTuple):
    """SVC without its place."""

    procedure: Procedure | None
    charge: Decimal | None  # dollars
    paid: Decimal | None  # dollars
    revenue_code: str | None
    paid_quantity: Decimal | None
    original_procedure: Procedure | None
    quantity: Decimal | None  # SVC07, as billed


def _svc(e: list[str], separators: Separators, problems: list[Problem]) -> StatedService:
    judged = procedure(e[1], separators)
    if judged is None or not judged.code:
        problems.append(Problem(1, "no-code" if judged else "missing"))
    return StatedService(
        judged,
        number(e[2], 2, problems),
        number(e[3], 3, problems),
        e[4] or None,
        number(e[5], 5, problems),
        procedure(e[6], separators),
        number(e[7], 7, problems),
    )


def _qty(e: list[str], _: Separators, problems: list[Problem]) -> Quantity:
    if not e[2]:
        problems.append(Problem(2, "missing"))
    return Quantity(e[1], number(e[2], 2, problems))


DECODERS: dict[str, Decode] = {"QTY": _qty, "STC": _stc, "SVC": _svc}
