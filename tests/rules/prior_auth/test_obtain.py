"""OBTAIN_AUTHORIZATION: treatment booked under a payer that asks for authorization, and none on file."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.terms.coverage import BenefitKind
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestState
from otium.terms.schedule import VisitStatus, VisitType
from tests.rules import cast

ON = date(2026, 11, 2)
FIRST = date(2026, 12, 8)
PAYER = cast.coverage(PayerType.COMMERCIAL)
MA = cast.coverage(PayerType.MEDICARE_ADVANTAGE)
VISITS = cast.every(7, FIRST, 3)


def obtain(patient: PatientFacts, on: date = ON) -> Duty | None:
    return cast.only(DutyKind.OBTAIN_AUTHORIZATION, patient, on, [cast.rate("100")])


def asked(flag: bool | None, on: date = ON) -> PatientFacts:
    """A commercial patient whose payer answered whether authorization is needed."""
    answer = cast.check(PAYER, on, cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=flag))
    return cast.patient(coverages=(PAYER,), visits=VISITS, checks=(answer,))


def of_type(payer_type: PayerType, **facts: object) -> PatientFacts:
    return cast.patient(**{"coverages": (cast.coverage(payer_type),), "visits": VISITS} | facts)


def test_the_duty_counts_the_visits_and_what_is_lost() -> None:
    duty = obtain(asked(True))

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.COVERAGE, PAYER.id)
    assert duty.why[0].params == {"on": FIRST, "count": 3}
    assert cast.codes(duty)[1] == "authorization_required_by_answer"
    assert duty.last_safe_on == date(2026, 11, 20)  # 11 business days, Thanksgiving between
    assert duty.due_on == min(date(2026, 11, 24), duty.last_safe_on)
    assert duty.at_risk.amount == Decimal(300)


@pytest.mark.parametrize(("flag", "stands"), [(True, True), (False, False), (None, False)])
def test_the_payers_answer_decides_and_unknown_is_no_duty(flag: bool | None, stands: bool) -> None:
    assert (obtain(asked(flag)) is not None) is stands


@pytest.mark.parametrize(
    ("payer_type", "stands"),
    [
        (PayerType.MEDICARE_ADVANTAGE, True),
        (PayerType.MEDICAID_MCO, True),
        (PayerType.WORKERS_COMP, True),
        (PayerType.VA, True),
        (PayerType.MEDICARE_B, False),
        (PayerType.SELF_PAY, False),
        (PayerType.COMMERCIAL, False),
        (PayerType.TRICARE, False),
    ],
)
def test_without_an_answer_the_payers_rule_decides(payer_type: PayerType, stands: bool) -> None:
    duty = obtain(of_type(payer_type))

    assert (duty is not None) is stands
    assert duty is None or "authorization_required_by_rule" in cast.codes(duty)


def test_the_answer_beats_the_rule() -> None:
    no = cast.check(MA, ON, cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=False))

    assert obtain(cast.patient(coverages=(MA,), visits=VISITS, checks=(no,))) is None


@pytest.mark.parametrize(("days", "stands"), [(0, True), (1, False)])
def test_an_answer_about_the_coverage_before_it_changed_says_nothing_of_this_one(days: int, stands: bool) -> None:
    changed = replace(PAYER, changed_on=ON + timedelta(days=days))
    patient = replace(asked(True), coverages=(changed,))

    assert (obtain(patient, on=ON + timedelta(days=2)) is not None) is stands


def test_the_newest_answer_counts() -> None:
    patient = asked(True)
    newer = cast.check(PAYER, ON + timedelta(days=1), cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=False))

    assert obtain(replace(patient, checks=(newer, *patient.checks)), on=ON + timedelta(days=2)) is None


def test_an_authorization_that_covers_the_visits_satisfies_it() -> None:
    approved = cast.authorization(FIRST, FIRST + timedelta(days=60), 12, coverage_id=PAYER.id)

    assert obtain(replace(asked(True), authorizations=(approved,))) is None


def test_one_for_other_codes_does_not() -> None:
    visits = cast.every(7, FIRST, 3, "97530")
    splint = cast.authorization(FIRST, FIRST + timedelta(days=60), cast.service(2, "97760"), coverage_id=PAYER.id)

    assert obtain(replace(asked(True), visits=visits, authorizations=(splint,))) is not None


@pytest.mark.parametrize(
    ("kind", "status", "stands"),
    [
        (VisitType.TREATMENT, VisitStatus.BOOKED, True),
        (VisitType.RE_EVALUATION, VisitStatus.BOOKED, True),
        (VisitType.EVALUATION, VisitStatus.BOOKED, False),
        (VisitType.TREATMENT, VisitStatus.CANCELLED, False),
    ],
)
def test_only_booked_treatment_asks_for_it(kind: VisitType, status: VisitStatus, stands: bool) -> None:
    visits = (cast.visit(FIRST, kind=kind, status=status),)

    assert (obtain(replace(asked(True), visits=visits)) is not None) is stands


@pytest.mark.parametrize(("on", "stands"), [(FIRST + timedelta(days=14), True), (FIRST + timedelta(days=15), False)])
def test_it_stands_up_to_the_last_visit_that_lacks_it(on: date, stands: bool) -> None:
    assert (obtain(asked(True, on=FIRST), on=on) is not None) is stands


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        (RequestState.SUBMITTED, False),
        (RequestState.PENDED, False),
        (RequestState.DENIED, False),
        (RequestState.DRAFT, True),
        (RequestState.CANCELLED, True),
    ],
)
def test_it_rests_while_a_request_is_with_the_payer(state: RequestState, stands: bool) -> None:
    request = cast.request(state, PAYER, submitted_on=ON)

    assert (obtain(replace(asked(True), requests=(request,))) is not None) is stands
