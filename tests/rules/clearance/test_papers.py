"""ESTIMATE, TELEHEALTH, CONSENTS, ACCOUNT_HOLD."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from otium.rules import case as cases
from otium.rules import clearance, payer_rules
from otium.terms.clearance import ClearanceCheck, Finding
from otium.terms.estimate import GivenEstimate
from otium.terms.family import EstimateState
from otium.terms.payers import PayerOverride, PayerType
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, ledger, of, only, said

SELF = cast.coverage(PayerType.SELF_PAY)
VISIT = cast.visit(date(2026, 12, 2))


def estimate(version: int, state: EstimateState, starts_on: date, ends_on: date) -> GivenEstimate:
    return GivenEstimate(cast.new_id(), cast.new_id(), version, state, starts_on, ends_on, Decimal(1200))


NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 31)
ISSUED, DRAFT = EstimateState.ISSUED, EstimateState.DRAFT


@pytest.mark.parametrize(
    ("estimates", "result"),
    [
        ((), ("at_risk", "estimate_missing")),
        ((estimate(1, DRAFT, NOVEMBER, DECEMBER),), ("at_risk", "estimate_drafted")),
        ((estimate(1, ISSUED, NOVEMBER, DECEMBER),), ("clear", "estimate_given")),
        (
            (estimate(1, ISSUED, NOVEMBER, DECEMBER), estimate(2, DRAFT, NOVEMBER, DECEMBER)),
            ("clear", "estimate_given"),
        ),
        ((estimate(1, ISSUED, NOVEMBER, VISIT.on),), ("clear", "estimate_given")),
        ((estimate(1, ISSUED, NOVEMBER, date(2026, 12, 1)),), ("at_risk", "estimate_missing")),
        ((estimate(1, ISSUED, VISIT.on, DECEMBER),), ("clear", "estimate_given")),
        ((estimate(1, ISSUED, date(2026, 12, 3), DECEMBER),), ("at_risk", "estimate_missing")),
        ((estimate(1, EstimateState.WITHDRAWN, NOVEMBER, DECEMBER),), ("at_risk", "estimate_missing")),
    ],
)
def test_who_pays_themselves_is_given_an_estimate_that_is_good_for_the_day(
    estimates: tuple[GivenEstimate, ...], result: tuple[str, str]
) -> None:
    patient = cast.patient(coverages=(SELF,), visits=(VISIT,), estimates=estimates)

    assert said([only(patient, ClearanceCheck.ESTIMATE)]) == [result]


@pytest.mark.parametrize("coverages", [(), (cast.coverage(),)])
def test_others_need_no_estimate(coverages: tuple[Any, ...]) -> None:
    patient = cast.patient(coverages=coverages, visits=(VISIT,))

    assert only(patient, ClearanceCheck.ESTIMATE).state == "not_needed"


def test_what_has_no_facts_yet_is_unknown_and_makes_no_visit_worse() -> None:
    patient = cast.patient(coverages=(SELF,), visits=(VISIT,),
                           estimates=(estimate(1, ISSUED, NOVEMBER, DECEMBER),))  # fmt: skip

    (visit,) = ledger(patient).visits

    for check in (ClearanceCheck.CONSENTS, ClearanceCheck.ACCOUNT_HOLD):
        assert (of(visit.findings, check).state, of(visit.findings, check).counts) == ("unknown", False)
    assert (visit.state, visit.first) == ("clear", None)


def telehealth(rules: dict[str, Any], **more: Any) -> Finding:
    payer = cast.coverage()
    overrides = [PayerOverride("commercial", name, value, "the practice") for name, value in rules.items()]
    facts = replace(cast.practice(ON), book=payer_rules.book(cast.texts(), overrides, ON))
    patient = cast.patient(coverages=(payer,), visits=(replace(VISIT, **more),))
    (visit,) = clearance.ledger(cases.of(patient, facts, ON)).visits
    return of(visit.findings, ClearanceCheck.TELEHEALTH)


ALLOWED = {"telehealth_allowed": True}


@pytest.mark.parametrize(
    ("rules", "result"),
    [
        ({}, ("unknown", "telehealth_rule_unknown")),
        ({"telehealth_allowed": False}, ("blocked", "telehealth_not_paid")),
        (ALLOWED, ("clear", "telehealth_paid")),
        (ALLOWED | {"telehealth_until": date(2026, 12, 2)}, ("clear", "telehealth_paid")),
        (ALLOWED | {"telehealth_until": date(2026, 12, 1)}, ("blocked", "telehealth_ended")),
    ],
)
def test_telehealth_is_paid_where_and_while_the_payer_says_so(rules: dict[str, Any], result: tuple[str, str]) -> None:
    assert said([telehealth(rules, is_telehealth=True)]) == [result]


@pytest.mark.parametrize(
    ("said_by_calendar", "state", "counts"), [(False, "not_needed", True), (None, "unknown", False)]
)
def test_other_visits_are_not_asked_about(said_by_calendar: bool | None, state: str, counts: bool) -> None:
    found = telehealth({}, is_telehealth=said_by_calendar)

    assert (found.state, found.counts) == (state, counts)
