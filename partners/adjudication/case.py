"""What a decision rests on and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from partners.adjudication.contracts import Contract
from partners.reading.claims import ClaimFiled, LineFiled
from partners.state.members import Granted, Member

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One CAS triplet; `amount` lowers what is paid."""

    group: str
    carc: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Denial:
    group: str
    carc: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineRuling:
    """`allowed` counts toward thresholds, `deductible` is the part of it that met the deductible."""

    allowed: Decimal
    paid: Decimal
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...] = ()
    deductible: Decimal = ZERO
    units: Decimal = ZERO
    is_denied: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """`status` is CLP02; lines stand in the order of the claim."""

    status: str
    lines: tuple[LineRuling, ...]
    remarks: tuple[str, ...] = ()

    @property
    def paid(self) -> Decimal:
        return sum((line.paid for line in self.lines), ZERO)

    @property
    def is_denied(self) -> bool:
        return all(line.is_denied for line in self.lines)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Days and dollars that already count, this claim's own left out; sets of days, so that none counts twice."""

    visits: frozenset[date] = frozenset()
    visits_elsewhere: int = 0
    dollars: Decimal = ZERO
    deductible_met: Decimal = ZERO
    under_authorization: dict[str, frozenset[date]] = field(default_factory=dict)
    units: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """Used under each authorization (number, code)."""
    services: frozenset[tuple[date, str, str]] = frozenset()
    """(day, code, rendering or billing NPI) of lines that stand paid."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Numbers from 0 up to 1 drawn for this claim, and the shares below which each thing happens."""

    documents: float = 1
    necessity: float = 1
    other_payer: float = 1
    documents_share: float = 0
    necessity_share: float = 0
    other_payer_share: float = 0


@dataclass(frozen=True, slots=True)
class Case:
    """`earlier` is asked for by year, because deductibles, limits and thresholds are a year's."""

    claim: ClaimFiled
    contract: Contract
    member: Member | None
    granted: Sequence[Granted]
    earlier: dict[int, Earlier]
    received_on: date
    chances: Chances = Chances()
    has_records: bool = False
    """A 275 for this claim has arrived."""

    def of_year(self, day: date) -> Earlier:
        return self.earlier.get(day.year, Earlier())

    @property
    def npi(self) -> str:
        return self.claim.rendering.id or self.claim.billing.id

    def same_day(self, line: LineFiled) -> list[LineFiled]:
        """The claim's other lines of that day."""
        return [one for one in self.claim.lines if one is not line and one.first_on == line.first_on]
