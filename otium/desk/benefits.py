"""What a payer's answer counts up: visits and dollars of a limit, with what came since and what is booked. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from otium.terms.coverage import BenefitKind as B
from otium.terms.schedule import VisitStatus

VISITS = (B.VISIT_LIMIT, B.VISITS_REMAINING, B.VISITS_USED)
MONEY = (
    (B.DEDUCTIBLE, B.DEDUCTIBLE_REMAINING, B.DEDUCTIBLE_MET),
    (B.OUT_OF_POCKET, B.OUT_OF_POCKET_REMAINING, B.OUT_OF_POCKET_MET),
    (B.DOLLAR_LIMIT, B.DOLLARS_REMAINING, B.DOLLARS_USED),
)
OWN_YEAR = frozenset({"service_year", "lifetime", "contract", "episode", "admission"})  # do not start anew in January
OT = "OT"


class StatedBenefit(Protocol):
    """A benefit as its row holds it."""

    kind: str
    amount: Decimal | None
    period: str
    pooled_with: Sequence[str]
    level: str
    in_network: bool | None


@dataclass(frozen=True, slots=True)
class CountedVisit:
    """A visit that draws on a limit when it was or will be treated."""

    on: date
    status: VisitStatus
    discipline: str = OT


@dataclass(frozen=True, slots=True)
class VisitCount:
    """A limit in visits. `limit` and `used` as of the answer; None is unknown. `made` since then, `booked` to come."""

    limit: int | None
    used: int | None
    made: int
    booked: int
    pooled_with: tuple[str, ...]
    period: str

    @property
    def left(self) -> int | None:
        """After all that is booked; below zero where more is booked than the limit has."""
        if self.limit is None or self.used is None:
            return None
        return self.limit - self.used - self.made - self.booked


@dataclass(frozen=True, slots=True)
class DollarCount:
    """A limit in dollars as of the answer. `met` None is unknown. `level` is EB02, `in_network` EB12."""

    kind: B
    limit: Decimal | None
    met: Decimal | None
    level: str = ""
    in_network: bool | None = None


def visit_counts(
    benefits: Iterable[StatedBenefit], visits: Iterable[CountedVisit], *, answered_on: date, on: date
) -> list[VisitCount]:
    """One for each pool the answer speaks of. The payer counts claims, so visits from the answer's day on are ours."""
    by_pool: dict[tuple[str, ...], dict[str, StatedBenefit]] = {}
    for benefit in benefits:
        if benefit.kind in VISITS and benefit.amount is not None:
            by_pool.setdefault(tuple(sorted(benefit.pooled_with)), {}).setdefault(benefit.kind, benefit)
    counted = list(visits)
    return [_visit_count(pool, told, counted, answered_on, on) for pool, told in sorted(by_pool.items())]


def _visit_count(
    pool: tuple[str, ...], told: dict[str, StatedBenefit], visits: list[CountedVisit], answered_on: date, on: date
) -> VisitCount:
    limit, used = _limit_and_used(*(_amount(told.get(kind)) for kind in VISITS))
    own_year = any(benefit.period in OWN_YEAR for benefit in told.values())
    last = date.max if own_year else date(answered_on.year, 12, 31)
    draws = {OT, *pool}
    mine = [
        v for v in visits if v.status.uses_benefits and v.discipline in draws and answered_on <= v.on <= last
    ]  # fmt: skip
    booked = sum(v.status is VisitStatus.BOOKED and v.on >= on for v in mine)
    period = next((b.period for b in told.values() if b.kind == B.VISIT_LIMIT), "")
    return VisitCount(_whole(limit), _whole(used), len(mine) - booked, booked, pool, period)


def _limit_and_used(
    limit: Decimal | None, remaining: Decimal | None, used: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """What remains beats what was used: it is the payer's own arithmetic. Without a limit, what remains is one."""
    if remaining is not None:
        return (remaining, Decimal(0)) if limit is None else (limit, limit - remaining)
    return limit, used


def dollar_counts(benefits: Iterable[StatedBenefit]) -> list[DollarCount]:
    """Deductible, out-of-pocket limit and dollar limit, one for each level and network the answer names."""
    told = [b for b in benefits if b.amount is not None]
    found = []
    for kinds in MONEY:
        groups = dict.fromkeys((b.level, b.in_network) for b in told if b.kind in kinds)
        for level, in_network in groups:
            mine = {b.kind: b.amount for b in told if (b.level, b.in_network) == (level, in_network)}
            limit, met = _limit_and_met(*(mine.get(kind) for kind in kinds))
            found.append(DollarCount(kinds[0], limit, met, level, in_network))
    return found


def _limit_and_met(
    limit: Decimal | None, remaining: Decimal | None, met: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if limit is None and remaining is not None and met is not None:
        limit = remaining + met
    if limit is not None and remaining is not None:
        return limit, limit - remaining
    return limit, met


def _amount(benefit: StatedBenefit | None) -> Decimal | None:
    return benefit.amount if benefit else None


def _whole(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount)
