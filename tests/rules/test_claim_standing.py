"""Where a claim stands, whatever came first."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from otium.rules.claim_standing import standing
from otium.terms.claim_standing import ClaimDecision, ClaimStanding
from otium.terms.parcel import Standing, Verdict


def decision(paid: str, *, is_reversal: bool = False, charge: str = "150") -> ClaimDecision:
    return ClaimDecision(date(2026, 11, 2), Decimal(paid), Decimal(charge), is_reversal, True, "T1")


PAID, TAKEN_BACK, NEW = decision("96"), decision("-96", is_reversal=True, charge="-150"), decision("104")
DENIED = decision("0")


@pytest.mark.parametrize(
    ("problems", "parcel", "front_end", "expected"),
    [
        (True, None, None, ClaimStanding.HELD),
        (False, None, None, ClaimStanding.READY),
        (False, Standing.WAITING, None, ClaimStanding.SENDING),
        (False, Standing.ACCEPTED, None, ClaimStanding.SENDING),
        (False, Standing.REJECTED, None, ClaimStanding.REJECTED),
        (False, Standing.FAILED, None, ClaimStanding.REJECTED),
        (False, Standing.WITHDRAWN, None, ClaimStanding.READY),
        (False, Standing.ACCEPTED, Verdict.ACCEPTED, ClaimStanding.ACCEPTED),
        (False, Standing.ACCEPTED, Verdict.REJECTED, ClaimStanding.REJECTED),
    ],
)
def test_before_the_payer_decides(problems, parcel, front_end, expected):
    assert standing(has_problems=problems, parcel=parcel, front_end=front_end, decisions=[]) is expected


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([PAID], ClaimStanding.PAID),
        ([DENIED], ClaimStanding.DENIED),
        ([PAID, TAKEN_BACK], ClaimStanding.REVERSED),
        ([TAKEN_BACK], ClaimStanding.REVERSED),
        ([PAID, TAKEN_BACK, NEW], ClaimStanding.PAID),
        ([PAID, TAKEN_BACK, DENIED], ClaimStanding.DENIED),
    ],
)
def test_decisions_count_as_a_set(decisions, expected):
    for order in permutations(decisions):
        found = standing(has_problems=False, parcel=Standing.REJECTED, front_end=Verdict.REJECTED, decisions=order)
        assert found is expected


def test_a_claim_that_was_voided_is_void_when_the_payer_has_taken_it_back():
    void = {"has_problems": False, "parcel": Standing.ACCEPTED, "is_void": True}

    assert standing(**void, front_end=Verdict.ACCEPTED, decisions=[]) is ClaimStanding.VOID
    assert standing(**void, front_end=None, decisions=[PAID, TAKEN_BACK]) is ClaimStanding.VOID
    assert standing(**void, front_end=None, decisions=[PAID]) is ClaimStanding.PAID
