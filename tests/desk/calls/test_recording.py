"""A call is kept with all that was learned in it, or not at all; and is taken back with all it wrote."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import acts, calls, settle
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.desk.calls import Said
from otium.records import models
from otium.records.models import Benefit, BenefitCheck, Call, Coverage, History, InjuryClaim, Practice, Staff, Task
from tests import build

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
CALLED = AT - timedelta(minutes=20)
HEALTH = {
    "active": "yes", "covered_from": "2026-01-01", "visit_limit": "30", "limit_period": "calendar_year",
    "visits_used": "12", "pooled_with": "PT, SLP", "copay": "$25", "coinsurance": "20", "deductible": "1,500",
    "deductible_remaining": "0", "authorization_required": "no", "referral_required": "yes", "telehealth": "no",
    "claims_address": "Payer ID EVG01",
}  # fmt: skip
INJURY = {
    "claim_number": "WC-7731", "injured_on": "2026-09-14", "active": "yes", "accepted_parts": "left wrist, left hand",
    "treats_accepted_part": "yes", "adjuster_name": "Rosa Delgado", "adjuster_phone": "(512) 555-0134",
    "authorized_visits": "12", "authorized_starts_on": "2026-11-01", "authorized_ends_on": "2026-12-31",
    "employer": "Northgate Packing",
}  # fmt: skip


def said(learned: dict[str, str] | None = None, **more: Any) -> Said:
    usual: dict[str, Any] = {
        "called_at": CALLED, "outcome": "reached", "number": "(800) 555-0100", "representative": "Marcus T.",
        "reference": "I-20931", "hold_minutes": 14, "learned": learned or {},
    }  # fmt: skip
    return Said(**{**usual, **more})


@pytest.fixture
def practice() -> Iterator[Practice]:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        yield row


@pytest.fixture
def person(practice: Practice) -> Actor:
    staff = Staff.objects.create_user("one@otium.test", name="One")
    staff.memberships.create(practice=practice, role="assistant")
    return Actor.person(staff.pk)


def cover(practice: Practice, payer_type: str = "commercial", **fields: Any) -> Coverage:
    who = build.patient(practice)
    build.visit(who, AT + timedelta(days=6))
    row = build.coverage(who, build.payer(practice, payer_type), **fields)
    settle_now(practice)
    return row


def settle_now(practice: Practice) -> None:
    settle.settle(practice, by=build.TEST, at=AT)


def record(row: Coverage, told: Said, by: Actor, **more: Any) -> Call:
    return calls.record_call(coverage_id=row.pk, said=told, by=by, at=AT, **more)


def kinds(state: str = "open") -> set[str]:
    return set(Task.objects.filter(state=state).values_list("kind", flat=True))


def refused(call: Any, *args: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(acts.Refused) as caught:
        call(*args, **arguments)
    return caught.value.entry, caught.value.code


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


REFUSALS = [
    ({"active": "perhaps"}, {}, ("active", "not_an_option")),
    ({"copay": "a lot"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "-5"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "12.345"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "NaN"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "1e9999999"}, {}, ("copay", "dollars_unreadable")),
    ({"coinsurance": "101"}, {}, ("coinsurance", "percent_unreadable")),
    ({"visits_used": "ten"}, {}, ("visits_used", "number_unreadable")),
    ({"visits_used": "10000"}, {}, ("visits_used", "number_unreadable")),
    ({"covered_from": "2026-02-30"}, {}, ("covered_from", "day_unreadable")),
    ({"covered_from": "0026-02-03"}, {}, ("covered_from", "day_unreadable")),
    ({"covered_from": "2026-03-01", "covered_until": "2026-02-01"}, {}, ("covered_until", "ends_before_it_starts")),
    ({"limit_period": "fortnight"}, {}, ("limit_period", "not_an_option")),
    ({"limit_period": "calendar_year"}, {}, ("visit_limit", "limit_missing")),
    ({"visit_limit": "none", "visits_used": "3"}, {}, ("visits_used", "no_limit_was_said")),
    ({"pooled_with": "PT, ST"}, {}, ("pooled_with", "not_an_option")),
    ({"deductible": "500", "deductible_remaining": "501"}, {}, ("deductible_remaining", "more_than_the_whole")),
    ({"injured_on": "2026-11-26"}, {}, ("injured_on", "day_ahead")),
    ({"claims_address": "x" * 201}, {}, ("claims_address", "text_too_long")),
    ({"shoe_size": "9"}, {}, ("", "question_unknown")),
    ({"active": "yes"}, {"representative": " "}, ("representative", "who_said_it")),
    ({"active": "yes"}, {"reference": ""}, ("reference", "reference_or_why")),
    ({"active": "yes"}, {"outcome": "voicemail"}, ("outcome", "learned_from_nobody")),
    ({}, {}, ("", "call_says_nothing")),
    ({}, {"outcome": "shouted"}, ("outcome", "not_an_option")),
    ({"active": "yes"}, {"hold_minutes": 601}, ("hold_minutes", "minutes_out_of_range")),
    ({"active": "yes"}, {"called_at": AT + timedelta(seconds=1)}, ("called_on", "day_ahead")),
    ({"active": "yes"}, {"promise": "Faxes it"}, ("promised_on", "missing")),
    ({"active": "yes"}, {"promised_on": date(2026, 12, 1)}, ("promise", "missing")),
    ({"active": "yes"}, {"promise": "x", "promised_on": date(2026, 11, 24)}, ("promised_on", "promise_before_call")),
    ({"active": "yes"}, {"promise": "x", "promised_on": date(2027, 11, 26)}, ("promised_on", "wait_too_long")),
    ({"active": "yes"}, {"note": "x" * 4001}, ("note", "text_too_long")),
]


@pytest.mark.parametrize(("learned", "more", "expected"), REFUSALS)
def test_what_cannot_be_is_refused_by_its_entry_and_nothing_is_written(
    practice: Practice, person: Actor, learned: dict[str, str], more: dict[str, Any], expected: tuple[str, str]
) -> None:
    row = cover(practice)
    before = History.objects.count()

    assert refused(record, row, said(learned, **more), person) == expected

    assert not Call.objects.exists()
    assert not BenefitCheck.objects.exists()
    assert not InjuryClaim.objects.exists()
    assert History.objects.count() == before


def test_a_fault_in_the_last_thing_learned_leaves_nothing_of_the_first(practice: Practice, person: Actor) -> None:
    """The answer and its benefits are written before the injury claim is looked at."""
    row = cover(practice, "workers_comp")
    record(row, said({"authorized_ends_on": "2026-12-31"}), person)
    checks = BenefitCheck.objects.count()

    late = {"active": "yes", "authorized_starts_on": "2027-01-01"}
    assert refused(record, row, said(late), person) == ("authorized_ends_on", "ends_before_it_starts")

    assert BenefitCheck.objects.count() == checks
    assert InjuryClaim.objects.get().authorized_starts_on is None
    assert Call.objects.count() == 1


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


def promised(row: Coverage, by: Actor, on: date) -> Call:
    told = said(promise="Faxes the authorization", promised_on=on, called_at=CALLED - timedelta(days=3))
    return record(row, told, by)


def test_a_promise_becomes_a_task_on_its_day_and_is_recorded_as_kept(practice: Practice, person: Actor) -> None:
    row = cover(practice)
    call = promised(row, person, AT.date())
    task = Task.objects.get(kind="follow_promise", state="open")
    assert task.focus_id == call.pk

    act = acts.record(task_id=task.pk, choice="promise_kept", entries={}, by=person, at=AT)

    call.refresh_from_db()
    assert call.promise_kept_at == AT
    assert "follow_promise" not in kinds()

    acts.undo(act_id=act.pk, by=person, at=AT)

    call.refresh_from_db()
    assert call.promise_kept_at is None
    assert "follow_promise" in kinds()


def test_a_promise_given_anew_waits_for_its_new_day(practice: Practice, person: Actor) -> None:
    call = promised(cover(practice), person, AT.date())
    task = Task.objects.get(kind="follow_promise")

    acts.record(task_id=task.pk, choice="promise_moved", entries={"promised_on": "2026-12-03"}, by=person, at=AT)

    call.refresh_from_db()
    assert call.promised_on == date(2026, 12, 3)
    assert "follow_promise" not in kinds()
    settle.settle(practice, by=build.TEST, at=AT + timedelta(days=8))
    assert "follow_promise" in kinds()


def test_a_promise_is_not_moved_to_a_day_gone_by(practice: Practice, person: Actor) -> None:
    promised(cover(practice), person, AT.date())
    task = Task.objects.get(kind="follow_promise")

    found = refused(
        acts.record, task_id=task.pk, choice="promise_moved", entries={"promised_on": "2026-11-25"}, by=person, at=AT
    )

    assert found == ("promised_on", "day_not_ahead")


def test_a_new_answer_keeps_the_promise(practice: Practice, person: Actor) -> None:
    row = cover(practice)
    promised(row, person, AT.date())
    assert "follow_promise" in kinds()

    record(row, said({"active": "yes"}), person)

    assert "follow_promise" not in kinds()


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
