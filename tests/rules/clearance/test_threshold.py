"""MEDICARE_THRESHOLD, vectors M01 to M03, and GIVE_ABN: KX where the need is documented, a notice where not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.rules import case as cases
from otium.rules import clearance, payer_rules
from otium.rules.duties import patient_duties
from otium.terms.care import ExpectedRate
from otium.terms.clearance import ClearanceCheck, Finding
from otium.terms.coverage import Benefit, BenefitKind, CheckStatus
from otium.terms.duty import Act, ActKind, Duty, DutyKind
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.payers import PayerOverride, PayerType
from otium.terms.reasons import REASONS
from otium.terms.schedule import Visit, VisitStatus, VisitType
from tests.rules import cast
from tests.rules.clearance.ledgers import column, only, said

CHECK = ClearanceCheck.MEDICARE_THRESHOLD
MEDICARE = cast.coverage(PayerType.MEDICARE_B)
ON = date(2026, 11, 16)
FIRST, SECOND = cast.visit(date(2026, 11, 17)), cast.visit(date(2026, 11, 19), kind=VisitType.RE_EVALUATION)
RATES = (cast.rate("35.07"), cast.rate("32.40", "re_evaluation"))
PAST = date(2026, 3, 2)
WITHIN, OVER = ("clear", "threshold_within"), ("at_risk", "threshold_over")


def facts(allowed: str, *visits: Visit, **more: Any) -> PatientFacts:
    """Medicare told that nobody else used anything."""
    booked = visits or (FIRST, SECOND)
    told = cast.check(MEDICARE, date(2026, 11, 2), Benefit(cast.new_id(), BenefitKind.DOLLARS_USED, Decimal(allowed)))
    return cast.patient(
        **{
            "coverages": (MEDICARE,),
            "visits": (cast.made(PAST), *booked),
            "allowed": ((PAST, Decimal(allowed)),),
            "checks": (told,),
        }
        | more
    )


@pytest.mark.parametrize(
    ("allowed", "result"),
    [
        ("2450.00", [OVER, OVER]),  # M01: 2,485.07 with the first, KX on it and all after it
        ("2440.00", [WITHIN, OVER]),  # M02: 2,475.07, then 2,507.47
        ("2412.53", [WITHIN, WITHIN]),  # 2,480.00 exactly is not over
        ("2412.54", [WITHIN, OVER]),
    ],
)
def test_vectors_m01_and_m02_the_visit_that_crosses_and_all_after_it_need_kx(
    allowed: str, result: list[tuple[str, str]]
) -> None:
    found = column(facts(allowed), CHECK, ON, RATES)

    assert said(found) == result
    assert {f.act for f in found if f.fails} <= {"place_kx"}


def test_what_is_allowed_so_far_is_said() -> None:
    found = column(facts("2450.00"), CHECK, ON, RATES)

    assert [f.params["total"] for f in found] == [Decimal("2485.07"), Decimal("2517.47")]


def resolved(kind: DutyKind, act: ActKind, instance: str = "2026") -> Act:
    """An act on the duty as it stands in `facts` (its ground is the year and its figure)."""
    figure = Decimal(3000) if "review" in instance else Decimal(2480)
    ground = {"year": 2026, "threshold": figure}
    digest = Duty(kind, "coverage", MEDICARE.id, ON, (), instance, ground=ground).digest  # type: ignore[arg-type]
    return Act(cast.new_id(), act, kind, MEDICARE.id, instance, ON, digest)


PLACED = resolved(DutyKind.PLACE_KX, ActKind.RESOLVED)
NOT_DOCUMENTED = resolved(DutyKind.PLACE_KX, ActKind.DECIDED)


@pytest.mark.parametrize(
    ("allowed", "result"),
    [("2450.00", ("clear", "kx_placed")), ("2990.00", ("at_risk", "review_over"))],  # M03: over 3,000
)
def test_vector_m03_with_kx_placed_only_the_zone_of_review_is_left(allowed: str, result: tuple[str, str]) -> None:
    found = column(facts(allowed, acts=(PLACED,)), CHECK, ON, RATES)

    assert said(found[:1]) == [result]


def test_a_visit_that_medicare_allowed_over_the_threshold_proves_kx() -> None:
    later = date(2026, 11, 12)
    patient = facts("2470", cast.made(later), FIRST)
    proven = replace(patient, allowed=(*patient.allowed, (later, Decimal(40))))

    found = only(proven, CHECK, ON, RATES)

    assert said([found]) == [("clear", "kx_placed")]


def test_visits_without_a_rate_are_unknown_and_never_clear() -> None:
    found = only(facts("100.00", FIRST), CHECK, ON)

    assert (found.state, found.fact, found.act) == ("unknown", "threshold_unpriced", "enter_rate")


SILENT, LAST_YEAR = cast.check(MEDICARE, date(2026, 11, 2)), cast.check(MEDICARE, date(2025, 12, 30))
REFUSED = cast.check(MEDICARE, date(2026, 11, 2), status=CheckStatus.REJECTED)


@pytest.mark.parametrize(
    ("checks", "act"),
    [((), "verify_coverage"), ((LAST_YEAR,), "verify_coverage"), ((REFUSED,), "verify_coverage"),
     ((SILENT,), "call_payer")],
)  # fmt: skip
def test_what_others_used_is_unknown_until_medicare_told_it_this_year(checks: Any, act: str) -> None:
    found = only(facts("100.00", FIRST, checks=checks), CHECK, ON, RATES)

    assert (found.state, found.fact, found.act) == ("unknown", "threshold_use_unknown", act)


def test_what_is_over_by_our_own_visits_alone_is_over_whatever_others_used() -> None:
    assert said(column(facts("2450.00", checks=()), CHECK, ON, RATES)) == [OVER, OVER]


def test_nobody_has_used_anything_of_a_year_that_has_not_begun() -> None:
    january = cast.visit(date(2027, 1, 5))

    assert said([only(facts("2450.00", january, checks=()), CHECK, ON, RATES)]) == [WITHIN]


def test_only_medicare_part_b_has_it() -> None:
    plan = replace(MEDICARE, payer_type=PayerType.MEDICARE_ADVANTAGE)

    assert only(facts("2450.00", FIRST, coverages=(plan,)), CHECK, ON).state == "not_needed"


# ------------------------------------------------------------------------------------------- the advance notice


def practice(on: date) -> PracticeFacts:
    """With the notice that Medicare takes, whatever is shipped."""
    override = PayerOverride("medicare_b", "advance_notice", "abn", "CMS-R-131")
    return replace(cast.practice(on, RATES), book=payer_rules.book(cast.texts(), [override], on))


def with_notice(patient: PatientFacts, on: date = ON) -> list[Finding]:
    found = clearance.ledger(cases.of(patient, practice(on), on))
    return [f for visit in found.visits for f in visit.findings if f.check is CHECK]


def duty(patient: PatientFacts, kind: DutyKind, on: date = ON) -> Duty | None:
    found = patient_duties(patient, practice(on), on).duties
    for reason in (reason for each in found for reason in each.why):
        assert tuple(sorted(reason.params)) == tuple(sorted(REASONS[reason.code]))
    return next((d for d in found if d.kind is kind), None)


def treated(days: int) -> PatientFacts:
    """So many treatment days made, the last of them on 13 November; the year is over the threshold."""
    others = days - 1  # beside the one in March
    visits = cast.every(1, date(2026, 11, 14) - timedelta(days=others), others, status=VisitStatus.DONE)
    return facts("2450.00", *visits, FIRST, SECOND)


def kinds(patient: PatientFacts, on: date = ON) -> tuple[bool, bool]:
    return (duty(patient, DutyKind.PLACE_KX, on) is not None, duty(patient, DutyKind.GIVE_ABN, on) is not None)


KX, NOTICE, NEITHER = (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    ("patient", "stands"),
    [
        (facts("2450.00"), KX),
        (facts("2400.00", acts=(NOT_DOCUMENTED,)), NEITHER),  # not over the threshold
        (facts("2450.00", acts=(PLACED,)), NEITHER),
        (facts("2450.00", acts=(NOT_DOCUMENTED,)), NOTICE),
        (treated(9), KX),  # the tenth is still to come
        (treated(10), NOTICE),  # it is over, and no report justifies more
    ],
)
def test_kx_where_the_need_is_documented_a_notice_where_not(patient: PatientFacts, stands: tuple[bool, bool]) -> None:
    assert kinds(patient) == stands


def test_the_notice_says_why_and_comes_before_the_visit() -> None:
    found = duty(facts("2450.00", acts=(NOT_DOCUMENTED,)), DutyKind.GIVE_ABN)

    assert found is not None
    assert cast.codes(found) == ["threshold_crossed", "necessity_not_documented", "abn_cost_rate"]
    assert (found.due_on, found.last_safe_on) == (date(2026, 11, 12), date(2026, 11, 16))
    assert (found.appointment_id, found.at_risk.visits) == (FIRST.id, 2)


def test_an_overdue_report_is_the_other_reason() -> None:
    assert cast.codes(duty(treated(10), DutyKind.GIVE_ABN)) == [
        "threshold_crossed",
        "progress_report_due",
        "abn_cost_rate",
    ]


@pytest.mark.parametrize(("on", "stands"), [(date(2026, 11, 2), False), (date(2026, 11, 3), True)])
def test_it_opens_ten_business_days_before_the_visit(on: date, stands: bool) -> None:
    patient = facts("2450.00", acts=(NOT_DOCUMENTED,))

    assert (duty(patient, DutyKind.GIVE_ABN, on) is not None) is stands


def test_where_the_payer_takes_no_notice_kx_is_all_there_is() -> None:
    none = replace(practice(ON), book=payer_rules.book(
        cast.texts(), [PayerOverride("medicare_b", "advance_notice", None, "nobody")], ON))  # fmt: skip

    found = patient_duties(treated(10), none, ON).duties

    assert DutyKind.PLACE_KX in {d.kind for d in found}
    assert DutyKind.GIVE_ABN not in {d.kind for d in found}


GIVEN = resolved(DutyKind.GIVE_ABN, ActKind.FAMILY_TOLD)
AFTER_ALL = resolved(DutyKind.GIVE_ABN, ActKind.RESOLVED)


@pytest.mark.parametrize(
    ("acts", "result"),
    [
        ((NOT_DOCUMENTED,), ("blocked", "threshold_not_documented")),
        ((NOT_DOCUMENTED, GIVEN), ("clear", "abn_given")),
        ((NOT_DOCUMENTED, AFTER_ALL), ("clear", "kx_placed")),
    ],
)
def test_the_ledger_says_the_same(acts: Iterable[Act], result: tuple[str, str]) -> None:
    patient = facts("2450.00", acts=tuple(acts))

    assert said(with_notice(patient)) == [result, result]
    if result[0] == "clear":
        assert kinds(patient) == NEITHER


def test_a_rate_is_what_a_visit_adds() -> None:
    rates: tuple[ExpectedRate, ...] = (cast.rate("10"),)

    assert said(column(facts("2450.00"), CHECK, ON, rates)) == [WITHIN, WITHIN]
