"""What a family will owe for a visit, and how that was computed. Dollars are Decimal; None is unknown, never 0.

Good-faith estimates: 45 CFR 149.610, disputes 149.620.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from otium.terms.duty import Param
from otium.terms.family import EstimateState
from otium.terms.provenance import Source


@dataclass(frozen=True, slots=True)
class Fee:
    """What the practice charges for one unit of a code from a day on, whoever pays."""

    code: str
    amount: Decimal
    starts_on: date


@dataclass(frozen=True, slots=True)
class EstimateStep:
    """One line of the computation: a code of the pages' words with params, and the dollars it comes to."""

    code: str
    amount: Decimal | None
    params: Mapping[str, Param] = field(default_factory=dict)
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class VisitEstimate:
    """`owed` is the family's part, `paid` all payers' part; `lacks` are codes of facts that are not on file."""

    visit_id: UUID | None
    on: date
    allowed: Decimal | None
    owed: Decimal | None
    paid: Decimal | None
    steps: tuple[EstimateStep, ...] = ()
    lacks: tuple[str, ...] = ()
    coverage_id: UUID | None = None  # that pays first


@dataclass(frozen=True, slots=True)
class Accumulator:
    """A yearly sum that a family pays up to, as a payer told it. `kind`: deductible, out_of_pocket, spend_down.

    `left` is what the answer said (or the whole, from January on); `booked` what the visits until the end of that year
    take of it. `level`: individual or family; what names neither is the individual's.
    """

    coverage_id: UUID
    kind: str
    level: str
    year: int
    limit: Decimal | None
    left: Decimal | None
    booked: Decimal
    answered_on: date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class CareEstimate:
    """Over all booked visits of one patient. `owed` sums the visits that are known; `unknown` counts the others."""

    patient_id: UUID
    visits: tuple[VisitEstimate, ...]
    owed: Decimal
    unknown: int
    accumulators: tuple[Accumulator, ...] = ()


class EstimateReason(StrEnum):
    """Why a good-faith estimate is owed; what starts its clock."""

    SCHEDULED = "scheduled"
    REQUESTED = "requested"
    CHANGED = "changed"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One item: a code, its units a visit, on how many visits, dollars a unit, and what all come to.

    `code` is empty where the practice charges a price for the visit, whatever is done in it.
    """

    code: str
    units: int
    visits: int
    each: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class GivenEstimate:
    """A good-faith estimate on file. One in state DRAFT that was asked for stands for the request too."""

    id: UUID
    patient_id: UUID
    version: int
    state: EstimateState
    starts_on: date
    ends_on: date
    total: Decimal
    reason: EstimateReason = EstimateReason.SCHEDULED
    asked_on: date | None = None  # booked or asked: the clock started
    due_on: date | None = None
    lines: tuple[EstimateLine, ...] = ()
    issued_on: date | None = None
