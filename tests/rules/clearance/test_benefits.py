"""BENEFIT_VISITS and BENEFIT_DOLLARS, vectors E02 and E03: what each visit leaves of every limit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.rules import case as cases
from otium.rules import clearance, payer_rules
from otium.terms.clearance import ClearanceCheck, Finding
from otium.terms.coverage import Benefit, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Act, ActKind, DutyKind
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerOverride, PayerType
from otium.terms.schedule import Visit
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, column, of, only, said

VISITS, DOLLARS = ClearanceCheck.BENEFIT_VISITS, ClearanceCheck.BENEFIT_DOLLARS
LIMIT, LEFT, USED = BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_REMAINING, BenefitKind.VISITS_USED
MONEY_LEFT = BenefitKind.DOLLARS_REMAINING
PAYER = cast.coverage()
WEEKLY = cast.every(7, date(2026, 11, 25), 6)  # 25 November to 30 December
RATES = [cast.rate("100")]


def facts(
    *benefits: Benefit,
    visits: Iterable[Visit] = WEEKLY,
    coverage: Coverage = PAYER,
    answered_on: date = ON,
    **more: Any,
) -> PatientFacts:
    answer = cast.check(coverage, answered_on, *benefits, coverage_ends_on=more.pop("coverage_ends_on", None))
    return cast.patient(coverages=(coverage,), checks=(answer,), visits=tuple(visits), **more)


def with_rule(patient: PatientFacts, name: str, value: Any, check: ClearanceCheck = VISITS) -> list[Finding]:
    """What the check finds where the practice says this of commercial payers."""
    book = payer_rules.book(cast.texts(), [PayerOverride("commercial", name, value, "the practice")], ON)
    found = clearance.ledger(cases.of(patient, replace(cast.practice(ON, RATES), book=book), ON))
    return [of(visit.findings, check) for visit in found.visits]


def states(found: Iterable[Finding]) -> list[str]:
    return [f.state.value for f in found]


@pytest.mark.parametrize(("left", "beyond"), [(0, 6), (3, 3), (5, 1), (6, 0), (-1, 6)])
def test_the_visits_after_the_last_that_remained_are_blocked(left: int, beyond: int) -> None:
    found = column(facts(cast.benefit(LEFT, left)), VISITS)

    assert states(found) == ["clear"] * (6 - beyond) + ["blocked"] * beyond


def test_each_visit_says_what_it_leaves_and_how_far_beyond_it_is() -> None:
    found = column(facts(cast.benefit(LEFT, 4), cast.benefit(LIMIT, 30)), VISITS)

    assert [f.params["left"] for f in found[:4]] == [3, 2, 1, 0]
    assert found[0].params["limit"] == 30
    assert [f.params["beyond"] for f in found[4:]] == [1, 2]
    assert found[4].params == {"remaining": 4, "beyond": 1, "disciplines": "OT", "answered_on": ON}
    assert {f.act for f in found[4:]} == {"tell_benefit_limit"}


def test_vector_e03_limit_less_used_is_what_is_left() -> None:
    found = column(facts(cast.benefit(LIMIT, 30, period="calendar_year"), cast.benefit(USED, 12)), VISITS)

    assert found[0].params["left"] == 17  # 18, less this visit


class TestVectorE02ASharedLimit:
    shared = (
        cast.benefit(LIMIT, 60, pooled_with=("PT",), period="calendar_year"),
        cast.benefit(LEFT, 22, pooled_with=("PT",)),
    )
    physical = cast.every(1, date(2026, 11, 26), 20, discipline="PT", hour=8)

    def test_is_drawn_on_by_both(self) -> None:
        found = column(facts(*self.shared, visits=(*WEEKLY, *self.physical)), VISITS)

        assert [f.params.get("left") for f in found[:3]] == [21, 13, 5]  # after 0, 7 and 14 visits of PT
        assert states(found) == ["clear", "clear", "clear", "blocked", "blocked", "blocked"]
        assert found[3].params["disciplines"] == "OT PT"

    def test_beside_a_limit_of_its_own_the_worse_counts(self) -> None:
        found = column(facts(*self.shared, cast.benefit(LEFT, 1)), VISITS)

        assert states(found) == ["clear", *["blocked"] * 5]
        assert found[0].params["left"] == 0

    def test_is_shared_by_the_payers_rule_where_the_answer_does_not_say(self) -> None:
        own = facts(cast.benefit(LEFT, 6), visits=(*WEEKLY, *self.physical[:2]))

        assert states(column(own, VISITS)) == ["clear"] * 6
        assert states(with_rule(own, "limit_pools_with", "PT SLP")) == ["clear"] * 4 + ["blocked"] * 2


def test_ten_visits_past_a_pooled_limit_are_named_from_the_first_on() -> None:
    many = cast.every(1, date(2026, 12, 1), 14)
    patient = facts(cast.benefit(LEFT, 4, pooled_with=("PT", "SLP")), visits=many)

    found = clearance.ledger(cast.case(patient, ON, RATES))

    (limit,) = [x for x in found.limits if x.check is VISITS]
    assert (limit.visit_id, limit.on, limit.visits) == (many[4].id, date(2026, 12, 5), 10)
    assert limit.dollars == Decimal(1000)
    assert limit.finding.params["beyond"] == 1
    assert found.visits[-1].findings[1].params["beyond"] == 10


class TestTheBenefitYear:
    turn = cast.every(7, date(2026, 12, 15), 5)  # 15, 22, 29 December, 5, 12 January

    @pytest.mark.parametrize("period", ["calendar_year", ""])
    def test_begins_in_january_and_nobody_knows_its_limit_yet(self, period: str) -> None:
        found = column(facts(cast.benefit(LEFT, 2, period=period), visits=self.turn), VISITS)

        assert said(found[2:]) == [("blocked", "limit_beyond"), *[("unknown", "limit_next_year")] * 2]
        assert [f.counts for f in found] == [True, True, True, False, False]

    def test_that_the_same_limit_would_not_last_for_is_at_risk(self) -> None:
        january = cast.every(1, date(2027, 1, 4), 4)

        found = column(facts(cast.benefit(LEFT, 2), cast.benefit(LIMIT, 3), visits=january), VISITS)

        assert said(found) == [*[("unknown", "limit_next_year")] * 3, ("at_risk", "limit_next_year_beyond")]
        assert found[3].params == {"from_on": date(2027, 1, 1), "limit": 3, "beyond": 1}

    @pytest.mark.parametrize(
        ("starts_on", "blocked"),
        [
            (date(2025, 12, 29), 0),  # the year ends 28 December, after two visits
            (date(2025, 12, 30), 1),
            (date(2024, 1, 5), 1),  # it ends on 4 January, after three
            (date(2024, 1, 6), 2),
            (None, 3),  # nobody knows when it ends
        ],
    )
    def test_of_the_plan_begins_on_the_coverages_anniversary(self, starts_on: date | None, blocked: int) -> None:
        coverage = replace(PAYER, starts_on=starts_on)

        found = column(facts(cast.benefit(LEFT, 2, period="service_year"), visits=self.turn, coverage=coverage), VISITS)

        assert states(found).count("blocked") == blocked

    @pytest.mark.parametrize(("ends_on", "blocked"), [(date(2026, 12, 28), 0), (date(2026, 12, 29), 1)])
    def test_of_the_plan_ends_where_the_payer_says_the_coverage_does(self, ends_on: date, blocked: int) -> None:
        patient = facts(cast.benefit(LEFT, 2, period="service_year"), visits=self.turn, coverage_ends_on=ends_on)

        assert [f.fact for f in column(patient, VISITS)].count("limit_beyond") == blocked

    @pytest.mark.parametrize(("period", "blocked"), [("", 2), ("calendar_year", 1)])
    def test_is_the_payers_usual_one_where_the_answer_does_not_say(self, period: str, blocked: int) -> None:
        coverage = replace(PAYER, starts_on=date(2024, 1, 6))
        patient = facts(cast.benefit(LEFT, 2, period=period), visits=self.turn, coverage=coverage)

        assert states(with_rule(patient, "limit_year", "plan")).count("blocked") == blocked

    def test_that_begins_on_a_leap_day_begins_on_the_first_of_march_in_other_years(self) -> None:
        coverage = replace(PAYER, starts_on=date(2024, 2, 29))
        visits = (cast.visit(date(2027, 2, 28)), cast.visit(date(2027, 3, 1)))

        found = column(facts(cast.benefit(LEFT, 0, period="service_year"), visits=visits, coverage=coverage), VISITS)

        assert said(found) == [("blocked", "limit_beyond"), ("unknown", "limit_next_year")]

    @pytest.mark.parametrize("period", ["lifetime", "contract", "episode", "admission"])
    def test_never_begins_anew_for_other_periods(self, period: str) -> None:
        found = column(facts(cast.benefit(LEFT, 2, period=period), visits=self.turn), VISITS)

        assert states(found) == ["clear", "clear", "blocked", "blocked", "blocked"]


class TestHowHard:
    def test_a_limit_that_the_payer_may_exceed_is_at_risk(self) -> None:
        patient = facts(cast.benefit(LEFT, 5))

        assert said(with_rule(patient, "limits_are_hard", value=False)[5:]) == [("at_risk", "limit_exceedable")]
        assert said(with_rule(patient, "limits_are_hard", value=True)[5:]) == [("blocked", "limit_beyond")]

    @pytest.mark.parametrize(
        ("birth_on", "result"),
        [
            (date(2005, 12, 31), ("at_risk", "limit_soft_beyond")),  # 20 on 30 December
            (date(2005, 12, 30), ("blocked", "limit_beyond")),  # 21 that day
            (None, ("blocked", "limit_beyond")),
        ],
    )
    def test_medicaid_of_a_child_is_asked_for_more_and_never_blocked(
        self, birth_on: date | None, result: tuple[str, str]
    ) -> None:
        medicaid = replace(PAYER, payer_type=PayerType.MEDICAID_FFS)
        found = column(facts(cast.benefit(LEFT, 5), coverage=medicaid, birth_on=birth_on), VISITS)[5]

        assert said([found]) == [result]
        assert found.act == ("request_beyond_limit" if result[0] == "at_risk" else "tell_benefit_limit")

    @pytest.mark.parametrize(
        ("entered_on", "result"),
        [
            (None, ("at_risk", "limit_requested")),
            (date(2026, 11, 25), ("at_risk", "limit_requested")),
            (date(2026, 11, 26), ("clear", "limit_approved")),
        ],
    )
    def test_once_asked_for_it_waits_for_an_approval_entered_since(
        self, entered_on: date | None, result: tuple[str, str]
    ) -> None:
        medicaid = replace(PAYER, payer_type=PayerType.MEDICAID_FFS)
        sent = Act(cast.new_id(), ActKind.SENT, DutyKind.REQUEST_BEYOND_LIMIT, PAYER.id, "2026", date(2026, 11, 26))
        approved = cast.authorization(date(2026, 11, 1), date(2027, 1, 31), 20, entered_on=entered_on)
        patient = facts(cast.benefit(LEFT, 5), coverage=medicaid, birth_on=date(2015, 1, 1), acts=(sent,),
                        authorizations=(approved,))  # fmt: skip

        found = column(patient, VISITS, date(2026, 11, 27))

        assert said(found[-1:]) == [result]


class TestWhatIsNotKnown:
    def test_without_an_answer(self) -> None:
        patient = cast.patient(coverages=(PAYER,), visits=WEEKLY[:1])

        assert said([only(patient, VISITS)]) == [("unknown", "limit_not_asked")]

    def test_an_answer_that_states_no_limit(self) -> None:
        patient = facts(visits=WEEKLY[:1])

        assert said([only(patient, VISITS), only(patient, DOLLARS)]) == [("unknown", "limit_not_stated")] * 2

    @pytest.mark.parametrize(
        ("kind", "visits", "dollars"),
        [
            (LIMIT, ("unknown", "limit_use_unknown"), ("not_needed", "limit_other_kind")),
            (BenefitKind.DOLLAR_LIMIT, ("not_needed", "limit_other_kind"), ("unknown", "limit_use_unknown")),
            (LEFT, ("clear", "limit_within"), ("not_needed", "limit_other_kind")),
            (MONEY_LEFT, ("not_needed", "limit_other_kind"), ("clear", "dollars_within")),
        ],
    )
    def test_a_limit_whose_use_is_not_stated(
        self, kind: BenefitKind, visits: tuple[str, str], dollars: tuple[str, str]
    ) -> None:
        patient = facts(cast.benefit(kind, 900), visits=WEEKLY[:1])

        found = [only(patient, check, rates=RATES) for check in (VISITS, DOLLARS)]

        assert said(found) == [visits, dollars]

    def test_two_amounts_for_one_benefit_are_for_somebody_to_decide(self) -> None:
        found = column(facts(cast.benefit(LEFT, 6), cast.benefit(LEFT, 2)), VISITS)

        assert {(each.state, each.fact, each.act) for each in found} == {
            ("unknown", "limit_in_doubt", "decide_benefit")
        }


class TestDollars:
    @pytest.mark.parametrize(("left", "beyond"), [(600, 0), (599, 1), (400, 2), (0, 6)])
    def test_are_used_at_the_expected_rate(self, left: int, beyond: int) -> None:
        found = column(facts(cast.benefit(MONEY_LEFT, left)), DOLLARS, rates=RATES)

        assert states(found) == ["clear"] * (6 - beyond) + ["blocked"] * beyond

    def test_of_visits_without_a_rate_are_unknown_and_never_clear(self) -> None:
        found = only(facts(cast.benefit(MONEY_LEFT, 500), visits=WEEKLY[:1]), DOLLARS)

        assert (found.state, found.fact, found.act) == ("unknown", "limit_unpriced", "enter_rate")

    def test_of_medicare_are_a_threshold(self) -> None:
        medicare = replace(PAYER, payer_type=PayerType.MEDICARE_B)
        patient = facts(cast.benefit(MONEY_LEFT, 0), coverage=medicare, visits=WEEKLY[:1])

        found = [only(patient, check, rates=RATES) for check in (VISITS, DOLLARS)]

        assert said(found) == [("not_needed", "limit_is_threshold")] * 2


@pytest.mark.parametrize(("day", "counts"), [(ON - timedelta(days=3), True), (ON - timedelta(days=4), False)])
def test_visits_since_the_answer_are_taken_off(day: date, counts: bool) -> None:
    made = cast.made(day)
    patient = facts(cast.benefit(LEFT, 1), visits=(made, WEEKLY[0]), answered_on=ON - timedelta(days=3))

    assert states(column(patient, VISITS)) == ["blocked" if counts else "clear"]


COPAY = BenefitKind.COPAY


@pytest.mark.parametrize(
    ("later", "blocked"),
    [
        (cast.check(PAYER, ON, cast.benefit(COPAY, 40), channel="call"), True),  # it asked for the copay alone
        (cast.check(PAYER, ON, cast.benefit(LEFT, 20), channel="call"), False),  # it was told anew
        (cast.check(PAYER, ON, cast.benefit(COPAY, 40)), False),  # the payer's wire states it no more
    ],
)
def test_a_call_that_asked_for_something_else_leaves_the_limit_as_it_was_told(later: Any, blocked: bool) -> None:
    told = cast.check(PAYER, ON - timedelta(days=9), cast.benefit(LEFT, 2))
    patient = cast.patient(coverages=(PAYER,), checks=(told, later), visits=WEEKLY)

    assert ("blocked" in states(column(patient, VISITS))) is blocked


@pytest.mark.parametrize(
    ("between", "coverage"),
    [
        ((), replace(PAYER, changed_on=ON - timedelta(days=3))),
        ((cast.check(PAYER, ON - timedelta(days=3), status=CheckStatus.INACTIVE),), PAYER),
    ],
)
def test_what_was_told_before_the_coverage_changed_or_lapsed_is_no_limit_of_it(
    between: tuple[Any, ...], coverage: Coverage
) -> None:
    told = cast.check(PAYER, ON - timedelta(days=9), cast.benefit(LEFT, 2))
    call = cast.check(PAYER, ON, cast.benefit(COPAY, 40), channel="call")
    patient = cast.patient(coverages=(coverage,), checks=(told, *between, call), visits=WEEKLY)

    assert {f.fact for f in column(patient, VISITS)} == {"limit_not_stated"}
