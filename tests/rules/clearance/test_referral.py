"""REFERRAL: one in force for the visit, not used up by those before it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otium.terms.clearance import ClearanceCheck
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, column, only, said

CHECK = ClearanceCheck.REFERRAL
PRIME = cast.coverage(PayerType.TRICARE)  # asks for a referral
WEEKLY = cast.every(7, ON, 4)
COVERED = ("clear", "referral_covers")


def facts(*referrals: Any, **more: Any) -> PatientFacts:
    return cast.patient(**{"coverages": (PRIME,), "referrals": referrals, "visits": WEEKLY} | more)


def test_none_on_file_blocks() -> None:
    found = only(facts(visits=WEEKLY[:1]), CHECK)

    assert (found.state, found.fact, found.act) == ("blocked", "referral_missing", "obtain_referral")


@pytest.mark.parametrize(
    ("expires_on", "covered"), [(None, 4), (WEEKLY[2].on, 3), (WEEKLY[2].on - timedelta(days=1), 2)]
)
def test_it_holds_up_to_and_with_the_day_it_expires(expires_on: date | None, covered: int) -> None:
    found = column(facts(cast.referral(date(2026, 11, 1), expires_on=expires_on)), CHECK)

    assert said(found) == [COVERED] * covered + [("blocked", "referral_expires")] * (4 - covered)


@pytest.mark.parametrize(("visits", "covered"), [(None, 4), (4, 4), (3, 3), (0, 0)])
def test_it_holds_for_the_visits_it_states(visits: int | None, covered: int) -> None:
    found = column(facts(cast.referral(date(2026, 11, 1), visits=visits)), CHECK)

    assert said(found) == [COVERED] * covered + [("blocked", "referral_used_up")] * (4 - covered)
    left = [None] * 4 if visits is None else list(range(visits - 1, -1, -1))
    assert [f.params["left"] for f in found[:covered]] == left


@pytest.mark.parametrize(
    ("payer_type", "result"),
    [
        (PayerType.MEDICARE_B, ("not_needed", "referral_not_required")),
        (PayerType.COMMERCIAL, ("unknown", "referral_need_unknown")),
    ],
)
def test_only_where_the_payer_asks_for_it(payer_type: PayerType, result: tuple[str, str]) -> None:
    payer = replace(PRIME, payer_type=payer_type)

    assert said([only(facts(coverages=(payer,), visits=WEEKLY[:1]), CHECK)]) == [result]
