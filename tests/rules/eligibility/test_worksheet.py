"""The call script asks only for what is missing, or too old for the visits booked."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from otium.rules import payer_rules
from otium.rules.eligibility import worksheet as rules
from otium.terms.calls import InjuryFacts
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.payers import PayerOverride, PayerType
from otium.terms.roads import Service
from otium.terms.worksheet import Asked, Standing, Worksheet
from tests.rules import cast
from tests.rules.cast import authorization, benefit, case, check, coverage, new_id, patient, visit

ON = date(2026, 11, 25)
VISIT = date(2026, 12, 1)
B = BenefitKind
TEXT = (Path(rules.__file__).parent / "worksheet.toml").read_text()
HEALTH = ("active", "covered_from", "covered_until", "covered", "visit_limit", "limit_period", "visits_used",
          "pooled_with", "copay", "coinsurance", "deductible", "deductible_remaining", "out_of_pocket",
          "out_of_pocket_remaining", "authorization_required", "authorization_evaluation", "authorization_road",
          "referral_required", "telehealth", "claims_address")  # fmt: skip
WORK = ("claim_number", "injured_on", "active", "accepted_parts", "treats_accepted_part", "adjuster_name",
        "adjuster_phone", "adjuster_fax", "authorized_visits", "authorized_starts_on", "authorized_ends_on",
        "bills_to", "employer")  # fmt: skip


@cache
def shipped() -> Worksheet:
    return rules.parse(TEXT)


def missing(
    cover: Coverage, *checks: BenefitCheck, injury: InjuryFacts | None = None, **facts: Any
) -> tuple[Asked, ...]:
    facts = {"visits": (visit(VISIT),), **facts}
    return rules.missing(case(patient(coverages=(cover,), checks=checks, **facts), ON), cover, shipped(), injury)


def codes(asked: tuple[Asked, ...]) -> tuple[str, ...]:
    return tuple(each.question.code for each in asked)


def told(*days_and_benefits: Any) -> tuple[Coverage, BenefitCheck]:
    """A coverage of a known first day, and an answer of so many days ago."""
    days, *benefits = days_and_benefits
    cover = coverage(starts_on=date(2026, 1, 1))
    return cover, check(cover, ON - timedelta(days=days), *benefits)


def test_of_a_payer_never_asked_everything_is_asked_in_order() -> None:
    asked = missing(coverage())

    assert codes(asked) == HEALTH
    assert {each.standing for each in asked} == {Standing.MISSING}
    assert {each.visit_on for each in asked} == {VISIT}


KINDS_OF = {
    B.COVERED: "covered", B.VISITS_USED: "visits_used", B.COPAY: "copay", B.COINSURANCE: "coinsurance",
    B.DEDUCTIBLE_REMAINING: "deductible_remaining", B.OUT_OF_POCKET: "out_of_pocket",
    B.OUT_OF_POCKET_REMAINING: "out_of_pocket_remaining", B.REFERRAL_REQUIRED: "referral_required",
    B.TELEHEALTH: "telehealth", B.AUTHORIZATION_ROAD: "authorization_road", B.CLAIMS_ADDRESS: "claims_address",
    B.VISITS_REMAINING: "visits_used", B.DEDUCTIBLE_MET: "deductible_remaining",
    B.OUT_OF_POCKET_MET: "out_of_pocket_remaining",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), KINDS_OF.items())
def test_what_an_answer_told_is_not_asked_again(kind: BenefitKind, code: str) -> None:
    cover, answer = told(1, benefit(kind, 5))

    known = (code, "covered_from", "covered_until", *(["active"] if code == "visits_used" else []))
    assert codes(missing(cover, answer)) == tuple(c for c in HEALTH if c not in known)


def test_a_benefit_without_a_value_is_unknown_and_asked() -> None:
    cover, answer = told(1, benefit(B.COPAY))

    assert "copay" in codes(missing(cover, answer))


@pytest.mark.parametrize(
    ("answer", "not_asked"),
    [
        (benefit(B.VISIT_LIMIT, flag=False), {"visit_limit", "limit_period", "visits_used", "pooled_with"}),
        (benefit(B.DEDUCTIBLE, 0), {"deductible", "deductible_remaining"}),
        (benefit(B.DEDUCTIBLE, 500), {"deductible"}),
        (
            benefit(B.AUTHORIZATION_REQUIRED, flag=False),
            {"authorization_required", "authorization_evaluation", "authorization_road"},
        ),
        (benefit(B.AUTHORIZATION_FOR, flag=False, text="evaluation"), {"authorization_evaluation"}),
        (benefit(B.AUTHORIZATION_FOR, flag=True, text="telehealth"), set()),
        (benefit(B.AUTHORIZATION_REQUIRED, flag=True), {"authorization_required"}),
        (benefit(B.VISIT_LIMIT, 20), {"visit_limit", "pooled_with"}),
        (benefit(B.VISIT_LIMIT, 20, period="calendar_year"), {"visit_limit", "pooled_with", "limit_period"}),
    ],
)
def test_what_follows_from_a_no_is_not_asked(answer: Benefit, not_asked: set[str]) -> None:
    cover, found = told(1, answer)

    gone = set(HEALTH) - set(codes(missing(cover, found))) - {"active", "covered_from", "covered_until"}

    assert gone == not_asked


@pytest.mark.parametrize(("days", "is_stale"), [(24, False), (25, True)])  # 30 days before the visit, and 31
def test_what_is_too_old_for_the_next_visit_is_asked_again(days: int, is_stale: bool) -> None:
    cover, answer = told(days, benefit(B.COPAY, 30), benefit(B.CLAIMS_ADDRESS, 1), benefit(B.VISITS_USED, 3))

    found = {each.question.code: each for each in missing(cover, answer)}

    assert ("copay" in found) is ("active" in found) is is_stale
    assert "claims_address" not in found  # it does not grow old
    if is_stale:
        assert (found["copay"].standing, found["copay"].answered_on) == (Standing.STALE, answer.answered_on)


def test_a_newer_answer_without_it_does_not_hide_an_older_one_with_it() -> None:
    cover, newer = told(1)
    older = check(cover, ON - timedelta(days=3), benefit(B.COPAY, 30))

    assert "copay" not in codes(missing(cover, older, newer))


def test_an_answer_from_before_the_coverage_changed_says_nothing() -> None:
    cover = coverage(changed_on=ON, starts_on=date(2026, 1, 1))

    assert "copay" in codes(missing(cover, check(cover, ON - timedelta(days=1), benefit(B.COPAY, 30))))
    assert "copay" not in codes(missing(cover, check(cover, ON, benefit(B.COPAY, 30))))


def test_a_rejected_inquiry_tells_nothing() -> None:
    cover = coverage()

    assert codes(missing(cover, check(cover, ON, benefit(B.COPAY, 3), status=CheckStatus.REJECTED))) == HEALTH


def test_without_a_visit_today_decides_what_is_too_old() -> None:
    cover, answer = told(30, benefit(B.COPAY, 30))

    asked = missing(cover, answer, visits=())

    assert "copay" not in codes(asked)
    assert {each.visit_on for each in asked} == {None}


def on_file(cover: Coverage, *names: str, **more: Any) -> InjuryFacts:
    return InjuryFacts(new_id(), cover.id, frozenset(names), **more)


def test_an_injury_is_asked_for_its_claim() -> None:
    cover = coverage(PayerType.WORKERS_COMP)

    assert codes(missing(cover)) == WORK
    asked = missing(cover, check(cover, ON), injury=on_file(cover, "claim_number", "adjuster_name"))
    assert codes(asked) == tuple(c for c in WORK if c not in ("claim_number", "adjuster_name", "active"))


def test_auto_is_asked_what_is_left_and_not_for_an_employer() -> None:
    found = codes(missing(coverage(PayerType.AUTO)))

    assert "dollars_remaining" in found
    assert "employer" not in found


TRIO = ("authorized_visits", "authorized_starts_on", "authorized_ends_on")


@pytest.mark.parametrize(("ends_on", "standing"), [(VISIT, None), (VISIT - timedelta(days=1), Standing.STALE)])
def test_visits_that_the_adjuster_gave_are_asked_again_once_they_end(ends_on: date, standing: Standing | None) -> None:
    cover = coverage(PayerType.WORKERS_COMP)
    injury = on_file(cover, *TRIO, authorized_visits=12, authorized_ends_on=ends_on)

    found = {each.question.code: each.standing for each in missing(cover, injury=injury)}

    assert found.get("authorized_visits") is standing


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        (authorization(None, VISIT, 12), False),
        (authorization(None, VISIT - timedelta(days=1), 12), True),
        (authorization(None, VISIT, None), True),
    ],
)
def test_visits_of_an_authorization_on_file_are_not_asked_of_the_adjuster_as_well(row: Any, is_asked: bool) -> None:
    found = codes(missing(coverage(PayerType.WORKERS_COMP), authorizations=(row,)))

    assert set(TRIO) & set(found) == (set(TRIO) if is_asked else set())


def test_with_a_count_it_is_asked_again_whether_the_coverage_is_active() -> None:
    cover, answer = told(1, benefit(B.VISIT_LIMIT, 20))

    found = {each.question.code: each.standing for each in missing(cover, answer)}

    assert (found["visits_used"], found["active"]) == (Standing.MISSING, Standing.STALE)


def test_a_payer_has_its_own_order() -> None:
    own = PayerOverride("commercial", "worksheet_fields", "copay active nonsense", "their portal says so")
    book = payer_rules.book(cast.texts(), [own], ON)

    found = rules.questions_for(book.by_type[PayerType.COMMERCIAL], shipped(), ON)

    assert [q.code for q in found] == ["copay", "active"]


@pytest.mark.parametrize("kind", PayerType)
def test_every_payer_that_is_asked_has_a_worksheet(kind: PayerType) -> None:
    found = rules.questions_for(cast.book().by_type[kind], shipped(), ON)

    assert bool(found) is cast.book().by_type[kind].needs_check
    assert "active" in {q.code for q in found} or not found


@pytest.mark.parametrize("code", rules.parse(TEXT).questions)
def test_every_question_fills_a_fact_that_exists(code: str) -> None:
    question = shipped().questions[code]

    assert question.ask.endswith(("?", "."))
    assert question.why.endswith(".")
    if question.record == "benefit":
        assert BenefitKind(question.column)
    elif question.record == "need":
        assert Service(question.column)
    else:
        assert question.record in ("check", "limit", "injury")


@pytest.mark.parametrize(
    "text",
    [
        "field = [",
        TEXT.replace('fills = "benefit.copay"\n', ""),
        TEXT.replace('kind = "money"', 'kind = "gold"', 1),
        TEXT.replace('"visits_used",', '"visits_spent",', 1),
        TEXT.replace('certainty = "knowledge"', 'certainty = "hope"', 1),
        TEXT.replace('only_if = "deductible"', 'only_if = "deducible"', 1),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(text: str) -> None:
    with pytest.raises(rules.WorksheetError):
        rules.parse(text)
