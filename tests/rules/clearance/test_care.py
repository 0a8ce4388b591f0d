"""PLAN_OF_CARE and PROGRESS_REPORT, vectors D01 to D04."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otium.terms.care import ProgressReport
from otium.terms.clearance import ClearanceCheck, Finding
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit, VisitStatus, VisitType
from tests.rules import cast
from tests.rules.clearance.ledgers import column, only, said

PLAN, REPORT = ClearanceCheck.PLAN_OF_CARE, ClearanceCheck.PROGRESS_REPORT
MEDICARE = cast.coverage(PayerType.MEDICARE_B)
FIRST = date(2026, 1, 5)  # D01: certified by 4 February, recertified by 5 April
BY, AGAIN_BY = date(2026, 2, 4), date(2026, 4, 5)
SIGNED = {"certified_on": date(2026, 1, 20)}


def facts(*plans: Any, visits: tuple[Visit, ...], **more: Any) -> PatientFacts:
    return cast.patient(**{"coverages": (MEDICARE,), "plans": plans, "visits": visits} | more)


class TestVectorD01:
    @pytest.mark.parametrize(
        ("on", "result"),
        [(BY, ("at_risk", "plan_unsigned")), (BY + timedelta(days=1), ("blocked", "plan_not_certified"))],
    )
    def test_without_a_signature_visits_are_at_risk_until_its_last_day(self, on: date, result: tuple[str, str]) -> None:
        found = only(facts(cast.plan(FIRST), visits=(cast.visit(date(2026, 2, 9)),)), PLAN, on)

        assert said([found]) == [result]
        assert (found.params["by_on"], found.act) == (BY, "certify_plan")

    @pytest.mark.parametrize(
        ("visit_on", "result"),
        [(AGAIN_BY, ("clear", "plan_certified")), (AGAIN_BY + timedelta(days=1), ("at_risk", "recertification_due"))],
    )
    def test_signed_it_holds_for_ninety_days(self, visit_on: date, result: tuple[str, str]) -> None:
        found = only(facts(cast.plan(FIRST, **SIGNED), visits=(cast.visit(visit_on),)), PLAN, date(2026, 3, 1))

        assert said([found]) == [result]

    @pytest.mark.parametrize(("on", "state"), [(AGAIN_BY, "at_risk"), (AGAIN_BY + timedelta(days=1), "blocked")])
    def test_after_the_last_day_of_the_period_visits_are_blocked(self, on: date, state: str) -> None:
        found = only(facts(cast.plan(FIRST, **SIGNED), visits=(cast.visit(date(2026, 4, 9)),)), PLAN, on)

        assert (found.state, found.act) == (state, "recertify_plan")

    def test_a_signed_recertification_counts_ninety_days_anew(self) -> None:
        again = cast.plan(date(2026, 4, 1), is_recertification=True, certified_on=date(2026, 4, 2))
        visits = (cast.visit(date(2026, 6, 30)), cast.visit(date(2026, 7, 1)))

        found = column(facts(cast.plan(FIRST, **SIGNED), again, visits=visits), PLAN, date(2026, 6, 1))

        assert said(found) == [("clear", "plan_certified"), ("at_risk", "recertification_due")]

    def test_an_unsigned_recertification_does_not(self) -> None:
        again = cast.plan(date(2026, 4, 1), is_recertification=True)
        visits = (cast.visit(date(2026, 4, 5)), cast.visit(date(2026, 4, 6)))

        found = column(facts(cast.plan(FIRST, **SIGNED), again, visits=visits), PLAN, date(2026, 4, 1))

        assert said(found) == [("clear", "plan_certified"), ("at_risk", "recertification_unsigned")]


@pytest.mark.parametrize(
    ("order", "result"),
    [
        (True, ("clear", "plan_certified")),  # D02: order on file, sent 20 January
        (False, ("blocked", "plan_not_certified")),  # D03: no order
    ],
)
def test_vectors_d02_and_d03_an_order_on_file_stands_in_for_the_signature(order: bool, result: tuple[str, str]) -> None:
    orders = (cast.referral(date(2026, 1, 2), is_signed=True),) if order else ()
    plan = cast.plan(FIRST, sent_on=date(2026, 1, 20))

    found = only(facts(plan, visits=(cast.visit(date(2026, 3, 2)),), referrals=orders), PLAN, date(2026, 2, 20))

    assert said([found]) == [result]


def test_vector_d02_recertification_still_needs_a_signature() -> None:
    order = cast.referral(date(2026, 1, 2), is_signed=True)
    sent = cast.plan(FIRST, sent_on=date(2026, 1, 20))
    again = cast.plan(date(2026, 4, 3), is_recertification=True, sent_on=date(2026, 4, 3))
    visits = (cast.visit(date(2026, 4, 20)),)

    found = only(facts(sent, again, visits=visits, referrals=(order,)), PLAN, date(2026, 4, 20))

    assert said([found]) == [("blocked", "recertification_unsigned")]


def test_a_new_episode_does_not_live_on_the_plan_of_the_old_one() -> None:
    old, new = cast.plan(FIRST, **SIGNED), cast.plan(date(2026, 2, 20))

    found = only(facts(old, new, visits=(cast.visit(date(2026, 3, 2)),)), PLAN, date(2026, 2, 25))

    assert said([found]) == [("at_risk", "plan_unsigned")]
    assert found.params["starts_on"] == date(2026, 2, 20)


@pytest.mark.parametrize(
    ("kind", "result"),
    [(VisitType.EVALUATION, ("not_needed", "plan_made_here")), (VisitType.TREATMENT, ("unknown", "plan_missing"))],
)
def test_without_a_plan_on_file(kind: VisitType, result: tuple[str, str]) -> None:
    found = only(facts(visits=(cast.visit(date(2026, 3, 2), kind=kind),)), PLAN, date(2026, 3, 1))

    assert said([found]) == [result]


def test_only_where_the_payer_asks_for_them() -> None:
    commercial = replace(MEDICARE, payer_type=PayerType.COMMERCIAL)
    patient = facts(cast.plan(FIRST), visits=(cast.visit(date(2026, 3, 2)),), coverages=(commercial,))

    found = [only(patient, check, date(2026, 3, 1)) for check in (PLAN, REPORT)]

    assert said(found) == [("not_needed", "plan_not_asked")] * 2


EVALUATION = date(2026, 9, 1)


def daily(made: int, n: int = 13) -> tuple[Visit, ...]:
    """n visits, a week apart, the first an evaluation, the first `made` of them done."""
    visits = (cast.visit(EVALUATION, kind=VisitType.EVALUATION), *cast.every(7, EVALUATION + timedelta(days=7), n - 1))
    return tuple(replace(v, status=VisitStatus.DONE) if at < made else v for at, v in enumerate(visits))


def day(n: int) -> date:
    return EVALUATION + timedelta(days=7 * (n - 1))


def reports(made: int, on: date, *written: date) -> list[Finding]:
    done = tuple(ProgressReport(cast.new_id(), cast.PATIENT, day) for day in written)
    return column(facts(visits=daily(made), reports=done), REPORT, on)


class TestVectorD04:
    def test_with_the_tenth_treatment_day_the_report_is_due_and_the_eleventh_waits_for_it(self) -> None:
        found = reports(9, day(10))

        assert said(found[:2]) == [("at_risk", "progress_due"), ("blocked", "progress_overdue")]
        assert found[0].act == "write_progress_report"

    def test_before_the_tenth_day_has_come_nothing_is_blocked(self) -> None:
        found = reports(8, day(9))

        assert said(found[:3]) == [("clear", "progress_within"), *[("at_risk", "progress_due")] * 2]
        assert found[0].params == {"day": 9, "days": 10}

    @pytest.mark.parametrize(("on", "counts"), [(day(8) - timedelta(days=1), False), (day(8), True)])
    def test_before_the_eighth_day_it_is_too_early_to_ask(self, on: date, counts: bool) -> None:
        found = reports(7, on)[-1]

        assert (found.counts, found.state) == (counts, "at_risk" if counts else "unknown")

    def test_a_report_begins_a_new_count(self) -> None:
        found = reports(10, day(10), day(10))

        assert said(found) == [("clear", "progress_within")] * 3
        assert found[0].params["day"] == 1
