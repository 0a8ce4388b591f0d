"""REVIEW_CHANGE: what is otherwise than at the last answer, and matters for a booked visit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.coverage import Benefit, BenefitCheck
from otium.terms.coverage import BenefitKind as Kind
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from tests.rules import cast

ON = date(2026, 11, 23)
BEFORE, AFTER = date(2026, 10, 20), date(2026, 11, 20)
PAYER = cast.coverage()
AHEAD = cast.every(2, ON + timedelta(days=2), 3)
MADE = tuple(cast.made(day) for day in (date(2026, 10, 22), date(2026, 10, 29), date(2026, 11, 5)))


def answer(on: date, *benefits: Benefit, **more: Any) -> BenefitCheck:
    return cast.check(PAYER, on, *benefits, **more)


def review(*checks: BenefitCheck, on: date = ON, **more: Any) -> Duty | None:
    facts = {"coverages": (PAYER,), "visits": (*MADE, *AHEAD)} | more
    return cast.only(DutyKind.REVIEW_CHANGE, cast.patient(checks=checks, **facts), on)


def one(kind: Kind, amount: int | str | None = None, **more: Any) -> Benefit:
    return replace(cast.benefit(kind, **more), amount=None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        (one(Kind.COPAY, 20), one(Kind.COPAY, 40), "copay_changed"),
        (one(Kind.COPAY, 20), one(Kind.COPAY, "20.00"), None),
        (one(Kind.COPAY, 20), one(Kind.COPAY, None), None),
        (one(Kind.COPAY, 20), one(Kind.COPAY, 40, level="FAM"), None),
        (one(Kind.COPAY, 20), one(Kind.COPAY, 40, in_network=False), None),
        (one(Kind.COINSURANCE, "0.2"), one(Kind.COINSURANCE, "0.3"), "coinsurance_changed"),
        (one(Kind.DEDUCTIBLE, 500), one(Kind.DEDUCTIBLE, 1500), "deductible_changed"),
        (one(Kind.DEDUCTIBLE_REMAINING, 500), one(Kind.DEDUCTIBLE_REMAINING, 120), None),
        (one(Kind.AUTHORIZATION_REQUIRED, flag=False), one(Kind.AUTHORIZATION_REQUIRED, flag=True),
         "authorization_now_required"),
        (one(Kind.AUTHORIZATION_REQUIRED, flag=True), one(Kind.AUTHORIZATION_REQUIRED, flag=False), None),
        (one(Kind.COVERED, flag=True), one(Kind.COVERED, flag=False), "therapy_no_longer_covered"),
        (one(Kind.COVERED, flag=False), one(Kind.COVERED, flag=True), None),
        (one(Kind.VISIT_LIMIT, 60), one(Kind.VISIT_LIMIT, 30), "limit_changed"),
        (one(Kind.VISIT_LIMIT, 60), one(Kind.VISIT_LIMIT, 30, pooled_with=("PT",)), None),  # beside, not instead
        (one(Kind.DOLLAR_LIMIT, 2000), one(Kind.DOLLAR_LIMIT, 1000), "dollar_limit_changed"),
        (one(Kind.COPAY, 20, in_network=True), one(Kind.COPAY, 60, in_network=False), "network_lost"),
        (one(Kind.VISITS_REMAINING, 20), one(Kind.VISITS_REMAINING, 17), None),  # our own three
        (one(Kind.VISITS_REMAINING, 20), one(Kind.VISITS_REMAINING, 16), "visits_used_elsewhere"),
        (one(Kind.VISITS_REMAINING, 20), one(Kind.VISITS_REMAINING, 25), None),
    ],
)  # fmt: skip
def test_a_change_is_looked_at_where_it_matters_for_a_visit(was: Benefit, now: Benefit, code: str | None) -> None:
    duty = review(answer(BEFORE, was), answer(AFTER, now))

    assert cast.codes(duty)[:-1] == ([code] if code else [])


@pytest.mark.parametrize(
    ("was", "now", "stands"),
    [("CHOICE PPO", "Choice PPO", False), ("CHOICE PPO", "BASIC HMO", True), ("", "BASIC HMO", False)],
)
def test_another_plan_is_a_change(was: str, now: str, stands: bool) -> None:
    duty = review(answer(BEFORE, plan_name=was), answer(AFTER, plan_name=now))

    assert (duty is not None) is stands


@pytest.mark.parametrize(("late", "count"), [(14, 4), (15, 3)])
def test_a_claim_that_the_payer_had_not_counted_yet_explains_a_drop(late: int, count: int) -> None:
    early = cast.made(BEFORE - timedelta(days=late))
    duty = review(
        answer(BEFORE, one(Kind.VISITS_REMAINING, 20)), answer(AFTER, one(Kind.VISITS_REMAINING, 10)),
        visits=(early, *MADE, *AHEAD),
    )  # fmt: skip

    assert duty is not None
    assert duty.why[0].params["count"] == count


def test_visits_of_a_discipline_that_shares_the_limit_explain_a_drop() -> None:
    physical = tuple(cast.made(v.on, discipline="PT") for v in MADE)
    shared = {"pooled_with": ("PT",)}
    checks = (
        answer(BEFORE, one(Kind.VISITS_REMAINING, 20, **shared)),
        answer(AFTER, one(Kind.VISITS_REMAINING, 14, **shared)),
    )

    assert review(*checks, visits=(*MADE, *physical, *AHEAD)) is None
    assert review(*checks) is not None


def test_a_new_year_begins_anew() -> None:
    later = date(2027, 1, 4)
    checks = (
        answer(BEFORE, one(Kind.VISITS_REMAINING, 20)),
        answer(later, one(Kind.VISITS_REMAINING, 3)),
    )

    assert review(*checks, on=later, visits=cast.every(2, later, 2)) is None


class TestTheDuty:
    checks = (answer(BEFORE, one(Kind.COPAY, 20)), answer(AFTER, one(Kind.COPAY, 40)))

    def test_says_what_was_and_what_is(self) -> None:
        duty = review(*self.checks)

        assert duty is not None
        assert duty.why[0].params == {
            "was_dollars": Decimal(20), "now_dollars": Decimal(40), "answered_on": AFTER, "earlier_on": BEFORE,
        }  # fmt: skip
        assert (duty.focus_id, duty.instance) == (PAYER.id, str(self.checks[1].id))

    def test_needs_a_visit(self) -> None:
        assert review(*self.checks, visits=MADE) is None

    def test_stands_on_though_the_payer_says_the_same_again(self) -> None:
        again = answer(ON, one(Kind.COPAY, 40))
        first, then = review(*self.checks), review(*self.checks, again)

        assert first is not None
        assert then is not None
        assert (first.key, first.digest) == (then.key, then.digest)

    def test_that_is_taken_back_is_a_change_of_its_own(self) -> None:
        back = review(*self.checks, answer(ON, one(Kind.COPAY, 20)))

        assert back is not None
        assert back.why[0].params["now_dollars"] == 20
        assert back.instance != str(self.checks[1].id)

    @pytest.mark.parametrize(("days", "stands"), [(30, True), (31, False)])
    def test_is_over_after_thirty_days(self, days: int, stands: bool) -> None:
        on = AFTER + timedelta(days=days)

        assert (review(*self.checks, on=on, visits=cast.every(2, on, 2)) is not None) is stands

    def test_is_closed_by_settling_it(self) -> None:
        duty = review(*self.checks)
        assert duty is not None
        act = Act(cast.new_id(), ActKind.DECIDED, duty.kind, duty.focus_id, duty.instance, ON, duty.digest)

        assert review(*self.checks, acts=(act,)) is None

    def test_compares_answers_by_the_same_road_only(self) -> None:
        assert review(self.checks[0], replace(self.checks[1], channel="call")) is None

    def test_compares_no_answers_of_another_plan(self) -> None:
        assert review(*self.checks, coverages=(replace(PAYER, changed_on=AFTER),)) is None
