"""What the family owes by who pays: beyond a limit, injuries, Medicaid, Medicare, a second payer, nobody."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.coverage import BenefitKind as B
from otium.terms.coverage import Coverage
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from tests.rules import cast
from tests.rules.estimate.money import NEXT, ON, RATE, SELF, WEEK, amounts, codes, insured, owed, rule, says

LIMIT = (says(B.COPAY, "40"), says(B.DEDUCTIBLE, "0"), says(B.VISITS_REMAINING, "1"))


@pytest.mark.parametrize(
    ("is_hard", "second", "lacks"),
    [(True, "134", ()), (False, "40.00", ()), (None, "None", ("limit_nature",))],
)
def test_a_visit_beyond_a_hard_limit_costs_what_the_practice_charges(
    is_hard: bool | None, second: str, lacks: tuple[str, ...]
) -> None:
    visits = tuple(cast.visit(NEXT + timedelta(days=7 * n), "97530", "97110") for n in range(2))
    facts = insured(*LIMIT)
    facts = cast.patient(coverages=facts.coverages, checks=facts.checks, visits=visits)

    found = owed(facts, rates=RATE, rules=[rule("commercial", "limits_are_hard", is_hard)])

    assert amounts(found) == ["40.00", second]
    assert found.visits[1].lacks == lacks


def test_beyond_a_limit_a_self_pay_rate_comes_before_the_fees() -> None:
    rates = (*RATE, cast.rate("95", payer_id=SELF))

    found = owed(insured(*LIMIT, visits=2), rates=rates, rules=[rule("commercial", "limits_are_hard", True)])

    assert amounts(found) == ["40.00", "95"]
    assert codes(found, 1) == ["beyond_limit", "self_pay_rate"]


def test_a_service_that_the_plan_does_not_cover_is_the_familys() -> None:
    found = owed(insured(says(B.COVERED, flag=False), visits=1), rates=(cast.rate("95", payer_id=SELF),))

    assert (amounts(found), codes(found)) == (["95"], ["not_covered", "self_pay_rate"])


@pytest.mark.parametrize("kind", [PayerType.WORKERS_COMP, PayerType.AUTO])
def test_an_injurys_insurer_pays_all_while_it_accepts_the_claim(kind: PayerType) -> None:
    cover = cast.coverage(kind)

    found = owed(cast.patient(coverages=(cover,), visits=cast.every(WEEK, NEXT, 1)), rates=RATE)

    assert (amounts(found), found.visits[0].paid) == (["0"], 100)
    assert "claim_accepted" in codes(found)


@pytest.mark.parametrize(
    ("birth_on", "expected"),
    [(date(2008, 9, 16), "0"), (date(2008, 9, 15), "3.00"), (None, "3.00")],
)
def test_a_child_on_medicaid_has_no_copay_until_its_birthday(birth_on: date | None, expected: str) -> None:
    facts = insured(says(B.COPAY, "3"), kind=PayerType.MEDICAID_FFS, visits=1, birth_on=birth_on)

    found = owed(facts, rates=RATE, rules=[rule("medicaid_ffs", "copay_exempt_under_age", 18)])

    assert amounts(found) == [expected]


def test_a_medicaid_copay_that_nobody_told_is_unknown_and_a_spend_down_comes_first() -> None:
    silent = owed(insured(kind=PayerType.MEDICAID_MCO, visits=1), rates=RATE)
    spends = owed(
        insured(says(B.SPEND_DOWN, "130"), says(B.COPAY, "3"), kind=PayerType.MEDICAID_MCO, visits=3), rates=RATE
    )

    assert (amounts(silent), silent.visits[0].lacks) == (["None"], ("copay",))
    assert [Decimal(a) for a in amounts(spends)] == [100, 33, 3]


def medicare(*benefits: Any, visits: Any = None, **more: Any) -> PatientFacts:
    return insured(*benefits, kind=PayerType.MEDICARE_B, **({"visits": visits} if visits else {}), **more)


def on_days(facts: PatientFacts, *visits: Any, **more: Any) -> PatientFacts:
    return cast.patient(coverages=facts.coverages, checks=facts.checks, visits=visits, **more)


def test_medicare_is_priced_by_its_fees_with_reduction_and_the_patient_owes_a_fifth_by_line() -> None:
    facts = on_days(medicare(says(B.DEDUCTIBLE_REMAINING, "0")), cast.visit(NEXT, "97530x2", "97110"))

    (visit,) = owed(facts, rates=RATE).visits

    assert (visit.allowed, visit.owed, visit.paid) == (Decimal("82.33"), Decimal("16.46"), Decimal("64.55"))
    assert [s.code for s in visit.steps][:2] == ["allowed_fees", "mppr"]


def test_another_disciplines_services_of_the_day_reduce_ours() -> None:
    ours, theirs = cast.visit(NEXT, "97530", hour=9), cast.visit(NEXT, "97760", hour=11, discipline="OT")
    other = cast.visit(NEXT, "97161", hour=8, discipline="PT")
    facts = on_days(medicare(says(B.DEDUCTIBLE_REMAINING, "0")), ours, theirs)
    both = on_days(medicare(says(B.DEDUCTIBLE_REMAINING, "0")), other, ours)

    assert [str(v.allowed) for v in owed(facts).visits] == ["25.05", "46.09"]
    assert [str(v.allowed) for v in owed(both).visits] == ["25.05"]


def test_without_services_medicare_takes_the_expected_rate_and_without_one_the_usual_services() -> None:
    facts = medicare(says(B.DEDUCTIBLE_REMAINING, "0"))
    made = cast.made(ON - timedelta(days=3), "97530")
    facts = on_days(facts, made, cast.visit(NEXT))

    assert owed(facts, rates=RATE).visits[0].allowed == 100
    assert owed(facts).visits[0].allowed == Decimal("35.07")
    assert "allowed_usual" in codes(owed(facts))


def test_medicares_deductible_is_law_and_what_is_left_of_it_is_the_payers_word() -> None:
    silent = owed(on_days(medicare(), cast.visit(NEXT, "97530")))
    told = owed(on_days(medicare(says(B.DEDUCTIBLE_REMAINING, "10")), cast.visit(NEXT, "97530")))

    assert (amounts(silent), silent.visits[0].lacks) == (["None"], ("deductible_left",))
    assert amounts(told) == ["15.01"]
    assert told.accumulators[0].limit == 283


def test_a_qualified_beneficiary_owes_nothing() -> None:
    facts = medicare(says(B.QMB, flag=True), says(B.DEDUCTIBLE_REMAINING, "283"))

    found = owed(on_days(facts, cast.visit(NEXT, "97530")))

    assert amounts(found) == ["0"]
    assert "qmb" in codes(found)


def two_payers(first: Any, second: Any, kind: PayerType = PayerType.COMMERCIAL) -> PatientFacts:
    one, two = cast.coverage(), cast.coverage(kind, order=2)
    checks = (cast.check(one, ON, *first), cast.check(two, ON, *second))
    return cast.patient(coverages=(one, two), checks=checks, visits=cast.every(WEEK, NEXT, 1))


FIRST = (says(B.COINSURANCE, "0.5"), says(B.DEDUCTIBLE, "0"))


@pytest.mark.parametrize(
    ("second", "owed_", "paid"),
    [
        ((says(B.COPAY, "0"), says(B.DEDUCTIBLE, "0")), "0", "100"),  # it would pay all: all that is left
        ((says(B.COPAY, "20"), says(B.DEDUCTIBLE, "0")), "0", "100"),  # it would pay 80: more than the 50 left
        ((says(B.COPAY, "70"), says(B.DEDUCTIBLE, "0")), "20", "80"),  # it would pay 30 of the 50 left
        ((says(B.DEDUCTIBLE_REMAINING, "500"), says(B.COPAY, "0")), "50", "50"),  # its deductible is not met
    ],
)
def test_a_second_payer_pays_what_is_left_up_to_what_it_would_pay_alone(second: Any, owed_: str, paid: str) -> None:
    found = owed(two_payers(FIRST, second), rates=RATE)

    assert (Decimal(amounts(found)[0]), found.visits[0].paid) == (Decimal(owed_), Decimal(paid))


def test_a_second_payer_that_told_nothing_makes_the_familys_part_unknown() -> None:
    found = owed(two_payers(FIRST, ()), rates=RATE)

    assert (amounts(found), found.visits[0].lacks) == (["None"], ("second",))


def test_a_second_payer_whose_shares_are_known_is_not_what_is_missing() -> None:
    found = owed(two_payers((says(B.COPAY, "40"),), (says(B.COPAY, "0"), says(B.DEDUCTIBLE, "0"))), rates=RATE)

    assert (amounts(found), found.visits[0].lacks) == (["None"], ("deductible_left",))


def test_medicaid_second_leaves_its_own_copay() -> None:
    found = owed(two_payers(FIRST, (says(B.COPAY, "3"),), PayerType.MEDICAID_FFS), rates=RATE)

    assert Decimal(amounts(found)[0]) == 3


def self_paying() -> Coverage:
    return cast.coverage(PayerType.SELF_PAY, payer_id=SELF)


@pytest.mark.parametrize(
    ("codes_", "rates", "expected", "step"),
    [
        (("97530x2", "97110"), (), "206", "charge_fees"),
        (("97530x2", "97110"), (cast.rate("120", payer_id=SELF),), "120", "self_pay_rate"),
        (("97535",), (), "None", "fee_missing"),
        ((), (), "None", "charge_unknown"),
    ],
)
def test_a_person_who_pays_themselves(codes_: Any, rates: Any, expected: str, step: str) -> None:
    found = owed(cast.patient(coverages=(self_paying(),), visits=(cast.visit(NEXT, *codes_),)), rates=rates)

    assert (amounts(found), codes(found)) == ([expected], [step])


def test_a_booked_visit_without_services_is_charged_as_the_patients_usual_one() -> None:
    made = tuple(cast.made(ON - timedelta(days=n), "97530x2") for n in (3, 10))

    found = owed(cast.patient(coverages=(self_paying(),), visits=(*made, cast.visit(NEXT))))

    assert (amounts(found), codes(found)) == (["144"], ["charge_usual"])


def test_an_evaluation_without_services_is_not_charged_as_a_treatment() -> None:
    made = cast.made(ON - timedelta(days=3), "97530x2")

    found = owed(cast.patient(coverages=(self_paying(),), visits=(made, cast.visit(NEXT, kind="evaluation"))))

    assert (amounts(found), found.visits[0].lacks) == (["None"], ("services",))
