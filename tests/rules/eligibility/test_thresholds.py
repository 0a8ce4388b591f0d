"""TELL_THRESHOLD: so many visits, or so many dollars, of a limit are left."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.duties import patient_duties
from otium.terms.care import ExpectedRate
from otium.terms.coverage import Benefit, BenefitKind
from otium.terms.duty import Duty, DutyKind
from otium.terms.family import FamilyThresholds
from otium.terms.payers import PayerType
from otium.terms.schedule import Visit
from tests.rules import cast

ANSWERED, ON = date(2026, 10, 1), date(2026, 10, 20)
PAYER = cast.coverage()
LEFT, LIMIT = BenefitKind.VISITS_REMAINING, BenefitKind.VISIT_LIMIT
MADE = cast.every(7, date(2026, 10, 6), 2)  # 6 and 13 October
AHEAD = cast.every(7, date(2026, 10, 20), 2)  # 20 and 27 October
USUAL = FamilyThresholds(visits=(5, 2), dollars=(Decimal(500),))


def tell(
    *benefits: Benefit,
    visits: tuple[Visit, ...] = (*MADE, *AHEAD),
    thresholds: FamilyThresholds = USUAL,
    on: date = ON,
    payer: PayerType = PayerType.COMMERCIAL,
    rates: tuple[ExpectedRate, ...] = (cast.rate("100"),),
) -> list[Duty]:
    cover = cast.coverage(payer, id=PAYER.id)
    patient = cast.patient(coverages=(cover,), checks=(cast.check(cover, ANSWERED, *benefits),), visits=visits)
    practice = cast.practice(on, rates, thresholds=thresholds)
    return [d for d in patient_duties(patient, practice, on).duties if d.kind is DutyKind.TELL_THRESHOLD]


@pytest.mark.parametrize(
    ("remaining", "left", "instance"),
    [
        (8, None, None),  # 6 after two visits
        (7, 5, "2026 5 visits"),
        (5, 3, "2026 5 visits"),
        (4, 2, "2026 2 visits"),
        (3, None, None),  # 1 left and 2 booked: one is beyond, which TELL_BENEFIT_LIMIT says
    ],
)
def test_the_lowest_threshold_that_is_reached_is_told(remaining: int, left: int | None, instance: str | None) -> None:
    duties = tell(cast.benefit(LEFT, remaining))

    assert [(d.why[0].params["remaining"], d.instance) for d in duties] == ([(left, instance)] if left else [])


def test_the_last_visit_left_is_told_too() -> None:
    [duty] = tell(cast.benefit(LEFT, 3), visits=(*MADE, AHEAD[0]))

    assert (duty.instance, duty.why[0].params["remaining"]) == ("2026 2 visits", 1)


def test_it_is_due_five_business_days_after_the_visit_that_reached_it() -> None:
    [duty] = tell(cast.benefit(LEFT, 6))

    assert duty.due_on == date(2026, 10, 13)  # from 6 October, the first visit
    assert duty.focus_id == PAYER.id


def test_an_answer_that_is_below_from_the_start_counts_from_its_own_day() -> None:
    assert tell(cast.benefit(LEFT, 5))[0].due_on == date(2026, 10, 8)


def test_another_visit_made_does_not_make_it_another_duty() -> None:
    first, second = (tell(cast.benefit(LEFT, 7), on=on)[0] for on in (ON, ON + timedelta(days=1)))

    assert first.why[0].params["remaining"] != second.why[0].params["remaining"]
    assert first.digest == second.digest


def test_with_nothing_booked_nobody_is_told() -> None:
    assert tell(cast.benefit(LEFT, 5), visits=MADE) == []


def test_what_is_not_known_crosses_nothing() -> None:
    assert tell(cast.benefit(LEFT, None)) == []
    assert tell(cast.benefit(LIMIT, 30)) == []


@pytest.mark.parametrize(("own", "count"), [((5,), 1), ((4,), 0), ((), 0), ((99, 5, 2), 1)])
def test_the_practice_sets_the_numbers(own: tuple[int, ...], count: int) -> None:
    assert len(tell(cast.benefit(LEFT, 7), thresholds=FamilyThresholds(visits=own))) == count


@pytest.mark.parametrize(("remaining", "left"), [(701, None), (700, 500), (600, 400)])
def test_dollars_are_counted_at_expected_rates(remaining: int, left: int | None) -> None:
    duties = tell(cast.benefit(BenefitKind.DOLLARS_REMAINING, remaining))

    assert [d.why[0].params["remaining"] for d in duties] == ([left] if left else [])


def test_medicares_yearly_amount_is_no_limit_to_tell_of() -> None:
    assert tell(cast.benefit(BenefitKind.DOLLARS_REMAINING, 600), payer=PayerType.MEDICARE_B) == []


def test_a_shared_limit_counts_the_visits_of_those_who_share_it_and_says_so() -> None:
    therapy = cast.every(7, date(2026, 10, 7), 2, discipline="PT")
    shared = cast.benefit(LEFT, 9, pooled_with=("PT",))

    [duty] = tell(shared, visits=(*MADE, *therapy, *AHEAD))

    assert duty.why[0].params["remaining"] == 5
    assert [r.code for r in duty.why] == ["threshold_visits", "threshold_booked", "limit_pooled"]
    assert tell(cast.benefit(LEFT, 9), visits=(*MADE, *therapy, *AHEAD)) == []


def test_two_limits_are_two_duties() -> None:
    duties = tell(cast.benefit(LEFT, 7), cast.benefit(LEFT, 7, pooled_with=("SLP",)))

    assert sorted(d.instance for d in duties) == ["2026 5 visits", "2026 5 visits SLP"]


def test_no_family_is_told_of_dollars_that_nobody_can_count() -> None:
    left = cast.benefit(BenefitKind.DOLLARS_REMAINING, 600)

    assert tell(left, rates=()) == []
    assert len(tell(left, rates=(), visits=AHEAD)) == 0  # 600 are above the threshold
    assert len(tell(cast.benefit(BenefitKind.DOLLARS_REMAINING, 500), rates=(), visits=AHEAD)) == 1
