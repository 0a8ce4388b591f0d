"""DECIDE_BENEFIT: which of several values holds is a person's word, and until then none does."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from otium.rules.eligibility.limits import in_doubt, limits_of
from otium.terms.coverage import Benefit, BenefitCheck, BenefitDecision, BenefitKind
from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import PatientFacts
from tests.rules import cast

ON = date(2026, 11, 23)
PAYER = cast.coverage()
VISITS = cast.every(2, ON + timedelta(days=3), 4)
LEFT, LIMIT, COPAY, NEEDED = (
    BenefitKind.VISITS_REMAINING, BenefitKind.VISIT_LIMIT, BenefitKind.COPAY, BenefitKind.AUTHORIZATION_REQUIRED,
)  # fmt: skip


def wire(*benefits: Benefit, on: date = ON, **more: Any) -> BenefitCheck:
    return cast.check(PAYER, on, *benefits, **more)


def call(*benefits: Benefit, on: date = ON) -> BenefitCheck:
    at = datetime.combine(on, time(13), tzinfo=wire().answered_at.tzinfo)
    return replace(cast.check(PAYER, on, *benefits, channel="call"), answered_at=at)


def facts(*checks: BenefitCheck, decisions: tuple[BenefitDecision, ...] = (), **more: Any) -> PatientFacts:
    return cast.patient(**{"coverages": (PAYER,), "visits": VISITS} | more, checks=checks, decisions=decisions)


def decide(*checks: BenefitCheck, **more: Any) -> list[Duty]:
    return [d for d in cast.derive(facts(*checks, **more), ON) if d.kind is DutyKind.DECIDE_BENEFIT]


def decision(duty: Duty, benefit: Benefit, on: date = ON) -> BenefitDecision:
    assert duty.ground is not None
    return BenefitDecision(UUID(int=77), PAYER.id, str(duty.ground["digest"]), benefit, on)


def copay(amount: int, **more: Any) -> Benefit:
    return cast.benefit(COPAY, amount, **more)


@pytest.mark.parametrize(
    ("checks", "doubts"),
    [
        ([wire(copay(20), copay(50))], 1),
        ([wire(copay(20))], 0),
        ([wire(copay(20), copay(20))], 0),
        ([wire(copay(20), copay(50, level="FAM"))], 0),
        ([wire(copay(20), copay(50, in_network=False))], 0),
        ([wire(cast.benefit(NEEDED, flag=True), cast.benefit(NEEDED, flag=False))], 1),
        ([wire(cast.benefit(LIMIT, 30, period="calendar_year"), cast.benefit(LIMIT, 3, period="month"))], 0),
        ([wire(cast.benefit(LIMIT, 30), cast.benefit(LIMIT, 60, pooled_with=("PT",)))], 0),
        ([wire(cast.benefit(LIMIT, 30), cast.benefit(LIMIT, 20), cast.benefit(LEFT, 5), cast.benefit(LEFT, 6))], 2),
        ([wire(cast.benefit(BenefitKind.OTHER_PAYER, text="A"), cast.benefit(BenefitKind.OTHER_PAYER, text="B"))], 0),
        # by two roads
        ([wire(copay(20)), call(copay(50))], 1),
        ([wire(copay(20)), call(copay(20))], 0),
        ([wire(copay(20)), call(cast.benefit(LEFT, 5))], 0),
        ([wire(cast.benefit(LEFT, 9)), call(cast.benefit(LEFT, 5))], 1),
        ([wire(cast.benefit(LEFT, 9), on=ON - timedelta(days=1)), call(cast.benefit(LEFT, 5))], 0),  # it counts on
        ([wire(copay(20), on=ON - timedelta(days=30)), call(copay(50))], 1),
        ([wire(copay(20), on=ON - timedelta(days=31)), call(copay(50))], 0),  # stale: what was told since holds
        ([replace(call(copay(40), on=ON - timedelta(days=9)), channel="portal"), call(copay(50))], 1),
        ([call(copay(50), on=ON - timedelta(days=1)), wire(copay(20))], 0),  # the newer answer is the wire's
        ([wire(cast.benefit(LIMIT, 30), cast.benefit(LIMIT, 60, pooled_with=("PT",))),
          call(cast.benefit(LIMIT, 30))], 0),
    ],
)  # fmt: skip
def test_values_that_cannot_both_hold_are_decided_by_a_person(checks: list[BenefitCheck], doubts: int) -> None:
    assert len(decide(*checks)) == doubts


def test_without_a_visit_that_draws_on_it_nobody_decides() -> None:
    assert decide(wire(copay(20), copay(50)), visits=()) == []


def test_an_answer_about_an_older_plan_contradicts_nothing() -> None:
    changed = replace(PAYER, changed_on=ON)

    assert decide(wire(copay(20), on=ON - timedelta(days=1)), call(copay(50)), coverages=(changed,)) == []


def test_it_is_due_before_the_visit_and_names_each_side() -> None:
    (duty,) = decide(wire(copay(20)), call(copay(50)))

    assert (duty.last_safe_on, duty.appointment_id) == (VISITS[0].on, VISITS[0].id)
    assert cast.codes(duty) == ["answers_contradict", "answer_says", "answer_says", "next_visit"]
    assert duty.why[0].params == {"what": "copay", "count": 2}
    assert {r.params["channel"] for r in duty.why[1:3]} == {"x12", "call"}


class TestALimitInDoubt:
    checks = (wire(cast.benefit(LIMIT, 30), cast.benefit(LEFT, 1), cast.benefit(LEFT, 9)),)

    def test_is_not_taken_at_its_worse_value(self) -> None:
        case = cast.case(facts(*self.checks), ON)
        answer = case.latest_answer(PAYER)

        assert answer is not None
        assert limits_of(answer) == ()
        assert in_doubt(answer, is_dollars=False)
        assert not in_doubt(answer, is_dollars=True)
        assert cast.only(DutyKind.TELL_BENEFIT_LIMIT, facts(*self.checks), ON) is None

    @pytest.mark.parametrize(("chosen", "is_told"), [(1, True), (9, False)])
    def test_holds_as_a_person_decided(self, chosen: int, is_told: bool) -> None:
        (duty,) = decide(*self.checks)
        held = next(b for b in self.checks[0].benefits if b.kind is LEFT and b.amount == chosen)

        decided = facts(*self.checks, decisions=(decision(duty, held),))

        assert cast.only(DutyKind.DECIDE_BENEFIT, decided, ON) is None
        assert (cast.only(DutyKind.TELL_BENEFIT_LIMIT, decided, ON) is not None) is is_told

    def test_is_not_derived_from_the_other_figures(self) -> None:
        more = replace(self.checks[0], benefits=(*self.checks[0].benefits, cast.benefit(BenefitKind.VISITS_USED, 29)))

        assert limits_of(cast.case(facts(more), ON).latest_answer(PAYER) or more) == ()


class TestADecision:
    said, told = wire(copay(20), on=ON - timedelta(days=2)), call(copay(50), on=ON - timedelta(days=2))

    def made(self) -> BenefitDecision:
        (duty,) = decide(self.said, self.told)
        return decision(duty, self.told.benefits[0], ON - timedelta(days=2))

    def held(self, *checks: BenefitCheck, **more: Any) -> list[Any]:
        case = cast.case(facts(*checks, decisions=(self.made(),), **more), ON)
        answer = case.latest_answer(PAYER)
        return [(b.amount, b.is_ambiguous) for b in (answer.benefits if answer else ()) if b.kind is COPAY]

    def test_stands_while_the_payer_says_the_same_again(self) -> None:
        assert self.held(self.said, self.told, wire(copay(20))) == [(50, False)]

    def test_says_nothing_once_the_payer_says_something_new(self) -> None:
        assert self.held(self.said, self.told, wire(copay(25))) == [(25, False)]

    def test_is_asked_for_anew_in_another_year(self) -> None:
        later = date(2027, 1, 4)
        visits = cast.every(2, later, 2)
        decided = facts(
            self.said, self.told, wire(copay(20), copay(50), on=later), decisions=(self.made(),), visits=visits
        )

        assert cast.only(DutyKind.DECIDE_BENEFIT, decided, later) is not None

    def test_about_another_coverage_says_nothing(self) -> None:
        other = replace(self.made(), coverage_id=UUID(int=5))

        assert len(decide(self.said, self.told, decisions=(other,))) == 1


def test_a_contradiction_that_is_settled_by_a_newer_answer_closes_by_itself() -> None:
    assert decide(wire(copay(20), copay(50), on=ON - timedelta(days=1)), wire(copay(20))) == []
