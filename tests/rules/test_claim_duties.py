"""FIX_CLAIM, CHECK_REMITTANCE, and what rests while a payer is asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otium.rules.duties import practice_duties
from otium.terms.claim_standing import ClaimFact, ClaimStanding, RemittanceFact
from otium.terms.coverage import CheckStatus, Inquiry
from otium.terms.duty import Act, ActKind, Duty, DutyKind, FocusType
from otium.terms.payers import PayerType
from otium.terms.reasons import REASONS
from tests.rules import cast

WEDNESDAY, FRIDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30)  # Thursday is a holiday
VISITS = (cast.made(date(2026, 11, 20), "97530x2"),)
CLAIM = ClaimFact(cast.new_id(), cast.PATIENT, cast.PAYER, "K7QM4T", ClaimStanding.REJECTED, WEDNESDAY, 1, 0, VISITS)
REMITTANCE = RemittanceFact(cast.new_id(), "EFT88120", WEDNESDAY, unbalanced=1, unmatched=0)


def derive(on: date, **facts: object) -> tuple[Duty, ...]:
    found = practice_duties(cast.practice(on, (cast.rate("92.00"),), **facts), on).claims
    for reason in (reason for duty in found for reason in duty.why):
        assert tuple(sorted(reason.params)) == tuple(sorted(REASONS[reason.code]))
    return found


def test_a_rejected_claim_is_to_be_mended_by_the_next_business_day() -> None:
    (duty,) = derive(WEDNESDAY, claims=(CLAIM,))

    assert (duty.kind, duty.focus_type, duty.focus_id) == (DutyKind.FIX_CLAIM, FocusType.CLAIM, CLAIM.id)
    assert duty.due_on == FRIDAY
    assert duty.at_risk.amount == Decimal("92.00")
    assert duty.patient_id == cast.PATIENT
    assert [reason.code for reason in duty.why] == ["claim_rejected"]


@pytest.mark.parametrize(("on", "stands"), [(WEDNESDAY, False), (FRIDAY, False), (MONDAY, True)])
def test_a_held_claim_is_a_duty_once_a_business_day_is_over(on: date, stands: bool) -> None:
    held = replace(CLAIM, standing=ClaimStanding.HELD, problems=2)

    assert bool(derive(on, claims=(held,))) is stands


def test_a_claim_without_priced_visits_has_unknown_dollars_at_risk() -> None:
    (duty,) = derive(WEDNESDAY, claims=(replace(CLAIM, payer_id=cast.new_id()),))

    assert duty.at_risk.amount is None


def test_a_claim_that_was_left_stays_left_until_it_is_built_anew() -> None:
    (duty,) = derive(WEDNESDAY, claims=(CLAIM,))
    left = Act(cast.new_id(), ActKind.DECIDED, duty.kind, duty.focus_id, "", WEDNESDAY, duty.digest)

    again = derive(MONDAY, claims=(CLAIM,), claim_acts=(left,))
    anew = derive(MONDAY, claims=(replace(CLAIM, version=2),), claim_acts=(left,))

    assert again == ()
    assert len(anew) == 1


@pytest.mark.parametrize(
    ("unbalanced", "unmatched", "codes"),
    [
        (0, 0, []),
        (1, 0, ["remittance_unbalanced"]),
        (0, 1, ["remittance_unmatched"]),
        (2, 3, ["remittance_unbalanced", "remittance_unmatched"]),
    ],
)
def test_a_payment_is_to_be_checked_where_it_does_not_add_up_or_fit(
    unbalanced: int, unmatched: int, codes: list[str]
) -> None:
    found = derive(WEDNESDAY, remittances=(replace(REMITTANCE, unbalanced=unbalanced, unmatched=unmatched),))

    assert [reason.code for duty in found for reason in duty.why] == codes
    assert all(duty.at_risk.amount is None and duty.due_on == FRIDAY for duty in found)


COVERAGE = cast.coverage(PayerType.COMMERCIAL)
VISIT = cast.visit(date(2026, 12, 2))


@pytest.mark.parametrize(("on", "stands"), [(WEDNESDAY, False), (FRIDAY, False), (MONDAY, True)])
def test_asking_a_payer_rests_until_it_had_a_business_day_to_answer(on: date, stands: bool) -> None:
    asked = Inquiry(cast.new_id(), COVERAGE.id, WEDNESDAY)
    patient = cast.patient(coverages=(COVERAGE,), visits=(VISIT,), inquiries=(asked,))

    duty = cast.only(DutyKind.VERIFY_COVERAGE, patient, on)

    assert (duty is not None) is stands
    assert not stands or "inquiry_unanswered" in cast.codes(duty)


def test_an_inquiry_about_another_coverage_lets_nothing_rest() -> None:
    asked = Inquiry(cast.new_id(), cast.new_id(), WEDNESDAY)
    patient = cast.patient(coverages=(COVERAGE,), visits=(VISIT,), inquiries=(asked,))

    assert cast.only(DutyKind.VERIFY_COVERAGE, patient, WEDNESDAY) is not None


@pytest.mark.parametrize(("on", "stands"), [(FRIDAY, False), (MONDAY, True)])
def test_a_rejected_inquiry_that_was_sent_again_rests_too(on: date, stands: bool) -> None:
    rejected = cast.check(COVERAGE, date(2026, 11, 24), status=CheckStatus.REJECTED, reject_code="72")
    asked = Inquiry(cast.new_id(), COVERAGE.id, WEDNESDAY)
    patient = cast.patient(coverages=(COVERAGE,), visits=(VISIT,), checks=(rejected,), inquiries=(asked,))

    assert (cast.only(DutyKind.FIX_INQUIRY, patient, on) is not None) is stands
