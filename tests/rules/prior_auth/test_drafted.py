"""One drafted request is one thing to do: the duty to ask gives way to the signature, with its days and dollars."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.duty import Duty, DutyKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestState
from tests.rules import cast

ON = date(2026, 11, 23)
PLAN = cast.coverage(PayerType.MEDICAID_MCO)
HELD = cast.authorization(date(2026, 9, 1), date(2026, 12, 10), 40, coverage_id=PLAN.id)
VISITS = cast.every(7, ON + timedelta(days=1), 6, "97530")
ASKS = (DutyKind.RENEW_AUTHORIZATION, DutyKind.OBTAIN_AUTHORIZATION, DutyKind.SIGN_REQUEST, DutyKind.SEND_REQUEST)


def draft(kind: str = "renewal", state: RequestState = RequestState.DRAFT, **more: Any) -> Any:
    usual = {"authorization_id": HELD.id if kind == "renewal" else None, "gaps": 0}
    return cast.request(state, PLAN, kind=kind, **usual | more)


def asks(*requests: Any, on: date = ON, **more: Any) -> list[Duty]:
    usual = {"coverages": (PLAN,), "visits": VISITS, "authorizations": (HELD,), "requests": requests}
    found = cast.derive(cast.patient(**usual | more), on, [cast.rate("100")])
    return [duty for duty in found if duty.kind in ASKS]


def kinds(found: Iterable[Duty]) -> list[str]:
    return [duty.kind.value for duty in found]


def test_without_a_draft_the_renewal_stands_and_with_one_its_signature_has_its_days_and_dollars() -> None:
    [renewal] = asks()

    [signature] = asks(draft())

    assert (renewal.kind, signature.kind) == (DutyKind.RENEW_AUTHORIZATION, DutyKind.SIGN_REQUEST)
    assert (signature.due_on, signature.last_safe_on) == (renewal.due_on, renewal.last_safe_on)
    assert (signature.at_risk, signature.appointment_id) == (renewal.at_risk, renewal.appointment_id)
    assert signature.at_risk.amount == Decimal(300)
    assert signature.why[0].code == "packet_complete"
    assert {r.code for r in renewal.why} <= {r.code for r in signature.why}


@pytest.mark.parametrize(
    ("request_of", "expected"),
    [
        (draft(), ["sign_request"]),
        (draft(authorization_id=None), ["sign_request"]),  # of the same coverage
        (draft(gaps=2, lacks=("order_missing", "goals_missing")), ["sign_request"]),
        (draft(gaps=None), ["renew_authorization"]),  # no packet is there to be signed
        (draft(signed_on=ON), ["send_request"]),
        (draft(state=RequestState.READY, signed_on=ON), ["send_request"]),
        (draft(authorization_id=cast.new_id()), ["renew_authorization", "sign_request"]),  # it renews another
        (draft("amendment"), ["renew_authorization", "sign_request"]),
        (draft(state=RequestState.CANCELLED), ["renew_authorization"]),
    ],
)
def test_it_gives_way_to_the_signature_of_what_asks_for_the_same(request_of: Any, expected: list[str]) -> None:
    assert sorted(kinds(asks(request_of))) == expected


@pytest.mark.parametrize(
    ("kind", "visit", "expected"),
    [
        ("initial", "treatment", ["sign_request"]),
        ("assessment", "treatment", ["obtain_authorization", "sign_request"]),
        ("renewal", "treatment", ["obtain_authorization", "sign_request"]),
    ],
)
def test_a_first_request_gives_way_as_well(kind: str, visit: str, expected: list[str]) -> None:
    asked = draft(kind, authorization_id=None)
    answer = cast.check(PLAN, ON - timedelta(days=1), cast.benefit(cast.BenefitKind.AUTHORIZATION_REQUIRED, flag=True))

    assert sorted(kinds(asks(asked, authorizations=(), checks=(answer,)))) == expected


def test_a_visit_more_asks_for_no_signature_anew() -> None:
    asked = draft()
    [before], [after] = asks(asked), asks(asked, visits=(*VISITS, *cast.every(7, date(2027, 1, 5), 2, "97530")))

    assert before.at_risk != after.at_risk
    assert before.digest == after.digest


def test_two_drafts_of_one_renewal_are_two_signatures_and_no_renewal() -> None:
    assert kinds(asks(draft(), draft())) == ["sign_request", "sign_request"]


@pytest.mark.parametrize(("days", "is_asked_anew"), [(0, False), (1, True)])
def test_a_signature_put_aside_is_asked_for_anew_once_the_last_safe_day_has_passed(
    days: int, is_asked_anew: bool
) -> None:
    asked = draft()
    [before] = asks(asked)
    assert before.last_safe_on is not None

    [after] = asks(asked, on=before.last_safe_on + timedelta(days=days))

    assert after.last_safe_on == before.last_safe_on
    assert (after.digest != before.digest) is is_asked_anew
