"""What somebody decided or dismissed holds while its ground is the same, whatever passes or is booked meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.terms.coverage import BenefitCheck, BenefitKind, CheckStatus
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus
from tests.rules import cast

ON = date(2026, 11, 9)  # a Monday
RATES = (cast.rate("100"),)
DAILY = cast.every(1, ON, 30)
COMMERCIAL, TRICARE = cast.coverage(PayerType.COMMERCIAL), cast.coverage(PayerType.TRICARE)
MA, B = cast.coverage(PayerType.MEDICARE_ADVANTAGE), cast.coverage(PayerType.MEDICARE_B)


def answer(on: date, remaining: int | None = None, required: bool | None = None) -> BenefitCheck:
    benefits = [cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=required)]
    if remaining is not None:
        benefits.append(cast.benefit(BenefitKind.VISITS_REMAINING, remaining))
    return cast.check(COMMERCIAL, on, *benefits)


def rejected() -> BenefitCheck:
    return cast.check(COMMERCIAL, ON - timedelta(days=2), status=CheckStatus.REJECTED, reject_code="75")


NEVER_ASKED = cast.patient(coverages=(COMMERCIAL,), visits=DAILY)
STALE = replace(NEVER_ASKED, checks=(answer(ON - timedelta(days=200)),))
REJECTED = replace(NEVER_ASKED, checks=(rejected(),))
NO_REFERRAL = cast.patient(coverages=(TRICARE,), visits=DAILY)
EXPIRED = replace(NO_REFERRAL, referrals=(cast.referral(date(2026, 1, 1), expires_on=date(2026, 2, 1)),))
USED_UP = replace(NO_REFERRAL, referrals=(cast.referral(date(2026, 1, 1), visits=0),))
NOT_AUTHORIZED = cast.patient(coverages=(MA,), visits=DAILY)
LIMITED = replace(NEVER_ASKED, checks=(answer(ON, remaining=4, required=True),))
OVER_THRESHOLD = cast.patient(coverages=(B,), visits=DAILY, allowed=((date(2026, 10, 1), Decimal(2400)),))
UNPLANNED = cast.patient(coverages=(B,), visits=DAILY, plans=(cast.plan(ON - timedelta(days=80)),))
CASES = {
    "never asked": NEVER_ASKED,
    "stale": STALE,
    "rejected": REJECTED,
    "no referral": NO_REFERRAL,
    "referral expired": EXPIRED,
    "referral used up": USED_UP,
    "not authorized": NOT_AUTHORIZED,
    "limit": LIMITED,
    "threshold": OVER_THRESHOLD,
    "plan unsigned": UNPLANNED,
}


def digests(facts: PatientFacts, on: date = ON) -> dict[tuple[str, object, str], str]:
    return {d.key: d.digest for d in cast.derive(facts, on, RATES)}


def unconfirmed(facts: PatientFacts, on: date) -> PatientFacts:
    return facts


def confirmed(facts: PatientFacts, on: date) -> PatientFacts:
    """Every visit before the day was made."""
    done = (replace(v, status=VisitStatus.DONE) if v.on < on else v for v in facts.visits)
    return replace(facts, visits=tuple(done))


def cancelled(facts: PatientFacts, on: date) -> PatientFacts:
    done = (replace(v, status=VisitStatus.CANCELLED) if v.on < on else v for v in facts.visits)
    return replace(facts, visits=tuple(done))


ABOUT_THE_VISITS = {DutyKind.RENEW_AUTHORIZATION, DutyKind.REPLACE_COVERAGE, DutyKind.WRITE_PROGRESS_REPORT}
ABOUT_THE_VISITS |= {DutyKind.CERTIFY_PLAN, DutyKind.RECERTIFY_PLAN}


@pytest.mark.parametrize("name", CASES)
def test_fourteen_days_in_which_nothing_is_recorded_leave_every_dismissal_standing(name: str) -> None:
    first = digests(CASES[name])

    assert first
    for day in range(1, 15):
        later = digests(CASES[name], ON + timedelta(days=day))
        assert {key: later[key] for key in first if key in later} == {k: d for k, d in first.items() if k in later}


@pytest.mark.parametrize("passes", [confirmed, cancelled])
@pytest.mark.parametrize("name", CASES)
def test_visits_that_are_made_or_cancelled_undo_no_dismissal_of_a_duty_that_goes_on(
    name: str, passes: Callable[[PatientFacts, date], PatientFacts]
) -> None:
    first = {key: digest for key, digest in digests(CASES[name]).items() if key[0] not in ABOUT_THE_VISITS}

    for day in range(1, 15):
        on = ON + timedelta(days=day)
        later = digests(passes(CASES[name], on), on)
        assert {key: later[key] for key in first if key in later} == {k: d for k, d in first.items() if k in later}


def decided(kind: DutyKind, act: ActKind, facts: PatientFacts, on: date = ON) -> PatientFacts:
    duty = cast.only(kind, facts, on, RATES)
    assert duty is not None
    done = Act(cast.new_id(), act, duty.kind, duty.focus_id, duty.instance, on, duty.digest)
    return replace(facts, acts=(done,))


def stands(kind: DutyKind, facts: PatientFacts, on: date = ON) -> Duty | None:
    return cast.only(kind, facts, on, RATES)


DECISIONS = [
    (DutyKind.OBTAIN_AUTHORIZATION, ActKind.DECIDED, NOT_AUTHORIZED),
    (DutyKind.TELL_BENEFIT_LIMIT, ActKind.FAMILY_TOLD, LIMITED),
    (DutyKind.PLACE_KX, ActKind.RESOLVED, OVER_THRESHOLD),
]


@pytest.mark.parametrize(("kind", "act", "facts"), DECISIONS)
def test_a_decision_holds_when_visits_are_booked_or_cancelled(
    kind: DutyKind, act: ActKind, facts: PatientFacts
) -> None:
    settled = decided(kind, act, facts)

    booked = replace(settled, visits=(*settled.visits, cast.visit(ON, hour=15), *cast.every(1, ON, 25, hour=16)))
    fewer = replace(settled, visits=(settled.visits[0], *settled.visits[2:]))

    assert [stands(kind, each) for each in (settled, booked, fewer)] == [None, None, None]
    assert stands(kind, replace(booked, acts=())) is not None


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        ((), True),
        ((answer(ON + timedelta(days=1), required=True),), True),
        ((answer(ON + timedelta(days=1), required=None),), True),
        ((answer(ON + timedelta(days=1), required=False), answer(ON + timedelta(days=2), required=True)), False),
    ],
)
def test_not_required_holds_until_the_payer_says_no_and_then_yes_again(
    later: tuple[BenefitCheck, ...], holds: bool
) -> None:
    asked = replace(NEVER_ASKED, checks=(answer(ON, required=True),))
    settled = decided(DutyKind.OBTAIN_AUTHORIZATION, ActKind.DECIDED, asked)

    found = stands(DutyKind.OBTAIN_AUTHORIZATION, replace(settled, checks=(*asked.checks, *later)))

    assert (found is None) is holds


def test_not_required_by_a_rule_does_not_answer_the_payer_who_requires_it() -> None:
    settled = decided(DutyKind.OBTAIN_AUTHORIZATION, ActKind.DECIDED, NOT_AUTHORIZED)
    check = cast.check(MA, ON, cast.benefit(BenefitKind.AUTHORIZATION_REQUIRED, flag=True))

    assert stands(DutyKind.OBTAIN_AUTHORIZATION, replace(settled, checks=(check,))) is not None


@pytest.mark.parametrize(("remaining", "holds"), [(4, True), (3, False), (5, False)])
def test_the_family_is_told_again_only_when_another_number_remains(remaining: int, holds: bool) -> None:
    settled = decided(DutyKind.TELL_BENEFIT_LIMIT, ActKind.FAMILY_TOLD, LIMITED)

    later = replace(settled, checks=(*settled.checks, answer(ON + timedelta(days=1), remaining)))

    assert (stands(DutyKind.TELL_BENEFIT_LIMIT, later) is None) is holds


def test_a_new_referral_that_does_not_do_either_is_new_ground() -> None:
    again = replace(USED_UP, referrals=(*USED_UP.referrals, cast.referral(date(2026, 2, 1), visits=0)))
    kind = DutyKind.OBTAIN_REFERRAL

    first, second = stands(kind, USED_UP), stands(kind, again)

    assert first
    assert second
    assert first.digest != second.digest
