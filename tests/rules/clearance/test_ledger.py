"""The whole of it: several limits at once, the first that fails by date, and what lies behind it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.duties import patient_duties
from otium.terms.clearance import ClearanceCheck
from otium.terms.coverage import BenefitKind
from otium.terms.duty import DutyKind
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.schedule import VisitStatus
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, ledger, of, said

RATES = (cast.rate("100"),)
PLAN = cast.coverage(PayerType.MEDICARE_ADVANTAGE, ends_on=date(2026, 12, 20))
DAYS = tuple(date(2026, 12, 1) + timedelta(days=2 * n) for n in range(12))  # 1 to 23 December
ANSWER = cast.check(PLAN, ON, cast.benefit(BenefitKind.VISITS_REMAINING, 6))
GRANTED = cast.authorization(date(2026, 11, 1), date(2026, 12, 31), 8)


def facts() -> PatientFacts:
    """Twelve visits: 6 are left of the limit, 8 of the authorization, and the coverage ends before the eleventh."""
    visits = tuple(cast.visit(day) for day in DAYS)
    return cast.patient(coverages=(PLAN,), checks=(ANSWER,), authorizations=(GRANTED,), visits=visits)


def test_of_several_limits_the_first_that_fails_is_named_first() -> None:
    found = ledger(facts(), rates=RATES)

    told = [(limit.check, limit.on, limit.visits) for limit in found.limits]
    assert told == [
        (ClearanceCheck.BENEFIT_VISITS, DAYS[6], 4),  # the seventh to the tenth
        (ClearanceCheck.AUTHORIZATION, DAYS[8], 2),
        (ClearanceCheck.COVERAGE, DAYS[10], 2),
    ]


def test_dollars_at_risk_are_those_of_the_visits_that_fail() -> None:
    assert [limit.dollars for limit in ledger(facts(), rates=RATES).limits] == [400, 200, None]
    # the last two have no payer, so nobody knows what they are worth


def test_a_visit_names_its_first_finding_of_the_worst_state() -> None:
    visits = ledger(facts(), rates=RATES).visits

    assert [v.first.check if v.first else None for v in visits[6:]] == [
        *[ClearanceCheck.BENEFIT_VISITS] * 4,
        *[ClearanceCheck.COVERAGE] * 2,
    ]
    assert said(f for f in visits[9].findings if f.fails) == [
        ("blocked", "limit_beyond"),
        ("blocked", "authorization_used_up"),
    ]
    assert (visits[0].dollars, visits[0].coverage_id) == (Decimal(100), PLAN.id)
    assert (visits[11].dollars, visits[11].coverage_id) == (None, None)


def test_worse_states_come_before_better_ones() -> None:
    unsure = replace(PLAN, payer_type=PayerType.COMMERCIAL, ends_on=None)
    patient = replace(facts(), coverages=(unsure,))

    visits = ledger(patient, rates=RATES).visits

    assert [v.state for v in visits] == [*["unknown"] * 6, *["blocked"] * 6]  # referral and rule unknown, then limit


def test_only_booked_visits_of_ot_from_today_on_are_judged() -> None:
    visits = (
        cast.visit(ON - timedelta(days=1)),
        cast.made(ON, hour=8),
        cast.visit(ON, hour=9),
        cast.visit(ON, hour=10, discipline="PT"),
        cast.visit(ON, hour=11, status=VisitStatus.CANCELLED),
    )

    found = ledger(cast.patient(coverages=(PLAN,), visits=visits))

    assert [v.visit_id for v in found.visits] == [visits[2].id]


def test_without_visits_to_come_there_is_nothing_to_say() -> None:
    found = ledger(cast.patient(coverages=(PLAN,), visits=(cast.made(ON),)))

    assert (found.visits, found.limits) == ((), ())


@pytest.mark.parametrize("left", range(13))
def test_desk_and_ledger_name_the_same_visit_and_dollars_of_a_limit(left: int) -> None:
    answer = cast.check(PLAN, ON, cast.benefit(BenefitKind.VISITS_REMAINING, left))
    patient = replace(facts(), checks=(answer,), coverages=(replace(PLAN, ends_on=None),))

    duties = patient_duties(patient, cast.practice(ON, RATES), ON).duties
    duty = next((d for d in duties if d.kind is DutyKind.TELL_BENEFIT_LIMIT), None)
    limit = next((x for x in ledger(patient, rates=RATES).limits if x.check is ClearanceCheck.BENEFIT_VISITS), None)

    told = (duty.appointment_id, duty.at_risk.amount, duty.at_risk.visits) if duty else None
    assert told == ((limit.visit_id, limit.dollars, limit.visits) if limit else None)


def test_the_act_of_a_finding_is_the_duty_of_the_desk() -> None:
    patient = replace(facts(), checks=())

    kinds = {d.kind.value for d in patient_duties(patient, cast.practice(ON, RATES), ON).duties}
    acts = {f.act for v in ledger(patient, rates=RATES).visits for f in v.findings if f.act}

    assert {"verify_coverage", "replace_coverage", "renew_authorization"} <= acts & kinds


def test_a_childs_limit_opens_a_request_instead_of_telling_the_family() -> None:
    medicaid = replace(PLAN, payer_type=PayerType.MEDICAID_MCO, ends_on=None)
    patient = replace(facts(), coverages=(medicaid,), birth_on=date(2018, 3, 3))

    duties = {d.kind: d for d in patient_duties(patient, cast.practice(ON, RATES), ON).duties}

    assert DutyKind.TELL_BENEFIT_LIMIT not in duties
    asked = duties[DutyKind.REQUEST_BEYOND_LIMIT]
    assert (asked.appointment_id, asked.instance) == (patient.visits[6].id, "2026")
    assert (asked.due_on, asked.last_safe_on) == (date(2026, 11, 30), date(2026, 12, 11))  # 10 business days, 1
    found = of(ledger(patient, rates=RATES).visits[6].findings, ClearanceCheck.BENEFIT_VISITS)
    assert (found.state, found.act) == ("at_risk", "request_beyond_limit")
