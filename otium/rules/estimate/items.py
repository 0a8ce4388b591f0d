"""The items of a good-faith estimate: what a person who pays themselves is expected to have, and to be charged.

Source: 45 CFR 149.610(c): each item with its code and charge. Charges: the practice's self-pay rate for a visit, else
its fees by code. An item without code is a visit at one price.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from otium.rules.case import Case
from otium.rules.estimate import prices, services
from otium.terms.duty import AtRisk
from otium.terms.estimate import EstimateLine, GivenEstimate
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit

VISIT = ""  # the code of an item that is a whole visit


@dataclass(frozen=True, slots=True)
class Item:
    """One code of one visit, at dollars a unit."""

    code: str
    units: int
    each: Decimal


@dataclass(frozen=True, slots=True)
class Planned:
    """The lines of all visits that are known, and the visits whose services or prices are not."""

    lines: tuple[EstimateLine, ...]
    unknown: tuple[Visit, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))


def paid_by_family(case: Case, visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Those whose first payer is the person: a coverage of type self-pay."""
    return tuple(v for v in visits if (c := case.payer_of(v)) and c.payer_type is PayerType.SELF_PAY)


def charge(case: Case, visit: Visit) -> prices.Price:
    """What the family is charged for the visit where it pays itself, whoever else could pay."""
    return prices.charged(case, visit, _self_pay(case, visit))


def _self_pay(case: Case, visit: Visit) -> UUID | None:
    """Their own self-pay payer, where they have one; else any of the practice."""
    coverage = case.payer_of(visit)
    return coverage.payer_id if coverage and coverage.payer_type is PayerType.SELF_PAY else None


def of_visit(case: Case, visit: Visit) -> tuple[Item, ...]:
    """Empty where the services or a price are not known."""
    price = charge(case, visit)
    if price.amount is None:
        return ()
    if price.steps[0].code == "self_pay_rate":
        return (Item(VISIT, 1, price.amount),)
    lines, _is_usual = services.planned(case, visit)
    fees = [(line, case.fees.unit(line.code, visit.on)) for line in lines]
    return tuple(Item(line.code, line.units, fee) for line, fee in fees if fee is not None)


def planned(case: Case, visits: Iterable[Visit]) -> Planned:
    """The same item on several visits is one line."""
    counted: Counter[Item] = Counter()
    unknown = []
    for visit in visits:
        found = of_visit(case, visit)
        counted.update(found)
        if not found:
            unknown.append(visit)
    lines = tuple(line(item.code, item.units, count, item.each) for item, count in counted.items())
    return Planned(lines, tuple(unknown))


def line(code: str, units: int, visits: int, each: Decimal) -> EstimateLine:
    return EstimateLine(code, units, visits, each, each * units * visits)


def differences(case: Case, given: GivenEstimate, visits: Iterable[Visit]) -> Iterator[tuple[str, str, Visit]]:
    """(reason code, codes, first visit) for what the visits have beyond the estimate: services, units, prices."""
    left: Counter[str] = Counter()
    each: dict[str, set[Decimal]] = {}
    for known in given.lines:
        left[known.code] += known.units * known.visits
        each.setdefault(known.code, set()).add(known.each)
    found: dict[str, dict[str, Visit]] = {"estimate_new_service": {}, "estimate_price": {}, "estimate_more": {}}
    for visit in sorted(visits, key=lambda v: v.starts_at):
        for item in of_visit(case, visit):
            left[item.code] -= item.units
            if item.code not in each:
                found["estimate_new_service"].setdefault(item.code, visit)
            elif item.each not in each[item.code]:
                found["estimate_price"].setdefault(item.code, visit)
            elif left[item.code] < 0:
                found["estimate_more"].setdefault(item.code, visit)
    for code, firsts in found.items():
        if firsts:
            yield (
                code,
                ", ".join(sorted(each or "visit" for each in firsts)),
                min(firsts.values(), key=lambda v: v.starts_at),
            )


def at_risk(case: Case, visits: Iterable[Visit]) -> AtRisk:
    """What the visits come to; none known is unknown."""
    counted: Counter[Decimal] = Counter()
    total, unpriced = 0, 0
    for visit in visits:
        total += 1
        found = of_visit(case, visit)
        if found:
            counted[sum((item.each * item.units for item in found), Decimal(0))] += 1
        else:
            unpriced += 1
    amount = sum((dollars * n for dollars, n in counted.items()), Decimal(0)) if counted else None
    return AtRisk(amount, total, tuple(sorted(counted.items(), reverse=True)), unpriced)
