"""From charge to payment, to the cent."""

from dataclasses import replace
from decimal import Decimal

from partners.adjudication.case import Earlier
from partners.adjudication.decide import decide
from partners.reading.claims import Earlier as Before
from tests.partners.cases import (
    CASCADIA,
    DAY,
    MEDICARE,
    MEMBER,
    NORTHSOUND,
    ON,
    SUMMIT,
    adjustments,
    balances,
    case,
    line,
)


def test_medicare_reduces_every_unit_but_the_dearest_and_sequesters_by_line() -> None:
    asked = case(MEDICARE, line(units=Decimal(2), charge=Decimal(120)), line("97110", charge=Decimal(60)))

    ruling = decide(asked)

    assert [(f"{d.allowed:.2f}", f"{d.paid:.2f}") for d in ruling.lines] == [("60.12", "47.14"), ("22.21", "17.41")]
    assert adjustments(ruling) == {"CO45": "49.86", "CO59": "10.02", "PR2": "12.02", "CO253": "0.96"}
    assert adjustments(ruling, 1)["PR2"] == "4.44"
    assert balances(asked, ruling)


def test_an_assistant_is_paid_less_and_the_patient_owes_the_same() -> None:
    ruling = decide(case(MEDICARE, line("97530", "GO", "CO")))

    assert f"{ruling.paid:.2f}" == "23.37"
    assert adjustments(ruling)["PR2"] == "7.01"
    assert ruling.lines[0].remarks == ("N851",)


def test_the_deductible_comes_first_and_only_as_far_as_it_reaches() -> None:
    member = replace(MEMBER, deductible=Decimal(283))

    ruling = decide(case(MEDICARE, member=member, earlier=Earlier(deductible_met=Decimal("273"))))

    assert adjustments(ruling)["PR1"] == "10.00"
    assert adjustments(ruling)["PR2"] == "5.01"


def test_a_copay_is_taken_once_a_day() -> None:
    ruling = decide(case(CASCADIA, line(units=Decimal(2)), line("97110"), line("97110", first_on=ON - DAY)))

    assert [adjustments(ruling, n).get("PR3") for n in range(3)] == ["40.00", None, "34.25"]


def test_no_more_is_allowed_than_charged() -> None:
    asked = case(CASCADIA, line("97166", charge=Decimal(20)))

    ruling = decide(asked)

    assert ruling.paid == 0
    assert adjustments(ruling) == {"PR3": "20.00"}
    assert balances(asked, ruling)


def test_timed_units_beyond_the_contracts_day_are_not_paid() -> None:
    asked = case(NORTHSOUND, line(units=Decimal(3)), line("97110", units=Decimal(2)))

    ruling = decide(asked)

    assert [decided.units for decided in ruling.lines] == [3, 1]
    assert adjustments(ruling, 1)["CO222"] == "50.00"
    assert balances(asked, ruling)


def test_a_supplement_pays_what_the_first_payer_left_to_the_patient() -> None:
    before = Before(paid=Decimal("28.06"), patient=Decimal("7.01"), other=Decimal("64.93"))
    asked = case(SUMMIT, line(earlier=before), sequence="S")
    asked.claim.earlier = before

    ruling = decide(asked)

    assert ruling.status == "2"
    assert f"{ruling.paid:.2f}" == "7.01"
    assert adjustments(ruling) == {"OA23": "92.99"}


def test_a_supplement_without_line_figures_pays_the_claims_sum_line_after_line() -> None:
    asked = case(SUMMIT, line(charge=Decimal(10)), line("97110"), sequence="S")
    asked.claim.earlier = Before(patient=Decimal(15))

    ruling = decide(asked)

    assert [decided.paid for decided in ruling.lines] == [10, 5]
