"""What the family owes, visit after visit. E01 is the house's test vector for copay and deductible."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.coverage import BenefitKind as B
from otium.terms.coverage import CheckStatus
from tests.rules import cast
from tests.rules.estimate.money import NEXT, ON, RATE, WEEK, amounts, codes, insured, owed, says

E01 = (
    says(B.COPAY, "40", period="visit", in_network=True),
    says(B.DEDUCTIBLE, "1500", period="calendar_year", level="IND", in_network=True),
    says(B.DEDUCTIBLE_REMAINING, "250", period="remaining", level="IND", in_network=True),
)


def test_e01_the_deductible_runs_down_over_the_visits_and_then_the_copay_is_left() -> None:
    found = owed(insured(*E01), rates=RATE)

    assert amounts(found) == ["100", "100", "90.00", "40.00", "40.00"]
    assert (found.owed, found.unknown) == (Decimal("370.00"), 0)
    assert [str(v.paid) for v in found.visits] == ["0", "0", "10.00", "60.00", "60.00"]
    (sum_,) = found.accumulators
    assert (sum_.limit, sum_.left, sum_.booked, sum_.level) == (1500, 250, 250, "individual")


@pytest.mark.parametrize(
    ("left", "first"), [("0", "40.00"), ("0.01", "40.01"), ("60", "100.00"), ("60.01", "100.00"), ("100", "100")]
)
def test_a_copay_is_no_more_than_the_deductible_leaves_of_the_allowed_amount(left: str, first: str) -> None:
    found = owed(insured(says(B.COPAY, "40"), says(B.DEDUCTIBLE_REMAINING, left), visits=1), rates=RATE)

    assert Decimal(amounts(found)[0]) == Decimal(first)


@pytest.mark.parametrize(
    ("benefits", "expected"),
    [
        ((says(B.COINSURANCE, "0.2"), says(B.DEDUCTIBLE_REMAINING, "0")), ["20.00", "20.00"]),
        ((says(B.COINSURANCE, "0.2"), says(B.DEDUCTIBLE_REMAINING, "130")), ["100.00", "44.00"]),
        ((says(B.COINSURANCE, "0"), says(B.DEDUCTIBLE_REMAINING, "0")), ["0", "0"]),
        # both stated: the coinsurance is of what the copay leaves
        ((says(B.COPAY, "40"), says(B.COINSURANCE, "0.2"), says(B.DEDUCTIBLE, "0")), ["52.00", "52.00"]),
        # what is met says what is left
        ((says(B.COPAY, "40"), says(B.DEDUCTIBLE, "500"), says(B.DEDUCTIBLE_MET, "500")), ["40.00", "40.00"]),
        ((says(B.COPAY, "40"), says(B.DEDUCTIBLE, "500"), says(B.DEDUCTIBLE_MET, "400")), ["100", "40.00"]),
        # out of network does not count
        ((says(B.COPAY, "40"), says(B.COPAY, "70", in_network=False), says(B.DEDUCTIBLE, "0")), ["40.00", "40.00"]),
        ((says(B.COPAY, "40", in_network=True), says(B.COPAY, "70"), says(B.DEDUCTIBLE, "0")), ["40.00", "40.00"]),
    ],
)
def test_shares_as_the_payer_told_them(benefits: Any, expected: list[str]) -> None:
    found = owed(insured(*benefits, visits=2), rates=RATE)

    assert [Decimal(a) for a in amounts(found)] == [Decimal(e) for e in expected]


@pytest.mark.parametrize(
    ("benefits", "lacks"),
    [
        ((), ("deductible_left", "share")),
        ((says(B.COPAY, "40"),), ("deductible_left",)),
        ((says(B.COPAY, "40"), says(B.DEDUCTIBLE, "500")), ("deductible_left",)),
        ((says(B.DEDUCTIBLE_REMAINING, "0"),), ("share",)),
        ((says(B.COPAY, "40"), says(B.COPAY, "30"), says(B.DEDUCTIBLE, "0")), ("share_contradicts",)),
        # the coinsurance alone is not the share
        ((says(B.COPAY, "40"), says(B.COPAY, "30"), says(B.COINSURANCE, "0.2"), says(B.DEDUCTIBLE, "0")),
         ("share_contradicts",)),
        ((says(B.COPAY, "40"), says(B.COINSURANCE, "0.1"), says(B.COINSURANCE, "0.2"), says(B.DEDUCTIBLE, "0")),
         ("share_contradicts",)),
        ((says(B.COPAY, "40"), says(B.DEDUCTIBLE_REMAINING, "0"), says(B.DEDUCTIBLE_REMAINING, "9")),
         ("deductible_left",)),
    ],
)  # fmt: skip
def test_what_is_not_known_stays_unknown_and_is_named(benefits: Any, lacks: tuple[str, ...]) -> None:
    found = owed(insured(*benefits, visits=2), rates=RATE)

    assert amounts(found) == ["None", "None"]
    assert found.visits[0].lacks == lacks
    assert (found.owed, found.unknown) == (0, 2)


def test_without_a_rate_a_copay_is_known_and_a_coinsurance_is_not() -> None:
    met = says(B.DEDUCTIBLE_REMAINING, "0")

    copay = owed(insured(says(B.COPAY, "40"), met, visits=1))
    coinsurance = owed(insured(says(B.COINSURANCE, "0.2"), met, visits=1))

    assert (amounts(copay), copay.visits[0].paid) == (["40.00"], None)
    assert (amounts(coinsurance), coinsurance.visits[0].lacks) == (["None"], ("rate",))


def test_a_visit_without_a_price_makes_a_deductible_that_is_not_met_unknown_from_there_on() -> None:
    rates = (cast.rate("100", "treatment"),)
    first, second = cast.visit(NEXT, kind="other"), cast.visit(NEXT + timedelta(days=7))
    facts = insured(says(B.COPAY, "40"), says(B.DEDUCTIBLE_REMAINING, "120"), visits=1)
    facts = cast.patient(coverages=facts.coverages, checks=facts.checks, visits=(first, second))

    found = owed(facts, rates=rates)

    assert amounts(found) == ["None", "None"]
    assert found.visits[1].lacks == ("deductible_left",)


@pytest.mark.parametrize(
    ("left", "expected"),
    [("500", ["40", "40", "40"]), ("80", ["40", "40", "0"]), ("79.99", ["40", "39.99", "0"]), ("0", ["0", "0", "0"])],
)
def test_the_out_of_pocket_limit_stops_what_the_family_pays(left: str, expected: list[str]) -> None:
    benefits = (says(B.COPAY, "40"), says(B.DEDUCTIBLE, "0"), says(B.OUT_OF_POCKET_REMAINING, left))

    found = owed(insured(*benefits, visits=3), rates=RATE)

    assert [Decimal(a) for a in amounts(found)] == [Decimal(e) for e in expected]


@pytest.mark.parametrize(
    ("own", "familys", "expected"),
    [("250", "150", ["100", "90.00", "40.00"]), ("150", "250", ["100", "90.00", "40.00"]), ("250", "0", ["40.00"] * 3)],
)
def test_of_a_persons_and_a_familys_deductible_the_lower_remainder_ends_it(
    own: str, familys: str, expected: list[str]
) -> None:
    benefits = (
        says(B.COPAY, "40"),
        says(B.DEDUCTIBLE_REMAINING, own, level="IND"),
        says(B.DEDUCTIBLE_REMAINING, familys, level="FAM"),
    )

    found = owed(insured(*benefits, visits=3), rates=RATE)

    assert [Decimal(a) for a in amounts(found)] == [Decimal(e) for e in expected]
    assert {a.level for a in found.accumulators} == {"individual", "family"}


def test_visits_made_since_the_answer_run_the_deductible_down_and_those_before_do_not() -> None:
    made = (cast.made(ON - timedelta(days=8)), cast.made(ON - timedelta(days=6)))
    answer = (says(B.COPAY, "40"), says(B.DEDUCTIBLE_REMAINING, "150"))
    facts = insured(*answer, answered_on=ON - timedelta(days=7), visits=1)
    facts = cast.patient(coverages=facts.coverages, checks=facts.checks, visits=(*made, cast.visit(NEXT)))

    found = owed(facts, rates=RATE)

    assert amounts(found) == ["90.00"]


def test_in_january_the_whole_deductible_begins_anew_and_that_is_said() -> None:
    december, january = date(2026, 12, 30), date(2027, 1, 6)
    facts = insured(*E01)
    facts = cast.patient(
        coverages=facts.coverages, checks=facts.checks, visits=(cast.visit(december), cast.visit(january))
    )

    found = owed(facts, rates=RATE)

    assert amounts(found) == ["100", "100"]
    assert found.visits[1].steps[1].params == {"left": Decimal(1500)}
    assert "new_year" in codes(found, 1)
    assert "new_year" not in codes(found, 0)


def test_an_answer_of_last_year_gives_this_years_whole_deductible() -> None:
    answer = (says(B.COPAY, "40"), says(B.DEDUCTIBLE, "130", period="calendar_year"), says(B.DEDUCTIBLE_REMAINING, "0"))

    found = owed(insured(*answer, answered_on=date(2025, 12, 9), visits=3), rates=RATE)

    assert [Decimal(a) for a in amounts(found)] == [100, 70, 40]
    assert [(a.year, a.left, a.booked) for a in found.accumulators] == [(2026, 130, 130)]


def test_when_a_plan_year_begins_is_not_known() -> None:
    benefits = (
        says(B.COPAY, "40"),
        says(B.DEDUCTIBLE, "500", period="service_year"),
        says(B.DEDUCTIBLE_REMAINING, "0"),
    )
    facts = insured(*benefits)
    days = (date(2026, 12, 30), date(2027, 1, 6))
    facts = cast.patient(coverages=facts.coverages, checks=facts.checks, visits=tuple(cast.visit(d) for d in days))

    found = owed(facts, rates=RATE)

    assert amounts(found) == ["40.00", "None"]
    assert found.visits[1].lacks == ("deductible_left",)


def test_a_second_visit_of_a_day_has_no_copay() -> None:
    facts = insured(says(B.COPAY, "40"), says(B.DEDUCTIBLE, "0"))
    two = (cast.visit(NEXT, hour=9), cast.visit(NEXT, hour=14), cast.visit(NEXT + timedelta(days=1)))

    found = owed(cast.patient(coverages=facts.coverages, checks=facts.checks, visits=two), rates=RATE)

    assert [Decimal(a) for a in amounts(found)] == [40, 0, 40]


def test_the_newest_answer_that_states_a_thing_holds_and_others_keep_what_they_said() -> None:
    cover = cast.coverage()
    old = cast.check(cover, ON - timedelta(days=9), says(B.COPAY, "40"), says(B.DEDUCTIBLE, "0"))
    new = cast.check(cover, ON, says(B.COPAY, "45"))
    facts = cast.patient(coverages=(cover,), checks=(old, new), visits=cast.every(WEEK, NEXT, 1))

    assert amounts(owed(facts, rates=RATE)) == ["45.00"]


@pytest.mark.parametrize(("changed", "expected"), [(0, "40.00"), (1, "None")])
def test_an_answer_from_before_the_coverage_changed_says_nothing(changed: int, expected: str) -> None:
    cover = cast.coverage(changed_on=ON + timedelta(days=changed))

    found = owed(insured(says(B.COPAY, "40"), says(B.DEDUCTIBLE, "0"), cover=cover, visits=1), rates=RATE)

    assert amounts(found) == [expected]


def test_no_coverage_and_an_inactive_one_are_unknown() -> None:
    cover = cast.coverage()
    inactive = cast.check(cover, ON, status=CheckStatus.INACTIVE)
    visits = cast.every(WEEK, NEXT, 1)

    without = owed(cast.patient(visits=visits))
    ended = owed(cast.patient(coverages=(cover,), checks=(inactive,), visits=visits), rates=RATE)

    assert (amounts(without), without.visits[0].lacks) == (["None"], ("coverage",))
    assert (amounts(ended), ended.visits[0].lacks) == (["None"], ("coverage_inactive",))
