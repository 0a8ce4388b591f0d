"""After the family was told: a visit beyond the limit is theirs to pay, an advance notice counts by its option."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.rules.duties import patient_duties
from otium.terms.care import ExpectedRate
from otium.terms.clearance import ClearanceCheck
from otium.terms.coverage import BenefitKind
from otium.terms.duty import Act, ActKind, Duty, DutyKind, Reason
from otium.terms.estimate import Fee
from otium.terms.facts import PatientFacts
from otium.terms.family import FamilyChoice, NoticeAbout, NoticeFact
from otium.terms.schedule import ServiceLine
from tests.rules import cast
from tests.rules.clearance.ledgers import ON, column, said
from tests.rules.clearance.test_threshold import FIRST, NOT_DOCUMENTED, RATES, SECOND, practice, with_notice
from tests.rules.clearance.test_threshold import ON as MEDICARE_ON
from tests.rules.clearance.test_threshold import facts as over_threshold

VISITS = ClearanceCheck.BENEFIT_VISITS
PAYER = cast.coverage()
WEEKLY = cast.every(7, ON + timedelta(days=1), 4)
TOLD_ON = date(2026, 11, 20)
BLOCKED, TOLD = ("blocked", "limit_beyond"), ("at_risk", "limit_beyond_told")


def facts(left: int = 2, answered_on: date = ON) -> PatientFacts:
    answer = cast.check(PAYER, answered_on, cast.benefit(BenefitKind.VISITS_REMAINING, left))
    return cast.patient(coverages=(PAYER,), visits=WEEKLY, checks=(answer,))


def duty_of(patient: PatientFacts, kind: DutyKind, on: date) -> Duty:
    return next(d for d in patient_duties(patient, practice(on), on).duties if d.kind is kind)


def notice(duty: Duty, about: NoticeAbout, choice: FamilyChoice | None = None, **more: Any) -> NoticeFact:
    answered_on = TOLD_ON if choice else None
    return NoticeFact(cast.new_id(), about, duty.digest, TOLD_ON, choice=choice, answered_on=answered_on, **more)


def told(choice: FamilyChoice | None = None, **more: Any) -> PatientFacts:
    patient = facts()
    duty = duty_of(patient, DutyKind.TELL_BENEFIT_LIMIT, ON)
    return replace(patient, notices=(notice(duty, NoticeAbout.BENEFIT_LIMIT, choice, **more),))


def test_until_somebody_is_told_they_are_blocked() -> None:
    found = column(facts(), VISITS)

    assert said(found)[2:] == [BLOCKED, BLOCKED]
    assert {f.act for f in found[2:]} == {"tell_benefit_limit"}


@pytest.mark.parametrize(
    ("patient", "state"),
    [
        (told(), TOLD),
        (told(needs_answer=True), TOLD),  # the last safe day has not come
        (told(FamilyChoice.PAY), TOLD),
        (told(FamilyChoice.UNDERSTOOD), TOLD),
        (told(FamilyChoice.CALL), BLOCKED),
        (told(FamilyChoice.STOP), BLOCKED),
    ],
    ids=["told", "sent", "pays", "understood", "wants a call", "stops"],
)
def test_a_letter_counts_as_the_family_answered_it(patient: PatientFacts, state: tuple[str, str]) -> None:
    found = column(patient, VISITS)

    assert said(found)[2:] == [state, state]
    if state == TOLD:
        assert [f.params for f in found[2:]] == [{"beyond": n, "told_on": TOLD_ON} for n in (1, 2)]
        assert {f.act for f in found[2:]} == {""}


@pytest.mark.parametrize(("days_before", "state"), [(2, TOLD), (1, BLOCKED)])
def test_what_was_sent_and_nobody_answered_counts_until_the_last_safe_day(
    days_before: int, state: tuple[str, str]
) -> None:
    patient = told(needs_answer=True)
    first = WEEKLY[2].on

    assert said(column(patient, VISITS, first - timedelta(days=days_before)))[-2:] == [state, state]


def test_a_recorded_talk_counts_with_its_day() -> None:
    patient = facts()
    duty = duty_of(patient, DutyKind.TELL_BENEFIT_LIMIT, ON)
    act = Act(cast.new_id(), ActKind.FAMILY_TOLD, duty.kind, PAYER.id, duty.instance, TOLD_ON, duty.digest)

    found = column(replace(patient, acts=(act,)), VISITS)

    assert said(found)[2:] == [TOLD, TOLD]


def test_a_newer_answer_with_less_left_is_not_what_they_were_told() -> None:
    patient = replace(facts(1), notices=told().notices)

    assert said(column(patient, VISITS))[1:] == [BLOCKED] * 3


@pytest.mark.parametrize(
    ("choices", "result"),
    [
        ((), ("blocked", "threshold_not_documented")),
        ((None,), ("blocked", "threshold_not_documented")),  # sent, not signed
        ((FamilyChoice.OPTION_1,), ("clear", "abn_given")),
        ((FamilyChoice.OPTION_2,), ("clear", "abn_given")),
        ((FamilyChoice.OPTION_3,), ("blocked", "threshold_not_documented")),
    ],
    ids=["not given", "not signed", "option 1", "option 2", "option 3 declines"],
)
def test_an_advance_notice_counts_when_it_is_signed_for_the_care(
    choices: Iterable[FamilyChoice | None], result: tuple[str, str]
) -> None:
    patient = over_threshold("2450.00", acts=(NOT_DOCUMENTED,))
    duty = duty_of(patient, DutyKind.GIVE_ABN, MEDICARE_ON)
    signed = tuple(notice(duty, NoticeAbout.ABN, choice, needs_answer=True) for choice in choices)

    assert said(with_notice(replace(patient, notices=signed))) == [result, result]


def priced(*fees: Fee, rates: tuple[ExpectedRate, ...] = RATES) -> Reason:
    """What the notice says of its cost: two visits of two units of 97530 each."""
    patient = over_threshold("2450.00", *(replace(v, lines=(ServiceLine("97530", 2),)) for v in (FIRST, SECOND)),
                             acts=(NOT_DOCUMENTED,))  # fmt: skip
    known = replace(practice(MEDICARE_ON), fees=fees, rates=rates)
    duties = patient_duties(patient, known, MEDICARE_ON).duties
    return next(d for d in duties if d.kind is DutyKind.GIVE_ABN).why[-1]


SINCE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("said_of_it", "code", "params"),
    [
        (priced(Fee("97530", Decimal(72), SINCE)), "abn_cost_charge", {"cost": Decimal(288), "each": Decimal(144)}),
        (priced(), "abn_cost_rate", {"cost": Decimal("67.47"), "each": None}),  # 35.07 and 32.40
        (priced(Fee("97110", Decimal(62), SINCE)), "abn_cost_rate", {"cost": Decimal("67.47"), "each": None}),
        (priced(rates=(cast.rate("35.07", FIRST.kind),)), "abn_cost_unknown", {}),  # none for the second visit
    ],
    ids=["own fee", "expected rate", "fee of another code", "one visit without either"],
)
def test_an_advance_notice_says_what_the_visits_cost_and_by_what(
    said_of_it: Reason, code: str, params: dict[str, Any]
) -> None:
    assert (said_of_it.code, said_of_it.params) == (code, params)
