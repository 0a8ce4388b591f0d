"""Which of several coverages pays first."""

from datetime import date, timedelta
from typing import Any

import pytest

from otium.rules.eligibility.order import order_of
from otium.terms.coverage import BenefitKind, Coverage
from otium.terms.duty import Duty, DutyKind
from otium.terms.payers import PayerType as Type
from tests.rules import cast

ON = date(2026, 11, 23)
VISITS = cast.every(2, ON + timedelta(days=3), 3)
MAY_1, MAY_2, JUNE_1 = date(1985, 5, 1), date(1970, 5, 2), date(1960, 6, 1)


def plan(kind: Type = Type.COMMERCIAL, **more: Any) -> Coverage:
    return cast.coverage(kind, **more)


def parents(born_on: date | None, **more: Any) -> Coverage:
    return plan(relationship="child", holder_birth_on=born_on, **more)


CASES = {
    "Medicaid is last": (plan(Type.COMMERCIAL), plan(Type.MEDICAID_MCO), "medicaid_last"),
    "Medicaid is last, after TRICARE": (plan(Type.TRICARE), plan(Type.MEDICAID_FFS), "medicaid_last"),
    "Medicaid is last, after Medicare": (plan(Type.MEDICARE_B), plan(Type.MEDICAID_FFS), "medicaid_last"),
    "Medicaid is last, whatever a court says": (
        parents(None), plan(Type.MEDICAID_FFS, is_court_ordered=True), "medicaid_last",
    ),
    "TRICARE is after other insurance": (plan(), plan(Type.TRICARE), "tricare_after"),
    "TRICARE is after Medicare": (plan(Type.MEDICARE_B), plan(Type.TRICARE), "tricare_after"),
    "a supplement is after Medicare": (plan(Type.MEDICARE_B), plan(Type.OTHER), "medicare_first"),
    "a court order comes before birthdays": (
        parents(JUNE_1, is_court_ordered=True), parents(MAY_1), "court_order",
    ),
    "one's own plan before a parent's": (plan(), parents(MAY_1), "own_plan"),
    "the earlier birthday in the year": (parents(MAY_1), parents(JUNE_1), "birthday"),
    "whatever the year of birth": (parents(MAY_1), parents(MAY_2), "birthday"),
    "of one birthday, who was covered longer": (
        parents(MAY_1, starts_on=date(2019, 1, 1)), parents(date(1990, 5, 1), starts_on=date(2020, 1, 1)),
        "covered_longer",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("is_turned", [False, True])
def test_who_pays_first(name: str, is_turned: bool) -> None:
    first, second, reason = CASES[name]

    found = order_of([second, first] if is_turned else [first, second])

    assert (found.order, found.reason, found.is_sure) == ((first.id, second.id), reason, True)


@pytest.mark.parametrize(
    ("one", "other", "missing"),
    [
        (parents(None), parents(MAY_1), "holder_birth_date"),
        (parents(MAY_1), parents(date(1990, 5, 1), starts_on=date(2020, 1, 1)), "start_dates"),
        (parents(MAY_1, starts_on=date(2020, 1, 1)), parents(MAY_1, starts_on=date(2020, 1, 1)), "start_dates"),
        (plan(), plan(), "employment"),  # active, retired, COBRA: not on file
        (plan(Type.MEDICARE_B), plan(), "medicare_secondary"),
    ],
)
def test_what_is_missing_is_said_and_not_guessed(one: Coverage, other: Coverage, missing: str) -> None:
    found = order_of([one, other])

    assert (found.is_sure, found.missing) == (False, missing)


@pytest.mark.parametrize(("is_second", "reason"), [(True, "medicare_secondary"), (False, "medicare_first")])
def test_medicare_says_itself_whether_it_is_second(is_second: bool, reason: str) -> None:
    medicare, group = plan(Type.MEDICARE_B), plan()

    found = order_of([medicare, group], is_medicare_second=is_second)

    expected = (group.id, medicare.id) if is_second else (medicare.id, group.id)
    assert (found.order, found.reason) == (expected, reason)


def test_three_coverages_are_all_placed() -> None:
    medicaid, mother, father = plan(Type.MEDICAID_MCO), parents(JUNE_1), parents(MAY_1)

    assert order_of([medicaid, mother, father]).order == (father.id, mother.id, medicaid.id)


def test_an_order_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        order_of([plan()])


def duty(*coverages: Coverage, **more: Any) -> Duty | None:
    facts = {"visits": VISITS} | more
    return cast.only(DutyKind.ORDER_COVERAGES, cast.patient(coverages=coverages, **facts), ON)


def test_two_in_the_same_place_want_an_order_and_one_is_suggested() -> None:
    mother, father = parents(MAY_1), parents(JUNE_1)

    stands = duty(father, mother)

    assert stands is not None
    assert cast.codes(stands) == ["order_unknown", "order_suggested", "next_visit"]
    assert stands.why[1].params == {"rule": "birthday", "payer": mother.payer_name}


def test_where_a_fact_is_missing_it_is_named() -> None:
    stands = duty(parents(MAY_1), parents(None))

    assert stands is not None
    assert stands.why[1].params == {"rule": "birthday", "missing": "holder_birth_date"}


@pytest.mark.parametrize(
    ("coverages", "stands"),
    [
        ((parents(MAY_1, order=1), parents(JUNE_1, order=2)), False),
        ((parents(JUNE_1, order=1), parents(MAY_1, order=2)), True),  # on file otherwise than the rule says
        ((plan(order=1), plan(order=2)), False),  # the rule does not know better
        ((plan(Type.MEDICARE_B, order=1), plan(order=2)), False),
        ((plan(Type.MEDICAID_MCO, order=1), plan(order=2)), True),
        ((plan(), plan(Type.WORKERS_COMP)), False),  # pays for the injury alone
        ((plan(), plan(ends_on=ON)), False),  # over before the visits
        ((plan(),), False),
    ],
)
def test_it_stands_where_the_records_do_not_say_or_say_it_wrongly(
    coverages: tuple[Coverage, ...], stands: bool
) -> None:
    assert (duty(*coverages) is not None) is stands


def test_without_a_visit_nobody_need_know() -> None:
    assert duty(plan(), plan(), visits=()) is None


def test_a_payer_before_medicare_turns_the_order_on_file() -> None:
    medicare, group = plan(Type.MEDICARE_B, order=1), plan(order=2)
    check = cast.check(medicare, ON, cast.benefit(BenefitKind.MEDICARE_SECONDARY, text="Payer"))

    stands = duty(medicare, group, checks=(check,))

    assert stands is not None
    assert stands.why[1].params["rule"] == "medicare_secondary"


@pytest.mark.parametrize(("first", "stands"), [(1, True), (2, False)])
def test_medicare_that_tells_of_nobody_is_put_first_only_where_the_records_do_not_say(first: int, stands: bool) -> None:
    """It may not know of a group plan yet."""
    medicare, group = plan(Type.MEDICARE_B, order=first), plan(order=1)

    assert (duty(medicare, group, checks=(cast.check(medicare, ON),)) is not None) is stands
