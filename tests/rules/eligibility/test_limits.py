"""TELL_BENEFIT_LIMIT: the visit that the plan's yearly limit no longer pays for."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.eligibility.limits import limits_of
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit
from tests.rules import cast

ANSWERED = date(2026, 10, 1)
ON = date(2026, 10, 20)
FIRST = date(2026, 10, 6)
PAYER = cast.coverage()
VISITS = cast.every(7, FIRST, 6)  # 6, 13, 20, 27 October, 3, 10 November
LIMIT, LEFT, USED = BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_REMAINING, BenefitKind.VISITS_USED


def tell(
    *benefits: Benefit, visits: tuple[Visit, ...] = VISITS, on: date = ON, answered_on: date = ANSWERED
) -> Duty | None:
    answer = cast.check(PAYER, answered_on, *benefits)
    patient = cast.patient(coverages=(PAYER,), checks=(answer,), visits=visits)
    return cast.only(DutyKind.TELL_BENEFIT_LIMIT, patient, on, [cast.rate("100")])


@pytest.mark.parametrize(
    ("left", "crosses"), [(0, VISITS[0]), (4, VISITS[4]), (5, VISITS[5]), (6, None), (-1, VISITS[0])]
)
def test_the_visit_after_the_last_that_remained_crosses(left: int, crosses: Visit | None) -> None:
    duty = tell(cast.benefit(LEFT, left))

    assert (duty.appointment_id if duty else None) == (crosses.id if crosses else None)


def test_the_duty_says_when_from_what_answer_and_what_is_lost() -> None:
    duty = tell(cast.benefit(LEFT, 4))

    assert duty is not None
    assert (duty.focus_id, duty.instance) == (PAYER.id, "2026")
    assert duty.why[0].params == {"visit_on": date(2026, 11, 3), "remaining": Decimal(4), "answered_on": ANSWERED}
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 10, 27), date(2026, 11, 2))
    assert duty.at_risk.amount == Decimal(200)


@pytest.mark.parametrize(
    ("visit", "counts"),
    [
        (cast.made(ANSWERED - timedelta(days=1)), False),
        (cast.made(ANSWERED), True),
        (cast.visit(ANSWERED + timedelta(days=1)), True),  # booked and past: made, not confirmed
        (cast.made(ANSWERED + timedelta(days=1), discipline="PT"), False),
    ],
)
def test_visits_since_the_answer_are_taken_off(visit: Visit, counts: bool) -> None:
    duty = tell(cast.benefit(LEFT, 4), visits=(visit, *VISITS))

    assert duty is not None
    assert duty.appointment_id == (VISITS[3] if counts else VISITS[4]).id


@pytest.mark.parametrize(("on", "stands"), [(date(2026, 10, 10), False), (date(2026, 10, 11), True)])
def test_it_opens_thirty_days_before_the_visit(on: date, stands: bool) -> None:
    assert (tell(cast.benefit(LEFT, 5), on=on) is not None) is stands


@pytest.mark.parametrize(("on", "stands"), [(VISITS[-1].on, True), (VISITS[-1].on + timedelta(days=1), False)])
def test_it_stands_while_a_visit_that_is_not_covered_is_to_come(on: date, stands: bool) -> None:
    assert (tell(cast.benefit(LEFT, 2), on=on) is not None) is stands


class TestTheNewYear:
    visits = cast.every(7, date(2026, 12, 22), 4)  # 22, 29 December, 5, 12 January

    @pytest.mark.parametrize(("left", "lost"), [(1, 1), (2, 0)])
    def test_begins_a_new_limit(self, left: int, lost: int) -> None:
        duty = tell(cast.benefit(LEFT, left), visits=self.visits, on=date(2026, 12, 21))

        assert (duty.at_risk.visits if duty else 0) == lost

    @pytest.mark.parametrize("period", ["service_year", "lifetime"])
    def test_does_not_reset_a_limit_of_another_period(self, period: str) -> None:
        limit = (cast.benefit(LIMIT, 30, period=period), cast.benefit(LEFT, 2, period="remaining"))

        duty = tell(*limit, visits=self.visits, on=date(2026, 12, 21))

        assert duty is not None
        assert (duty.instance, duty.at_risk.visits) == ("2027", 2)


class TestWhatRemains:
    def test_is_derived_when_limit_and_used_are_known(self) -> None:
        """Vector E03: limit 30, used 12."""
        answer = cast.check(PAYER, ANSWERED, cast.benefit(LIMIT, 30, period="calendar_year"), cast.benefit(USED, 12))

        (limit,) = limits_of(answer)

        assert (limit.remaining, limit.limit, limit.used) == (18, 30, 12)

    def test_says_that_it_was_derived(self) -> None:
        duty = tell(cast.benefit(LIMIT, 30), cast.benefit(USED, 27))

        assert cast.codes(duty) == ["limit_reached", "limit_derived"]

    @pytest.mark.parametrize("benefits", [[cast.benefit(LIMIT, 3)], [cast.benefit(USED, 3)], [cast.benefit(LEFT)], []])
    def test_is_unknown_otherwise_and_unknown_is_no_duty(self, benefits: list[Benefit]) -> None:
        assert tell(*benefits) is None

    def test_as_stated_comes_before_what_could_be_derived(self) -> None:
        duty = tell(cast.benefit(LIMIT, 30), cast.benefit(USED, 30), cast.benefit(LEFT, 4))

        assert duty is not None
        assert duty.appointment_id == VISITS[4].id
        assert cast.codes(duty) == ["limit_reached"]

    def test_is_that_of_the_newest_answer(self) -> None:
        older = cast.check(PAYER, ANSWERED - timedelta(days=30), cast.benefit(LEFT, 1))
        newer = cast.check(PAYER, ANSWERED, cast.benefit(LEFT, 5))
        patient = cast.patient(coverages=(PAYER,), checks=(newer, older), visits=VISITS)

        duty = cast.only(DutyKind.TELL_BENEFIT_LIMIT, patient, ON)

        assert duty is not None
        assert duty.appointment_id == VISITS[5].id


class TestASharedLimit:
    """Vector E02: shared by OT and PT."""

    limit = (cast.benefit(LIMIT, 60, pooled_with=("PT",)), cast.benefit(LEFT, 4, pooled_with=("PT",)))
    physical = tuple(cast.visit(day, discipline="PT") for day in (date(2026, 10, 7), date(2026, 10, 8)))

    def test_is_drawn_on_by_the_other_discipline(self) -> None:
        duty = tell(*self.limit, visits=(*VISITS, *self.physical))

        assert duty is not None
        assert duty.appointment_id == VISITS[2].id
        assert duty.at_risk.visits == 4
        assert {"disciplines": "OT PT"} in [r.params for r in duty.why]

    def test_is_not_drawn_on_by_a_third(self) -> None:
        speech = tuple(replace(v, discipline="SLP") for v in self.physical)

        duty = tell(*self.limit, visits=(*VISITS, *speech))

        assert duty is not None
        assert duty.appointment_id == VISITS[4].id

    def test_beside_a_limit_of_its_own_the_one_reached_first_counts(self) -> None:
        duty = tell(*self.limit, cast.benefit(LEFT, 3))

        assert duty is not None
        assert duty.appointment_id == VISITS[3].id


class TestDollars:
    left = BenefitKind.DOLLARS_REMAINING

    @pytest.mark.parametrize(("left", "crosses"), [(400, VISITS[4]), (399, VISITS[3]), (600, None)])
    def test_are_used_up_at_the_expected_rate(self, left: int, crosses: Visit | None) -> None:
        duty = tell(cast.benefit(self.left, left))

        assert (duty.appointment_id if duty else None) == (crosses.id if crosses else None)
        assert duty is None or cast.codes(duty) == ["limit_dollars_reached"]

    def test_of_medicare_are_a_threshold_and_no_limit(self) -> None:
        medicare = cast.coverage(PayerType.MEDICARE_B)
        answer = cast.check(medicare, ANSWERED, cast.benefit(self.left, 100))
        patient = cast.patient(coverages=(medicare,), checks=(answer,), visits=VISITS)

        assert cast.only(DutyKind.TELL_BENEFIT_LIMIT, patient, ON, [cast.rate("100")]) is None


@pytest.mark.parametrize(
    ("payer_type", "birth_on", "is_soft"),
    [
        (PayerType.MEDICAID_MCO, date(2005, 11, 4), True),  # 20 on the day of the visit, 3 November
        (PayerType.MEDICAID_MCO, date(2005, 11, 3), False),  # 21 that day
        (PayerType.MEDICAID_MCO, None, False),
        (PayerType.COMMERCIAL, date(2020, 1, 1), False),
    ],
)
def test_a_childs_medicaid_limit_is_soft(payer_type: PayerType, birth_on: date | None, is_soft: bool) -> None:
    payer = cast.coverage(payer_type)
    patient = cast.patient(
        birth_on=birth_on,
        coverages=(payer,),
        visits=VISITS,
        checks=(cast.check(payer, ANSWERED, cast.benefit(LEFT, 4)),),
    )

    kinds = (DutyKind.REQUEST_BEYOND_LIMIT, DutyKind.TELL_BENEFIT_LIMIT)
    asked, told = (cast.only(kind, patient, ON) for kind in kinds)

    duty = asked if is_soft else told
    assert duty is not None
    assert duty.appointment_id == VISITS[4].id
    assert ("limit_soft" in cast.codes(duty)) is is_soft


def test_an_inactive_answer_has_no_limit() -> None:
    inactive: BenefitCheck = replace(cast.check(PAYER, ANSWERED, cast.benefit(LEFT, 1)), status=CheckStatus.INACTIVE)
    patient = cast.patient(coverages=(PAYER,), checks=(inactive,), visits=VISITS)

    assert cast.only(DutyKind.TELL_BENEFIT_LIMIT, patient, ON) is None


class TestARequestBeyondTheLimit:
    """42 USC 1396d(r): Medicaid owes a child necessary therapy beyond the state's limit."""

    medicaid = replace(PAYER, payer_type=PayerType.MEDICAID_MCO)
    child = date(2016, 1, 1)

    def ask(
        self, left: int, *, birth_on: date = child, on: date = ON, acts: tuple[Act, ...] = ()
    ) -> tuple[Duty | None, Duty | None]:
        answer = cast.check(self.medicaid, ANSWERED, cast.benefit(LEFT, left))
        patient = cast.patient(
            coverages=(self.medicaid,), checks=(answer,), visits=VISITS, birth_on=birth_on, acts=acts
        )
        kinds = (DutyKind.REQUEST_BEYOND_LIMIT, DutyKind.TELL_BENEFIT_LIMIT)
        asked, told = (cast.only(kind, patient, on, [cast.rate("100")]) for kind in kinds)
        return asked, told

    def test_is_sent_ten_business_days_before_the_visit(self) -> None:
        asked, told = self.ask(4)  # 3 November is beyond

        assert told is None
        assert asked is not None
        assert (asked.due_on, asked.last_safe_on) == (date(2026, 10, 20), date(2026, 11, 2))
        assert (asked.focus_id, asked.instance, asked.at_risk.amount) == (PAYER.id, "2026", Decimal(200))
        assert "limit_soft" in cast.codes(asked)

    @pytest.mark.parametrize(("on", "stands"), [(date(2026, 10, 3), False), (date(2026, 10, 4), True)])
    def test_opens_thirty_days_before(self, on: date, stands: bool) -> None:
        assert (self.ask(4, on=on)[0] is not None) is stands

    def test_is_settled_by_sending_it_whatever_a_newer_answer_leaves(self) -> None:
        asked, _ = self.ask(4)
        assert asked is not None
        sent = Act(cast.new_id(), ActKind.SENT, asked.kind, asked.focus_id, asked.instance, ON, asked.digest)

        assert self.ask(4, acts=(sent,)) == (None, None)
        assert self.ask(3, acts=(sent,)) == (None, None)

    def test_ends_with_the_age_and_the_family_is_told_of_the_visits_after(self) -> None:
        asked, told = self.ask(4, birth_on=date(2005, 11, 10))  # 21 on the day of the last visit

        assert (asked.appointment_id if asked else None) == VISITS[4].id
        assert (told.appointment_id if told else None) == VISITS[5].id
        assert (asked.at_risk.visits if asked else 0, told.at_risk.visits if told else 0) == (1, 1)
