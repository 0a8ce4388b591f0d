"""A call is kept with all that was learned in it, or not at all; and is taken back with all it wrote."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import calls
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.records import models
from otium.records.models import Benefit, BenefitCheck, Coverage, History, InjuryClaim, Practice
from tests import build
from tests.desk.calls.conftest import AT, CALLED, HEALTH, INJURY, cover, kinds, record, refused, said

pytestmark = pytest.mark.django_db


def test_what_was_learned_becomes_an_answer_each_field_with_its_source(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    call = record(row, said(HEALTH), person)

    check = BenefitCheck.objects.get()
    source = {"channel": "call", "place": "I-20931", "at": CALLED.isoformat(), "by": person.name,
              "said_by": "Marcus T.", "call": str(call.pk)}  # fmt: skip
    assert (check.status, check.channel, check.reference, check.said_by) == ("active", "call", "I-20931", "Marcus T.")
    assert (check.answered_at, check.service_on, check.coverage_starts_on) == (
        CALLED, date(2026, 11, 25), date(2026, 1, 1),
    )  # fmt: skip
    assert check.provenance["status"] == source
    found = {b.kind: b for b in Benefit.objects.all()}
    amounts = {kind: b.amount for kind, b in found.items() if b.amount is not None}
    assert amounts == {
        "visit_limit": 30, "visits_used": 12, "copay": 25, "coinsurance": Decimal("0.2"), "deductible": 1500,
        "deductible_remaining": 0,
    }  # fmt: skip
    flags = {kind: b.flag for kind, b in found.items() if b.flag is not None}
    assert flags == {"authorization_required": False, "referral_required": True, "telehealth": False}
    assert found["claims_address"].text == "Payer ID EVG01"
    assert (found["visit_limit"].period, found["visit_limit"].pooled_with) == ("calendar_year", ["PT", "SLP"])
    assert found["visits_used"].pooled_with == ["PT", "SLP"]
    assert {b.provenance["value"]["call"] for b in found.values()} == {str(call.pk)}
    row.refresh_from_db()
    assert (row.starts_on, row.provenance["starts_on"]) == (date(2026, 1, 1), source)


def test_what_was_said_of_an_evaluation_is_kept_apart(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    call = record(row, said({"authorization_required": "yes", "authorization_evaluation": "no"}), person)

    found = {(b.kind, b.text): b for b in Benefit.objects.all()}
    evaluation = found["authorization_for", "evaluation"]
    assert (found["authorization_required", ""].flag, evaluation.flag) == (True, False)
    assert evaluation.provenance["value"]["call"] == str(call.pk)


def test_the_call_itself_is_in_the_ledger(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    call = record(row, said(HEALTH, promise="Sends the fee schedule", promised_on=date(2026, 12, 2)), person)

    assert (call.payer_id, call.patient_id, call.coverage_id) == (row.payer_id, row.patient_id, row.pk)
    assert (call.hold_minutes, call.outcome, call.by_id) == (14, "reached", person.staff_id)
    assert call.learned == HEALTH
    assert calls.hold_times(practice, AT.date())[row.payer_id].median == 14


def test_a_verification_is_done_by_a_call_alone(practice: Practice, person: Actor) -> None:
    row = cover(practice, "workers_comp")
    assert "verify_coverage" in kinds()

    record(row, said(INJURY), person)

    assert "verify_coverage" not in kinds()


def test_an_injury_claim_is_filled_with_its_source(practice: Practice, person: Actor) -> None:
    row = cover(practice, "workers_comp")

    call = record(row, said(INJURY), person)

    claim = InjuryClaim.objects.get(coverage_id=row.pk)
    assert (claim.claim_number, claim.injured_on) == ("WC-7731", date(2026, 9, 14))
    assert (claim.accepted_parts, claim.treats_accepted_part) == (["left wrist", "left hand"], True)
    assert (claim.authorized_visits, claim.authorized_ends_on) == (12, date(2026, 12, 31))
    assert claim.patient_id == row.patient_id
    assert {each["call"] for each in claim.provenance.values()} == {str(call.pk)}
    assert {each.question.code for each in calls.standings(row, AT) if each.standing != "known"} == {
        "adjuster_fax", "bills_to",
    }  # fmt: skip


def test_no_limit_is_an_answer_and_not_unknown(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    record(row, said({"active": "yes", "visit_limit": "none"}), person)

    limit = Benefit.objects.get(kind="visit_limit")
    assert (limit.amount, limit.flag) == (None, False)
    assert not {"visit_limit", "visits_used"} & {
        a.question.code for a in calls.standings(row, AT) if a.standing != "known"
    }


def test_a_call_that_did_not_ask_whether_it_is_active_does_not_say_so(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    record(row, said({"copay": "25"}), person)

    assert BenefitCheck.objects.get().status == "unknown"
    assert "verify_coverage" in kinds()


def test_what_is_used_of_a_limit_on_file_makes_the_task_of_telling_the_family(
    practice: Practice, person: Actor
) -> None:
    row = cover(practice)
    check = build.check(row, AT - timedelta(days=2))
    Benefit.objects.create(practice=practice, check_row=check, kind="visit_limit", amount=20, period="calendar_year")

    record(row, said({"active": "yes", "visits_used": "20"}), person)

    assert "tell_benefit_limit" in kinds()


def test_the_period_of_a_limit_on_file_keeps_the_limits_own_source(practice: Practice, person: Actor) -> None:
    row = cover(practice)
    check = build.check(row, AT - timedelta(days=2))
    Benefit.objects.create(
        practice=practice, check_row=check, kind="visit_limit", amount=20, provenance={"value": {"channel": "x12"}}
    )

    record(row, said({"limit_period": "calendar_year"}), person)

    newest = Benefit.objects.get(check_row__channel="call", check_row__status="unknown", kind="visit_limit")
    assert (newest.amount, newest.period) == (20, "calendar_year")
    assert newest.provenance["value"] == {"channel": "x12"}
    assert newest.provenance["limit_period"]["channel"] == "call"


def test_without_a_reference_the_call_says_why(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    record(row, said({"active": "yes"}, reference="", no_reference="They give none"), person)

    assert BenefitCheck.objects.get().no_reference == "They give none"


def test_nobody_reached_is_a_call_too(practice: Practice, person: Actor) -> None:
    row = cover(practice)

    record(row, said(outcome="gave_up", representative="", reference="", hold_minutes=45), person)

    assert not BenefitCheck.objects.exists()
    assert calls.hold_times(practice, AT.date())[row.payer_id].p90 == 45
    assert "verify_coverage" in kinds()


def test_a_call_is_taken_back_with_all_it_wrote(practice: Practice, person: Actor) -> None:
    row = cover(practice, "workers_comp")
    record(row, said({"claim_number": "WC-1"}), person)
    call = record(row, said({**INJURY, "covered_until": "2027-06-30"}), person)
    assert "verify_coverage" not in kinds()

    calls.withdraw_call(call_id=call.pk, reason="wrong patient", by=person, at=AT)

    assert BenefitCheck.objects.get().entered_in_error
    claim = InjuryClaim.objects.get()
    assert (claim.claim_number, claim.injured_on, claim.accepted_parts) == ("WC-1", None, [])
    assert (claim.adjuster_name, claim.authorized_visits) == ("", None)
    assert set(claim.provenance) == {"claim_number"}
    assert "verify_coverage" in kinds()
    assert History.objects.filter(focus_id=call.pk, event="withdrawn", why="wrong patient").exists()
    assert refused(calls.withdraw_call, call_id=call.pk, reason="", by=person, at=AT) == ("", "call_withdrawn_already")


def test_what_was_changed_since_is_not_taken_back(practice: Practice, person: Actor) -> None:
    row = cover(practice, "workers_comp")
    call = record(row, said(INJURY), person)
    InjuryClaim.objects.update(adjuster_name="Somebody Else")

    assert refused(calls.withdraw_call, call_id=call.pk, reason="", by=person, at=AT) == ("", "changed_since")

    call.refresh_from_db()
    assert not call.entered_in_error
    assert not BenefitCheck.objects.get().entered_in_error


def test_a_correction_takes_the_place_of_the_call(practice: Practice, person: Actor) -> None:
    row = cover(practice)
    call = record(row, said({"active": "yes", "copay": "25"}), person)

    right = calls.correct_call(call_id=call.pk, said=said({"active": "yes", "copay": "35"}), by=person, at=AT)

    call.refresh_from_db()
    assert call.entered_in_error
    assert right.corrects_id == call.pk
    assert Benefit.objects.get(check_row__entered_in_error=False, kind="copay").amount == 35


def test_a_correction_that_is_refused_leaves_the_call_as_it_was(practice: Practice, person: Actor) -> None:
    row = cover(practice)
    call = record(row, said({"active": "yes"}), person)

    wrong = said({"active": "yes", "copay": "plenty"})
    assert refused(calls.correct_call, call_id=call.pk, said=wrong, by=person, at=AT) == ("copay", "dollars_unreadable")

    call.refresh_from_db()
    assert not call.entered_in_error
    assert not BenefitCheck.objects.get().entered_in_error


def test_calls_of_another_practice_are_not_there(practice: Practice, person: Actor) -> None:
    record(cover(practice), said({"active": "yes"}), person)
    other = build.open_practice(AT)

    with acting_for(other.pk):
        assert calls.hold_times(other, AT.date()) == {}
        with pytest.raises(models.Call.DoesNotExist):
            models.Call.objects.get()


def test_the_script_takes_as_many_questions_to_the_database_however_much_is_on_file(
    practice: Practice, person: Actor
) -> None:
    few, many = cover(practice), cover(practice)
    for day in range(6):
        told = replace(said({"active": "yes", "copay": "20"}), called_at=CALLED - timedelta(days=day))
        record(many, told, person)

    with CaptureQueriesContext(connection) as first:
        calls.standings(Coverage.objects.select_related("practice").get(pk=few.pk), AT)
    with CaptureQueriesContext(connection) as second:
        calls.standings(Coverage.objects.select_related("practice").get(pk=many.pk), AT)

    assert len(first) == len(second)


def test_a_button_pressed_twice_records_one_call(practice: Practice, person: Actor) -> None:
    row = cover(practice)
    once = said(HEALTH, promise="Sends the fee schedule", promised_on=date(2026, 12, 2))

    first = record(row, once, person)
    again = record(row, replace(once, called_at=CALLED + timedelta(seconds=1)), person)
    other = record(row, replace(once, reference="I-20932"), person)

    assert again.pk == first.pk
    assert other.pk != first.pk
    assert models.Call.objects.count() == 2
