"""Claims of visits by video and of co-treatments: place, modifier, and minutes that only one may bill."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from otium.desk.claims.checking import problems_of
from otium.rules.claims.building import build
from otium.terms.billing import Bill
from otium.terms.schedule import ServiceLine
from otium.terms.telehealth import PatientPlace
from otium.terms.trading import TradingProfile
from tests.rules.claims.test_building import BILL, ON, TREATMENT, of

P = PatientPlace


def video(place: PatientPlace | None = P.HOME, modifier: str | None = "95", **more: Any) -> Bill:
    treatment = replace(TREATMENT, is_telehealth=True, patient_place=place, **more)
    return of(policy={"telehealth_modifier": modifier}, treatments=(treatment,))


@pytest.mark.parametrize(("place", "code"), [(P.HOME, "10"), (P.ELSEWHERE, "02")])
def test_the_place_of_service_is_where_the_patient_was(place: PatientPlace, code: str) -> None:
    claim, lacks = build(video(place))

    assert (claim.place_of_service, [line.place_of_service for line in claim.lines]) == (code, [None, None])
    assert lacks == ()


def test_a_visit_in_person_is_in_the_office() -> None:
    assert build(BILL)[0].place_of_service == "11"


def test_a_visit_by_video_beside_one_in_person_says_its_place_on_its_lines() -> None:
    remote = video().treatments[0]

    claim, _lacks = build(of(policy={"telehealth_modifier": "95"}, treatments=(TREATMENT, remote)))

    assert claim.place_of_service == "11"
    assert [line.place_of_service for line in claim.lines] == [None, None, "10", "10"]
    assert [line.procedure.modifiers for line in claim.lines] == [("GO",), ("GO",), ("GO", "95"), ("GO", "95")]


@pytest.mark.parametrize(
    ("rule", "modifiers", "lacks"),
    [
        ("95", ("GO", "95"), []),
        ("gt", ("GO", "GT"), []),
        ("none", ("GO",), []),
        (None, ("GO",), ["telehealth_modifier_unknown"]),
    ],
)
def test_the_modifier_is_the_payers_and_never_a_guess(
    rule: str | None, modifiers: tuple[str, ...], lacks: list[str]
) -> None:
    claim, found = build(video(modifier=rule))

    assert (claim.lines[0].procedure.modifiers, [lack.code for lack in found]) == (modifiers, lacks)


def test_where_nobody_said_the_place_the_claim_is_held() -> None:
    assert [lack.code for lack in build(video(place=None))[1]] == ["patient_place_missing"]


def shared(minutes: int | None, rule: str | None = "apart", units: int = 2, unit_rule: str = "cms") -> Bill:
    treatment = replace(TREATMENT, lines=(ServiceLine("97530", units),), is_co_treatment=True, billed_minutes=minutes)
    return of(policy={"co_treatment": rule, "unit_rule": unit_rule}, treatments=(treatment,))


@pytest.mark.parametrize(
    ("minutes", "rule", "lacks"),
    [
        (23, "apart", []),
        (None, "apart", ["co_treatment_unsaid"]),
        (None, None, ["co_treatment_unsaid"]),
        (None, "each", []),
        (0, "apart", ["co_treatment_billed_by_other"]),
        (0, "each", ["co_treatment_billed_by_other"]),
    ],
)
def test_who_bills_a_co_treatment_must_be_said(minutes: int | None, rule: str | None, lacks: list[str]) -> None:
    assert [lack.code for lack in build(shared(minutes, rule))[1]] == lacks


@pytest.mark.parametrize(
    ("minutes", "units", "unit_rule", "held"),
    [
        (23, 2, "cms", False),
        (22, 2, "cms", True),
        (22, 2, "spm", False),  # two codes of 11 minutes could be two units
        (15, 2, "spm", True),
        (7, 1, "cms", True),
    ],
)
def test_units_beyond_the_minutes_that_are_billed_hold_the_claim(
    minutes: int, units: int, unit_rule: str, held: bool
) -> None:
    bill = shared(minutes, units=units, unit_rule=unit_rule)
    claim, lacks = build(bill)

    found = {
        p["code"]: p["severity"] for p in problems_of(claim, lacks, bill, profile=TradingProfile("default"), on=ON)
    }

    assert (found.get("co-treatment-units") == "error") is held


def test_a_visit_that_was_treated_alone_says_nothing_of_minutes() -> None:
    claim, lacks = build(BILL)

    found = problems_of(claim, lacks, BILL, profile=TradingProfile("default"), on=date(2026, 11, 21))

    assert "co-treatment-units" not in [p["code"] for p in found]
    assert claim.charge == Decimal("206.00")
