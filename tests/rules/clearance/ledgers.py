"""Ledgers of synthetic patients, and findings out of them."""

from collections.abc import Iterable
from datetime import date

from otium.rules import clearance
from otium.terms.care import ExpectedRate
from otium.terms.clearance import ACTS, FACTS, ClearanceCheck, ClearanceLedger, Finding
from otium.terms.facts import PatientFacts
from tests.rules import cast

ON = date(2026, 11, 25)  # a Wednesday


def ledger(facts: PatientFacts, on: date = ON, rates: Iterable[ExpectedRate] = ()) -> ClearanceLedger:
    """The ledger; fails when a finding says what terms.clearance does not declare."""
    found = clearance.ledger(cast.case(facts, on, rates))
    for visit in found.visits:
        assert [f.check for f in visit.findings] == list(ClearanceCheck)
        for each in visit.findings:
            assert set(each.params) == set(FACTS[each.fact]), each
            assert not each.act or each.act in ACTS, each
    return found


def column(
    facts: PatientFacts, check: ClearanceCheck, on: date = ON, rates: Iterable[ExpectedRate] = ()
) -> list[Finding]:
    """What one check finds of each visit to come, by time."""
    return [of(visit.findings, check) for visit in ledger(facts, on, rates).visits]


def of(findings: Iterable[Finding], check: ClearanceCheck) -> Finding:
    return next(f for f in findings if f.check is check)


def said(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(f.state.value, f.fact) for f in findings]


def only(facts: PatientFacts, check: ClearanceCheck, on: date = ON, rates: Iterable[ExpectedRate] = ()) -> Finding:
    """What the check finds of the one visit to come."""
    (found,) = column(facts, check, on, rates)
    return found
