"""SETTLE_FINDING: what a payer tells of others who pay, and of what the family owes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.coverage import Benefit, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.payers import PayerType
from tests.rules import cast

ON = date(2026, 11, 23)
VISITS = cast.every(2, ON + timedelta(days=3), 3)
MEDICARE = cast.coverage(PayerType.MEDICARE_B)
Kind = BenefitKind


def named(name: str, kind: PayerType = PayerType.COMMERCIAL, **more: Any) -> Coverage:
    made = cast.coverage(kind, **{"order": 2} | more)
    return Coverage(**{f: getattr(made, f) for f in made.__slots__} | {"payer_name": name})


def found(*benefits: Benefit, others: tuple[Coverage, ...] = (), own: Coverage = MEDICARE, **more: Any) -> list[Duty]:
    check = cast.check(own, ON, *benefits, **more.pop("answer", {}))
    facts = {"coverages": (own, *others), "checks": (check,), "visits": VISITS} | more
    return [d for d in cast.derive(cast.patient(**facts), ON) if d.kind is DutyKind.SETTLE_FINDING]


def tells(kind: Kind, text: str = "Baylight Advantage", **more: Any) -> Benefit:
    return cast.benefit(kind, text=text, **more)


@pytest.mark.parametrize(
    ("benefit", "code", "params"),
    [
        (tells(Kind.OTHER_PAYER), "other_payer_found", {"payer": "Baylight Advantage", "insurance": None}),
        (tells(Kind.MANAGED_CARE, insurance_type="HN"), "managed_care_found",
         {"payer": "Baylight Advantage", "insurance": "HN"}),
        (tells(Kind.MEDICARE_SECONDARY, "", insurance_type="15"), "payer_before_medicare_found",
         {"payer": None, "insurance": "15"}),
        (tells(Kind.QMB, "", flag=True), "qmb_found", {}),
        (cast.benefit(Kind.SPEND_DOWN, 85), "spend_down_found", {"dollars": Decimal(85)}),
    ],
)  # fmt: skip
def test_each_thing_a_payer_tells_is_settled(benefit: Benefit, code: str, params: dict[str, Any]) -> None:
    (duty,) = found(benefit)

    assert cast.codes(duty) == [code, "next_visit"]
    named = {"benefit": str(benefit.id)} if "payer" in params else {}
    assert duty.why[0].params == params | named | {"answered_on": ON}
    assert duty.focus_id == MEDICARE.id


@pytest.mark.parametrize(
    "benefit",
    [
        tells(Kind.QMB, "", flag=False),
        cast.benefit(Kind.SPEND_DOWN, 0),
        cast.benefit(Kind.SPEND_DOWN),
        cast.benefit(Kind.COPAY, 20),
    ],
)
def test_what_changes_nothing_is_no_finding(benefit: Benefit) -> None:
    assert found(benefit) == []


def test_several_payers_are_several_findings_and_the_same_one_told_twice_is_one() -> None:
    duties = found(tells(Kind.OTHER_PAYER, "Alder"), tells(Kind.OTHER_PAYER, "Birch"), tells(Kind.OTHER_PAYER, "ALDER"))

    assert len({duty.key for duty in duties}) == len(duties) == 2


@pytest.mark.parametrize("more", [{"visits": ()}, {"answer": {"status": CheckStatus.INACTIVE}}])
def test_without_a_visit_or_an_active_answer_there_is_nothing_to_settle(more: dict[str, Any]) -> None:
    assert found(tells(Kind.OTHER_PAYER), **more) == []


@pytest.mark.parametrize(
    ("benefit", "other", "follows"),
    [
        (tells(Kind.OTHER_PAYER), named("Baylight Medicare Advantage"), True),
        (tells(Kind.OTHER_PAYER, "BAYLIGHT ADVANTAGE HMO INC"), named("Baylight"), True),
        (tells(Kind.OTHER_PAYER), named("Evergreen"), False),
        (tells(Kind.OTHER_PAYER, ""), named("Evergreen"), False),
        (tells(Kind.OTHER_PAYER), named("Baylight", ends_on=ON), False),  # over before the visits
        (tells(Kind.OTHER_PAYER, "Medicare Advantage"), named("Medicare Part B"), False),  # words all payers have
        (tells(Kind.MANAGED_CARE), named("Baylight", PayerType.MEDICARE_ADVANTAGE, order=2), False),
        (tells(Kind.MANAGED_CARE), named("Baylight", PayerType.MEDICARE_ADVANTAGE, order=0), True),
        (tells(Kind.MANAGED_CARE, ""), named("Whoever", PayerType.MEDICARE_ADVANTAGE, order=0), True),
        (tells(Kind.MANAGED_CARE, ""), named("Whoever", PayerType.COMMERCIAL, order=0), False),
        (tells(Kind.MEDICARE_SECONDARY), named("Baylight", order=2), False),
        (tells(Kind.MEDICARE_SECONDARY), named("Baylight", order=0), True),
        (tells(Kind.MEDICARE_SECONDARY, ""), named("Evergreen", order=0), True),
        (tells(Kind.QMB, "", flag=True), named("Medicaid", PayerType.MEDICAID_FFS), False),
    ],
)
def test_it_closes_when_the_records_follow(benefit: Benefit, other: Coverage, follows: bool) -> None:
    assert (found(benefit, others=(other,)) == []) is follows


def test_managed_care_that_is_the_plan_on_file_is_no_finding() -> None:
    plan = named("Meadow Community Plan", PayerType.MEDICAID_MCO, order=1)

    assert found(tells(Kind.MANAGED_CARE, "MEADOW COMMUNITY PLAN"), own=plan) == []


def test_what_was_settled_stays_so_when_the_payer_tells_it_again() -> None:
    (duty,) = found(tells(Kind.QMB, "", flag=True))
    act = Act(cast.new_id(), ActKind.DECIDED, duty.kind, duty.focus_id, duty.instance, ON, duty.digest)

    assert found(tells(Kind.QMB, "", flag=True), acts=(act,)) == []
    assert len(found(cast.benefit(Kind.SPEND_DOWN, 85), acts=(act,))) == 1


@pytest.mark.parametrize(("channel", "stands"), [("call", True), ("portal", True), ("x12", False)])
def test_a_person_who_asked_about_something_else_takes_nothing_back(channel: str, stands: bool) -> None:
    told = cast.check(MEDICARE, ON - timedelta(days=5), tells(Kind.QMB, "", flag=True))
    later = replace(cast.check(MEDICARE, ON, cast.benefit(Kind.COPAY, 20)), channel=channel)

    facts = cast.patient(coverages=(MEDICARE,), checks=(told, later), visits=VISITS)

    assert any(d.kind is DutyKind.SETTLE_FINDING for d in cast.derive(facts, ON)) is stands
