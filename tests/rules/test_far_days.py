"""Sources write 9999-12-31 for "no end" and 0001-01-01 for "always": every rule takes them as days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otium.rules import business_days
from otium.rules.duties import patient_duties
from otium.terms.care import ProgressReport
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestState
from tests.rules import cast

ON = date(2026, 11, 23)
B = cast.coverage(PayerType.MEDICARE_B)
MCO = cast.coverage(PayerType.MEDICAID_MCO)
VISITS = cast.every(3, ON - timedelta(days=30), 20)
SOME = cast.patient(coverages=(B,), visits=VISITS)
MANAGED = replace(SOME, coverages=(MCO,))


def authorized(starts_on: date, ends_on: date, visits: int = 30) -> PatientFacts:
    granted = cast.authorization(starts_on, ends_on, visits, coverage_id=MCO.id)
    return replace(MANAGED, authorizations=(granted,))


def decided(state: RequestState, day: date) -> Any:
    return cast.request(state, MCO, submitted_on=day, decided_on=day, answer_by=day, requested=9, approved=3)


CASES = {
    "authorization without end": authorized(ON, date.max),
    "authorization for ever": authorized(date.min, date.max),
    "authorization long over": authorized(date.min, date.min),
    "authorization that begins at the end of days": authorized(date.max, date.max),
    "more visits than days": authorized(ON, date.max, 2_147_483_647),
    "plan of the end of days": replace(SOME, plans=(cast.plan(date.max, duration_weeks=32_767),)),
    "plan without end": replace(SOME, plans=(cast.plan(ON, ends_on=date.max, sent_on=date.max),)),
    "plan of old": replace(SOME, plans=(cast.plan(date.min, ends_on=date.min, duration_weeks=1),)),
    "recertification of old": replace(SOME, plans=(cast.plan(date.min, is_recertification=True),)),
    "referral": replace(MANAGED, referrals=(cast.referral(date.min, expires_on=date.max, visits=1),)),
    "report at the end of days": replace(SOME, reports=(ProgressReport(cast.new_id(), cast.PATIENT, date.max),)),
    "coverage": replace(SOME, coverages=(replace(B, starts_on=date.min, ends_on=date.max, changed_on=date.max),)),
    "coverage long over": replace(SOME, coverages=(replace(B, starts_on=date.min, ends_on=date.min),)),
    "answer": replace(MANAGED, checks=(cast.check(MCO, ON, coverage_ends_on=date.max, service_on=date.max),)),
    "visit at the end of days": replace(MANAGED, visits=(*VISITS, cast.visit(date.max))),
    "visit at the beginning": replace(MANAGED, visits=(cast.visit(date.min), *VISITS)),
    "only visits at the end of days": replace(SOME, visits=cast.every(0, date.max, 3)),
    "requests of the end of days": replace(MANAGED, requests=tuple(decided(s, date.max) for s in RequestState)),
    "requests of old": replace(MANAGED, requests=tuple(decided(s, date.min) for s in RequestState)),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("on", [ON, date.min, date.max])
def test_a_day_at_either_end_of_the_calendar_breaks_no_rule(name: str, on: date) -> None:
    found = patient_duties(CASES[name], cast.practice(ON), on).duties

    assert all(date.min <= duty.due_on <= date.max for duty in found)


@pytest.mark.parametrize("n", [0, 3])
def test_counting_stops_at_the_ends_of_the_calendar(n: int) -> None:
    closed = replace(cast.DAYS, holidays=frozenset({date.min, date.max}))

    assert business_days.add(date.max, n, closed) == date.max
    assert business_days.back(date.min, n, closed) == date.min
    assert [business_days.shift(ON, far) for far in (-(10**12), 10**12)] == [date.min, date.max]
