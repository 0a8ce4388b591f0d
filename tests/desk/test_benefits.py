"""What an answer counts up, with both sides of each boundary."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.desk import benefits
from otium.desk.benefits import CountedVisit, DollarCount, VisitCount
from otium.terms.coverage import BenefitKind as B
from otium.terms.schedule import VisitStatus as V

ANSWERED, ON = date(2026, 11, 2), date(2026, 11, 23)


@dataclass
class Told:
    kind: str
    amount: Decimal | None
    period: str = "calendar_year"
    pooled_with: list[str] = field(default_factory=list)
    level: str = ""
    in_network: bool | None = None


def told(kind: B, amount: int | None, **more: object) -> Told:
    return Told(kind.value, None if amount is None else Decimal(amount), **more)  # type: ignore[arg-type]


def count(*stated: Told, visits: tuple[CountedVisit, ...] = ()) -> VisitCount:
    (found,) = benefits.visit_counts(stated, visits, answered_on=ANSWERED, on=ON)
    return found


@pytest.mark.parametrize(
    ("stated", "limit", "used"),
    [
        ((told(B.VISIT_LIMIT, 30), told(B.VISITS_REMAINING, 24)), 30, 6),
        ((told(B.VISIT_LIMIT, 30), told(B.VISITS_USED, 6)), 30, 6),
        ((told(B.VISIT_LIMIT, 30), told(B.VISITS_REMAINING, 24), told(B.VISITS_USED, 9)), 30, 6),
        ((told(B.VISITS_REMAINING, 24),), 24, 0),
        ((told(B.VISIT_LIMIT, 30),), 30, None),
        ((told(B.VISITS_USED, 6),), None, 6),
    ],
)
def test_what_is_used_follows_from_what_the_payer_states(
    stated: tuple[Told, ...], limit: int | None, used: int | None
) -> None:
    found = count(*stated)

    assert (found.limit, found.used) == (limit, used)
    assert (found.left is None) is (limit is None or used is None)


@pytest.mark.parametrize(
    ("on", "status", "made", "booked"),
    [
        (ANSWERED - timedelta(days=1), V.DONE, 0, 0),
        (ANSWERED, V.DONE, 1, 0),
        (ON - timedelta(days=1), V.BOOKED, 1, 0),  # nobody said what became of it: it counts as made
        (ON, V.BOOKED, 0, 1),
        (ON, V.ARRIVED, 1, 0),
        (date(2026, 12, 31), V.BOOKED, 0, 1),
        (date(2027, 1, 1), V.BOOKED, 0, 0),
        (ON, V.CANCELLED, 0, 0),
        (ON, V.NO_SHOW, 0, 0),
    ],
)
def test_visits_since_the_answer_and_in_its_year_are_ours_to_count(on: date, status: V, made: int, booked: int) -> None:
    found = count(told(B.VISITS_REMAINING, 5), visits=(CountedVisit(on, status),))

    assert (found.made, found.booked, found.left) == (made, booked, 5 - made - booked)


def test_a_plan_year_goes_on_in_january() -> None:
    january = CountedVisit(date(2027, 1, 4), V.BOOKED)

    assert count(told(B.VISITS_REMAINING, 5, period="service_year"), visits=(january,)).booked == 1


@pytest.mark.parametrize(("pool", "booked"), [([], 1), (["PT"], 2), (["PT", "SLP"], 3)])
def test_therapies_that_share_a_limit_draw_on_it(pool: list[str], booked: int) -> None:
    visits = tuple(CountedVisit(ON, V.BOOKED, discipline) for discipline in ("OT", "PT", "SLP"))

    assert count(told(B.VISITS_REMAINING, 5, pooled_with=pool), visits=visits).booked == booked


def test_dollars_are_counted_by_level_and_network() -> None:
    stated = (
        told(B.DEDUCTIBLE, 1500, level="IND"), told(B.DEDUCTIBLE_REMAINING, 200, level="IND"),
        told(B.DEDUCTIBLE, 3000, level="FAM"), told(B.OUT_OF_POCKET_MET, 100), told(B.OUT_OF_POCKET_REMAINING, 900),
        told(B.DOLLAR_LIMIT, None),
    )  # fmt: skip

    assert benefits.dollar_counts(stated) == [
        DollarCount(B.DEDUCTIBLE, Decimal(1500), Decimal(1300), "IND"),
        DollarCount(B.DEDUCTIBLE, Decimal(3000), None, "FAM"),
        DollarCount(B.OUT_OF_POCKET, Decimal(1000), Decimal(100)),
    ]
