"""PLACE_KX, vectors M01 to M03: 2026, threshold 2,480.00."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.care import threshold
from otium.terms.care import ExpectedRate
from otium.terms.coverage import BenefitKind
from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit, VisitType
from tests.rules import cast

MEDICARE = cast.coverage(PayerType.MEDICARE_B)
ON = date(2026, 11, 16)
FIRST, SECOND = cast.visit(date(2026, 11, 17)), cast.visit(date(2026, 11, 19), kind=VisitType.RE_EVALUATION)
RATES = (cast.rate("35.07"), cast.rate("32.40", "re_evaluation"))
PAST = date(2026, 3, 2)


def facts(allowed: str, *visits: Visit, **more: object) -> PatientFacts:
    return cast.patient(
        **{
            "coverages": (MEDICARE,),
            "visits": (cast.made(PAST), *(visits or (FIRST, SECOND))),
            "allowed": ((PAST, Decimal(allowed)),),
        }
        | more
    )


def place(patient: PatientFacts, on: date = ON, rates: tuple[ExpectedRate, ...] = RATES) -> Duty | None:
    return cast.only(DutyKind.PLACE_KX, patient, on, rates)


@pytest.mark.parametrize(
    ("allowed", "crosses"),
    [
        ("2450.00", FIRST),  # M01: 2,485.07 with the first line
        ("2440.00", SECOND),  # M02: 2,475.07, then 2,507.47
        ("2412.53", None),  # 2,480.00 exactly is not over
        ("2412.54", SECOND),
        ("2480.00", FIRST),
    ],
)
def test_the_visit_that_takes_the_total_over_the_threshold_carries_kx(allowed: str, crosses: Visit | None) -> None:
    duty = place(facts(allowed))

    assert (duty.appointment_id if duty else None) == (crosses.id if crosses else None)


def test_the_duty_is_of_the_year_and_its_facts_do_not_change_with_every_visit() -> None:
    duty, later = place(facts("2450.00")), place(facts("2451.00"))

    assert duty is not None
    assert later is not None
    assert (duty.focus_id, duty.instance) == (MEDICARE.id, "2026")
    assert duty.why[0].params == {"visit_on": FIRST.on, "threshold": Decimal(2480), "year": 2026}
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 16), FIRST.on)
    assert duty.at_risk.amount == Decimal("67.47")
    assert duty.digest == later.digest


class TestTheZoneOfMedicalReview:
    """M03."""

    @pytest.mark.parametrize(
        ("rate", "zone"), [("560.00", SECOND.on), ("280.01", SECOND.on), ("280.00", None), ("275.00", None)]
    )
    def test_begins_over_three_thousand(self, rate: str, zone: date | None) -> None:
        duty = place(facts("2440.00"), rates=(cast.rate(rate),))

        assert duty is not None
        assert [r.params["visit_on"] for r in duty.why if r.code == "review_zone"] == ([zone] if zone else [])

    def test_is_a_duty_of_its_own_once_medicare_allowed_visits_over_the_threshold(self) -> None:
        duty = place(facts("2990.00"))

        assert duty is not None
        assert (duty.instance, duty.appointment_id) == ("2026 review", FIRST.id)
        assert cast.codes(duty) == ["review_zone"]
        assert duty.why[0].params == {"visit_on": FIRST.on, "threshold": Decimal(3000)}

    def test_is_settled_by_an_allowed_visit_in_it(self) -> None:
        assert place(facts("3000.01")) is None


def test_a_visit_that_medicare_allowed_over_the_threshold_proves_that_kx_is_placed() -> None:
    assert place(facts("2480.01")) is None


def test_a_visit_that_medicare_denied_over_the_threshold_proves_nothing() -> None:
    crossing, denied = cast.made(date(2026, 11, 10)), cast.made(date(2026, 11, 12))
    patient = facts("2450.00", crossing, denied, SECOND)

    duty = place(replace(patient, allowed=(*patient.allowed, (denied.on, Decimal(0)))))

    assert duty is not None
    assert duty.appointment_id == crossing.id


class TestWhatCounts:
    def test_two_amounts_or_two_visits_on_one_day_count_once_each(self) -> None:
        twice = (cast.made(date(2026, 11, 10), hour=9), cast.made(date(2026, 11, 10), hour=11))
        allowed = ((PAST, Decimal(2400)), (twice[0].on, Decimal(20)), (twice[0].on, Decimal("25.00")))

        duty = place(replace(facts("0", *twice, FIRST, SECOND), allowed=allowed))

        assert duty is not None
        assert duty.appointment_id == FIRST.id  # 2,445.00 before it; 2,455.07 if the second visit counted again
        assert place(replace(facts("0", *twice, FIRST, SECOND), allowed=allowed[:2])) is not None
        assert place(replace(facts("0", *twice, FIRST), allowed=allowed[:2])) is None

    def test_visits_made_and_not_yet_allowed_count_at_the_expected_rate(self) -> None:
        unbilled = cast.made(date(2026, 11, 10))

        assert place(facts("2440.00", unbilled, FIRST, SECOND)) is not None
        duty = place(facts("2440.00", unbilled, FIRST, SECOND))
        assert duty is not None
        assert duty.appointment_id == FIRST.id

    def test_the_allowed_amount_takes_the_place_of_the_rate(self) -> None:
        billed = cast.made(date(2026, 11, 10))
        allowed = ((PAST, Decimal("2400.00")), (billed.on, Decimal("10.00")))

        duty = place(replace(facts("0", billed, FIRST, SECOND), allowed=allowed))

        assert duty is None  # 2,477.47; at the rate it would be 2,502.54

    def test_an_allowed_day_without_a_visit_on_file_counts(self) -> None:
        allowed = ((PAST, Decimal("1000")), (date(2026, 4, 1), Decimal("1450.00")))

        assert place(replace(facts("0"), allowed=allowed)) is not None

    def test_last_years_amounts_do_not_count(self) -> None:
        assert place(replace(facts("0"), allowed=((date(2025, 12, 31), Decimal(9000)),))) is None

    def test_what_others_used_counts_by_the_payers_answer_and_our_own_only_once(self) -> None:
        answer = cast.check(MEDICARE, date(2026, 6, 1), cast.benefit(BenefitKind.DOLLARS_USED, 2450))
        earlier_year = cast.check(MEDICARE, date(2025, 6, 1), cast.benefit(BenefitKind.DOLLARS_USED, 2450))

        with_answer = place(facts("450.00", checks=(answer,)))

        assert with_answer is not None
        assert with_answer.appointment_id == FIRST.id
        assert place(facts("450.00", checks=(earlier_year,))) is None
        found = threshold.crossing(
            cast.case(facts("2400.00", checks=(answer,)), ON, RATES), MEDICARE, 2026, cast.book().yearly[2026]
        )
        assert found is not None
        assert found.threshold == FIRST  # 50 elsewhere, not 2,450 more

    def test_visits_without_a_rate_are_told_and_never_counted_as_zero_for_certain(self) -> None:
        unpriced, priced = cast.visit(date(2026, 11, 17)), cast.visit(date(2026, 11, 24), kind=VisitType.EVALUATION)

        duty = place(facts("2480.00", unpriced, priced), rates=(cast.rate("100", "evaluation"),))

        assert duty is not None
        assert duty.appointment_id == priced.id
        assert "visits_unpriced" in cast.codes(duty)

    def test_visits_under_another_payer_do_not_count(self) -> None:
        other = cast.coverage(PayerType.COMMERCIAL, starts_on=date(2026, 11, 1), order=0)

        assert place(facts("2479.00", coverages=(other, MEDICARE))) is None


@pytest.mark.parametrize(("on", "stands"), [(date(2026, 11, 2), False), (date(2026, 11, 3), True), (FIRST.on, True)])
def test_it_opens_ten_business_days_before_the_visit(on: date, stands: bool) -> None:
    assert (place(facts("2450.00"), on=on) is not None) is stands


@pytest.mark.parametrize("payer_type", [PayerType.MEDICARE_ADVANTAGE, PayerType.COMMERCIAL])
def test_only_medicare_part_b_has_the_threshold(payer_type: PayerType) -> None:
    assert place(facts("2450.00", coverages=(cast.coverage(payer_type),))) is None


def test_a_year_that_is_not_published_takes_the_newest_known_and_says_so() -> None:
    visits = tuple(cast.visit(date(2027, 1, 4) + timedelta(days=i)) for i in range(2))

    duty = place(replace(facts("0", *visits), allowed=()), on=date(2027, 1, 4), rates=(cast.rate("2000"),))

    assert duty is not None
    assert (duty.instance, duty.appointment_id) == ("2027", visits[1].id)
    assert [r.params for r in duty.why if r.code == "threshold_estimated"] == [{"year": 2027, "from_year": 2026}]


def test_a_year_before_every_known_one_is_unknown() -> None:
    case = cast.case(facts("0"), ON)

    assert threshold.limit_of(case, MEDICARE, 2017) is None
    found = threshold.limit_of(case, MEDICARE, 2018)
    assert found is not None
    assert (found[0].kx_threshold, found[1]) == (Decimal(2010), False)
