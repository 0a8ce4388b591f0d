"""What a family will owe for a visit, and how that was computed. Dollars are Decimal; None is unknown, never 0."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.terms.duty import Param
from otium.terms.family import EstimateState
from otium.terms.provenance import Source


@dataclass(frozen=True, slots=True)
class EstimateStep:
    """One line of the computation: a code of the pages' words with params, and the dollars it comes to."""

    code: str
    amount: Decimal | None
    params: dict[str, Param] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class CareEstimate:
    """Over all booked visits of one patient. `owed` sums the visits that are known; `unknown` counts the others."""

    patient_id: UUID
    visits: tuple[VisitEstimate, ...]
    owed: Decimal
    unknown: int


@dataclass(frozen=True, slots=True)
class GivenEstimate:
    """One version of a good-faith estimate of a person who pays themselves. It is good for visits of its days."""

    id: UUID
    patient_id: UUID
    version: int
    state: EstimateState
    starts_on: date
    ends_on: date
    total: Decimal
