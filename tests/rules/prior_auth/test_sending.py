"""SEND_REQUEST: a signed request that has not left, due with what waits for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthorizationRequest, RequestState
from tests.rules import cast

START, ON = date(2026, 10, 6), date(2026, 10, 26)
PAYER = cast.coverage(PayerType.MEDICARE_ADVANTAGE)
HELD = cast.authorization(START, date(2026, 12, 31), 12, coverage_id=PAYER.id)
DAYS = [START + timedelta(days=7 * (i // 2) + 2 * (i % 2)) for i in range(15)]
VISITS = tuple(cast.made(day) if day < ON else cast.visit(day) for day in DAYS)
PATIENT = cast.patient(coverages=(PAYER,), authorizations=(HELD,), visits=VISITS)


def renewal(state: RequestState = RequestState.READY, **more: object) -> AuthorizationRequest:
    return cast.request(state, PAYER, "renewal", **{"authorization_id": HELD.id, "signed_on": ON, **more})  # type: ignore[no-any-return]


def duty(kind: DutyKind, request: AuthorizationRequest, patient: PatientFacts = PATIENT) -> Duty | None:
    return cast.only(kind, replace(patient, requests=(request,)), ON, [cast.rate("100")])


def test_it_is_due_with_the_renewal_whose_place_it_takes() -> None:
    renew = cast.only(DutyKind.RENEW_AUTHORIZATION, PATIENT, ON, [cast.rate("100")])

    found = duty(DutyKind.SEND_REQUEST, renewal())

    assert found is not None
    assert renew is not None
    assert (found.due_on, found.last_safe_on, found.at_risk) == (renew.due_on, renew.last_safe_on, renew.at_risk)
    assert cast.codes(found) == ["request_ready", "request_asks", "request_waits_for", "payer_decides_within"]
    assert duty(DutyKind.RENEW_AUTHORIZATION, renewal()) is None


@pytest.mark.parametrize(
    ("state", "signed_on", "stands"),
    [
        (RequestState.DRAFT, None, False),
        (RequestState.DRAFT, ON, True),
        (RequestState.READY, None, True),
        (RequestState.SUBMITTED, ON, False),
        (RequestState.CANCELLED, ON, False),
    ],
)
def test_it_stands_from_the_signature_until_it_left(state: RequestState, signed_on: date | None, stands: bool) -> None:
    assert (duty(DutyKind.SEND_REQUEST, renewal(state, signed_on=signed_on)) is not None) is stands


def test_a_draft_that_is_not_signed_leaves_the_renewal_standing_on_the_same_ground() -> None:
    before = cast.only(DutyKind.RENEW_AUTHORIZATION, PATIENT, ON)

    after = duty(DutyKind.RENEW_AUTHORIZATION, renewal(RequestState.DRAFT, signed_on=None))

    assert before is not None
    assert after is not None
    assert "request_drafted" in cast.codes(after)
    assert after.digest == before.digest


def test_a_first_request_is_due_before_the_first_visit_that_waits() -> None:
    patient = replace(PATIENT, authorizations=(), visits=(cast.visit(date(2026, 11, 17)),))
    first = cast.request(RequestState.READY, PAYER, "initial", signed_on=ON)

    found = duty(DutyKind.SEND_REQUEST, first, patient)

    assert found is not None
    assert (found.due_on, found.last_safe_on) == (date(2026, 11, 3), date(2026, 11, 10))


def test_a_request_that_nothing_waits_for_is_due_two_business_days_after_its_signature() -> None:
    patient = replace(PATIENT, authorizations=(), visits=())
    first = cast.request(RequestState.READY, PAYER, "initial", signed_on=ON)

    found = duty(DutyKind.SEND_REQUEST, first, patient)

    assert found is not None
    assert (found.due_on, found.last_safe_on, found.at_risk.amount) == (date(2026, 10, 28), None, None)
