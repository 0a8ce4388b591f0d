"""OBTAIN_REFERRAL: an order in force for every visit, where the payer asks for one."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.terms.care import Referral
from otium.terms.duty import Duty, DutyKind, FocusType
from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus
from tests.rules import cast

ON = date(2026, 11, 16)
FIRST = date(2026, 12, 1)
VISITS = cast.every(7, FIRST, 3)
LAST = FIRST + timedelta(days=14)
WRITTEN = date(2026, 11, 1)


def obtain(*referrals: Referral, on: date = ON, payer_type: PayerType = PayerType.TRICARE) -> Duty | None:
    patient = cast.patient(coverages=(cast.coverage(payer_type),), visits=VISITS, referrals=referrals)
    return cast.only(DutyKind.OBTAIN_REFERRAL, patient, on, [cast.rate("100")])


def test_missing() -> None:
    duty = obtain()

    assert duty is not None
    assert (duty.focus_type, duty.focus_id) == (FocusType.PATIENT, cast.PATIENT)
    assert cast.codes(duty) == ["referral_missing", "referral_required_by_rule"]
    assert (duty.due_on, duty.last_safe_on) == (date(2026, 11, 23), date(2026, 11, 30))
    assert duty.at_risk.amount == Decimal(300)


@pytest.mark.parametrize(
    ("payer_type", "stands"),
    [
        (PayerType.TRICARE, True),
        (PayerType.MEDICAID_FFS, True),
        (PayerType.MEDICAID_MCO, True),
        (PayerType.WORKERS_COMP, True),
        (PayerType.MEDICARE_B, False),
        (PayerType.SELF_PAY, False),
        (PayerType.COMMERCIAL, False),
    ],
)
def test_only_where_the_payer_asks_for_it(payer_type: PayerType, stands: bool) -> None:
    assert (obtain(payer_type=payer_type) is not None) is stands


@pytest.mark.parametrize(
    ("expires_on", "first_lost"),
    [(FIRST - timedelta(days=1), FIRST), (FIRST, FIRST + timedelta(days=7)), (LAST, None), (None, None)],
)
def test_it_holds_up_to_and_with_the_day_it_expires(expires_on: date | None, first_lost: date | None) -> None:
    duty = obtain(cast.referral(WRITTEN, expires_on=expires_on))

    assert (duty.why[0].params if duty else None) == (
        {"expires_on": expires_on, "visit_on": first_lost} if first_lost else None
    )


@pytest.mark.parametrize(("visits", "first_lost"), [(2, LAST), (3, None), (None, None)])
def test_it_holds_for_the_visits_it_states(visits: int | None, first_lost: date | None) -> None:
    duty = obtain(cast.referral(WRITTEN, visits=visits))

    assert (duty.why[0].params if duty else None) == (
        {"visits": visits, "visit_on": first_lost} if first_lost else None
    )


def test_visits_made_under_it_are_taken_off_and_no_shows_are_not() -> None:
    made, missed = cast.made(WRITTEN), cast.visit(WRITTEN, status=VisitStatus.NO_SHOW)
    patient = cast.patient(
        coverages=(cast.coverage(PayerType.TRICARE),),
        visits=(made, missed, *VISITS),
        referrals=(cast.referral(WRITTEN, visits=3),),
    )

    duty = cast.only(DutyKind.OBTAIN_REFERRAL, patient, ON)

    assert duty is not None
    assert duty.appointment_id == VISITS[2].id


@pytest.mark.parametrize(("written_on", "stands"), [(FIRST, False), (FIRST + timedelta(days=1), True), (None, False)])
def test_it_holds_from_the_day_it_was_written(written_on: date | None, stands: bool) -> None:
    assert (obtain(cast.referral(written_on)) is not None) is stands


def test_what_expires_first_is_used_first_so_two_cover_more() -> None:
    short = cast.referral(WRITTEN, visits=1, expires_on=FIRST)
    long = cast.referral(WRITTEN, visits=2)

    assert obtain(long, short) is None
    assert obtain(replace(long, visits=1), short) is not None


@pytest.mark.parametrize(("on", "stands"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True), (LAST, True)])
def test_it_opens_thirty_days_before_the_visit(on: date, stands: bool) -> None:
    assert (obtain(on=on) is not None) is stands
