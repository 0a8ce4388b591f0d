"""CERTIFY_PLAN and RECERTIFY_PLAN, vectors D01 to D03: first treatment on Monday 2026-01-05, Medicare Part B."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.care import plans
from otium.terms.care import PlanOfCare, Referral
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.payers import PayerType
from tests.rules import cast

START = date(2026, 1, 5)
CERTIFY_BY = date(2026, 2, 4)
RECERTIFY_BY = date(2026, 4, 5)
ON = date(2026, 1, 20)
MEDICARE = cast.coverage(PayerType.MEDICARE_B)
RULES = cast.book(ON).by_type[PayerType.MEDICARE_B]
ORDER = cast.referral(date(2026, 1, 2))
VISITS = cast.every(7, START, 16)  # to 20 April
PLAN = cast.plan(START)


def duty_of(
    kind: DutyKind,
    *found: PlanOfCare,
    on: date = ON,
    orders: tuple[Referral, ...] = (),
    payer_type: PayerType = PayerType.MEDICARE_B,
) -> Duty | None:
    payer = replace(MEDICARE, payer_type=payer_type)
    patient = cast.patient(coverages=(payer,), visits=VISITS, plans=found, referrals=orders)
    return cast.only(kind, patient, on, [cast.rate("100")])


class TestCertify:
    def test_by_thirty_days_after_the_first_treatment_day(self) -> None:
        """D01."""
        duty = duty_of(DutyKind.CERTIFY_PLAN, PLAN)

        assert duty is not None
        assert (duty.focus_type, duty.focus_id) == (FocusType.PLAN_OF_CARE, PLAN.id)
        assert (duty.due_on, duty.last_safe_on) == (date(2026, 1, 19), CERTIFY_BY)
        assert cast.codes(duty) == ["plan_unsigned", "plan_not_sent", "order_missing"]
        assert duty.at_risk.amount == Decimal(1600)

    def test_with_an_order_on_file_and_proof_of_sending_is_met_without_signature(self) -> None:
        """D02."""
        sent = replace(PLAN, sent_on=ON)

        assert duty_of(DutyKind.CERTIFY_PLAN, sent, orders=(ORDER,)) is None

    def test_without_an_order_the_signature_is_still_needed(self) -> None:
        """D03."""
        duty = duty_of(DutyKind.CERTIFY_PLAN, replace(PLAN, sent_on=ON))

        assert duty is not None
        assert cast.codes(duty) == ["plan_unsigned", "plan_sent", "order_missing"]
        assert duty.due_on == date(2026, 1, 28)

    @pytest.mark.parametrize(
        ("plan", "orders", "is_met"),
        [
            (replace(PLAN, certified_on=CERTIFY_BY + timedelta(days=40)), (), True),  # delayed certification
            (replace(PLAN, sent_on=CERTIFY_BY), (ORDER,), True),
            (replace(PLAN, sent_on=CERTIFY_BY + timedelta(days=1)), (ORDER,), False),
            (replace(PLAN, sent_on=ON), (replace(ORDER, written_on=None),), False),
            (replace(PLAN, sent_on=ON), (replace(ORDER, is_signed=False),), False),
            (replace(PLAN, sent_on=ON), (replace(ORDER, written_on=ON),), True),
            (replace(PLAN, sent_on=ON), (replace(ORDER, written_on=ON + timedelta(days=1)),), False),
            (replace(PLAN, sent_on=ON), (replace(ORDER, expires_on=START),), True),
            (replace(PLAN, sent_on=ON), (replace(ORDER, expires_on=START - timedelta(days=1)),), False),
            (replace(PLAN, sent_on=ON, is_recertification=True), (ORDER,), False),
        ],
    )
    def test_what_stands_in_for_the_signature(
        self, plan: PlanOfCare, orders: tuple[Referral, ...], is_met: bool
    ) -> None:
        assert plans.is_certified(plan, RULES, orders) is is_met

    @pytest.mark.parametrize(("starts_on", "is_met"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)])
    def test_orders_stand_in_from_2025_on(self, starts_on: date, is_met: bool) -> None:
        plan = cast.plan(starts_on, sent_on=starts_on + timedelta(days=3))
        order = cast.referral(starts_on)

        assert plans.is_certified(plan, RULES, (order,)) is is_met

    @pytest.mark.parametrize(
        ("payer_type", "stands"),
        [(PayerType.MEDICARE_B, True), (PayerType.MEDICARE_ADVANTAGE, False), (PayerType.COMMERCIAL, False)],
    )
    def test_only_where_the_payer_asks_for_it(self, payer_type: PayerType, stands: bool) -> None:
        assert (duty_of(DutyKind.CERTIFY_PLAN, PLAN, payer_type=payer_type) is not None) is stands

    @pytest.mark.parametrize(("on", "stands"), [(START - timedelta(days=1), False), (START, True)])
    def test_stands_from_the_first_treatment_day(self, on: date, stands: bool) -> None:
        assert (duty_of(DutyKind.CERTIFY_PLAN, PLAN, on=on) is not None) is stands

    @pytest.mark.parametrize(("days", "stands"), [(365, True), (366, False)])
    def test_stands_as_long_as_the_visits_can_be_billed(self, days: int, stands: bool) -> None:
        assert (duty_of(DutyKind.CERTIFY_PLAN, PLAN, on=START + timedelta(days=days)) is not None) is stands

    def test_is_asked_of_the_newest_initial_plan_only(self) -> None:
        older = cast.plan(date(2025, 6, 2))

        duty = duty_of(DutyKind.CERTIFY_PLAN, older, PLAN)

        assert duty is not None
        assert duty.focus_id == PLAN.id


class TestRecertify:
    signed = replace(PLAN, certified_on=date(2026, 1, 25))
    opens = RECERTIFY_BY - timedelta(days=21)

    def test_by_ninety_days_after_the_first_treatment_day(self) -> None:
        """D01: 2026-04-05, a Sunday; the visits after it are at risk."""
        duty = duty_of(DutyKind.RECERTIFY_PLAN, self.signed, on=self.opens)

        assert duty is not None
        assert duty.last_safe_on == RECERTIFY_BY
        assert duty.due_on == date(2026, 3, 20)
        assert duty.why[0].params == {"by_on": RECERTIFY_BY, "visit_on": date(2026, 4, 6)}
        assert duty.at_risk.visits == 3

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({}, RECERTIFY_BY),
            ({"ends_on": date(2026, 3, 1)}, date(2026, 3, 1)),
            ({"ends_on": date(2026, 6, 1)}, RECERTIFY_BY),
            ({"duration_weeks": 6}, date(2026, 2, 16)),
            ({"duration_weeks": 12}, date(2026, 3, 30)),
            ({"duration_weeks": 13}, RECERTIFY_BY),
        ],
    )
    def test_at_the_plans_end_if_that_is_shorter(self, change: dict[str, object], expected: date) -> None:
        assert plans.recertify_by(replace(PLAN, **change), RULES) == expected  # type: ignore[arg-type]

    @pytest.mark.parametrize(("on", "stands"), [(opens - timedelta(days=1), False), (opens, True)])
    def test_opens_three_weeks_before(self, on: date, stands: bool) -> None:
        assert (duty_of(DutyKind.RECERTIFY_PLAN, self.signed, on=on) is not None) is stands

    @pytest.mark.parametrize(("on", "stands"), [(VISITS[-1].on, True), (VISITS[-1].on + timedelta(days=1), False)])
    def test_is_needed_only_while_care_goes_on(self, on: date, stands: bool) -> None:
        assert (duty_of(DutyKind.RECERTIFY_PLAN, self.signed, on=on) is not None) is stands

    def test_needs_a_signature_whatever_was_sent(self) -> None:
        """D02: the exception is for the initial certification only."""
        written = cast.plan(date(2026, 3, 30), is_recertification=True, sent_on=date(2026, 3, 30))

        duty = duty_of(DutyKind.RECERTIFY_PLAN, self.signed, written, on=date(2026, 4, 1), orders=(ORDER,))

        assert duty is not None
        assert duty.focus_id == self.signed.id
        assert duty.last_safe_on == RECERTIFY_BY
        assert duty.why[0].params == {"starts_on": date(2026, 3, 30), "by_on": RECERTIFY_BY}

    def test_signed_it_is_met_and_counts_ninety_days_anew(self) -> None:
        renewed = cast.plan(date(2026, 4, 5), is_recertification=True, certified_on=date(2026, 4, 3))

        assert duty_of(DutyKind.RECERTIFY_PLAN, self.signed, renewed, on=date(2026, 4, 6)) is None
        assert plans.recertify_by(renewed, RULES) == date(2026, 7, 4)

    def test_alone_on_file_without_signature_it_was_due_on_its_first_day(self) -> None:
        alone = cast.plan(date(2026, 4, 5), is_recertification=True)

        duty = duty_of(DutyKind.RECERTIFY_PLAN, alone, on=date(2026, 4, 6))

        assert duty is not None
        assert (duty.focus_id, duty.last_safe_on) == (alone.id, date(2026, 4, 5))
