"""What an act writes can be taken back while it stands as written; what cannot be is refused by its field."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from otium.desk import acts, settle
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.records import models
from otium.records.models import Act, History, Practice, Staff, Task
from tests import build

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
APPROVED = {"number": "M-1", "starts_on": "2026-11-01", "ends_on": "2026-12-31", "visits": "12"}
SENT = {"sent_on": "2026-11-23", "road": "fax", "requested": "24"}
CHECKED = {
    "status": "active",
    "road": "call",
    "said_by": "Ana",
    "visits_remaining": "12",
    "authorization_required": "no",
}


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


@pytest.fixture
def who(practice: Practice) -> models.Patient:
    patient = build.patient(practice)
    build.coverage(patient, build.payer(practice))
    return patient


def task(who: models.Patient, kind: str = "obtain_authorization") -> Task:
    coverage = models.Coverage.objects.get(patient=who)
    return Task.objects.create(
        practice=who.practice,
        patient=who,
        kind=kind,
        focus_type="coverage",
        focus_id=coverage.pk,
        state="open",
        due_on=AT.date(),
        digest="0" * 64,
        opened_at=AT,
        changed_at=AT,
    )


def done(at: Task, choice: str, entries: dict[str, str], by: Actor) -> Act:
    return acts.record(task_id=at.pk, choice=choice, entries=entries, by=by, at=AT)


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(acts.Refused) as caught:
        call(**arguments)
    return caught.value.entry, caught.value.code


@pytest.mark.parametrize(
    "since",
    [{"state": "approved"}, {"state": "pended"}, {"requested": 12}, {"submitted_on": date(2026, 11, 20)}],
)
def test_a_request_that_moved_on_is_not_taken_back(who: models.Patient, person: Actor, since: dict[str, Any]) -> None:
    act = done(task(who), "request_sent", SENT, person)
    models.AuthorizationRequest.objects.update(**since)

    found = refused(acts.undo, act_id=act.pk, by=person, at=AT)

    assert found == ("", "changed_since")
    assert models.AuthorizationRequest.objects.get().state == since.get("state", "submitted")


def test_a_request_that_still_waits_is_cancelled(who: models.Patient, person: Actor) -> None:
    act = done(task(who), "request_sent", SENT, person)

    acts.undo(act_id=act.pk, by=person, at=AT)

    assert models.AuthorizationRequest.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    ("model", "since"),
    [
        (models.Authorization, {"ends_on": date(2027, 1, 31)}),
        (models.Authorization, {"number": "M-2"}),
        (models.AuthorizedService, {"approved": 30}),
    ],
)
def test_an_approval_that_was_corrected_since_is_not_taken_back(
    who: models.Patient, person: Actor, model: Any, since: dict[str, Any]
) -> None:
    act = done(task(who), "approval_recorded", APPROVED, person)
    model.objects.update(**since)

    found = refused(acts.undo, act_id=act.pk, by=person, at=AT)

    assert found == ("", "changed_since")
    assert models.Authorization.objects.get().state == "active"


def test_an_approval_whose_services_were_typed_anew_is_not_taken_back(who: models.Patient, person: Actor) -> None:
    act = done(task(who), "approval_recorded", APPROVED, person)
    models.AuthorizedService.objects.all().delete()

    assert refused(acts.undo, act_id=act.pk, by=person, at=AT) == ("", "changed_since")


def test_after_an_undo_the_same_number_may_be_recorded_with_the_right_days(who: models.Patient, person: Actor) -> None:
    act = done(task(who), "approval_recorded", APPROVED, person)
    acts.undo(act_id=act.pk, by=person, at=AT)
    Task.objects.filter(state="open").delete()

    done(task(who), "approval_recorded", {**APPROVED, "ends_on": "2026-12-18"}, person)

    assert models.Authorization.objects.get(state="active").ends_on == date(2026, 12, 18)
    assert refused(done, at=task(who), choice="approval_recorded", entries=APPROVED, by=person) == (
        "number",
        "number_on_file",
    )


def test_an_answer_is_taken_back_with_its_benefits(who: models.Patient, person: Actor) -> None:
    act = done(task(who, "verify_coverage"), "coverage_checked", CHECKED, person)

    acts.undo(act_id=act.pk, by=person, at=AT)

    assert models.BenefitCheck.objects.get().entered_in_error


@pytest.mark.parametrize(
    ("kind", "choice", "entries", "part", "expected"),
    [
        ("obtain_authorization", "approval_recorded", APPROVED, "authorizedservice",
         [{"basis": "visits", "approved": 12}]),
        ("verify_coverage", "coverage_checked", CHECKED, "benefit",
         [{"kind": "visits_remaining", "amount": 12}, {"kind": "authorization_required", "flag": False}]),
    ],
)  # fmt: skip
def test_what_belongs_to_a_record_has_a_history_row_of_its_own(
    who: models.Patient, person: Actor, kind: str, choice: str, entries: dict[str, str], part: str, expected: list[Any]
) -> None:
    done(task(who, kind), choice, entries, person)

    rows = History.objects.filter(focus_type=part, event="recorded").order_by("id")
    assert sorted((row.after for row in rows), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("until_on", "code"),
    [("2027-11-24", "wait_too_long"), ("1899-12-31", "day_unreadable"), ("2101-01-01", "day_unreadable")],
)
def test_nothing_waits_longer_than_a_year(who: models.Patient, person: Actor, until_on: str, code: str) -> None:
    at = task(who)

    found = refused(done, at=at, choice="wait_until", entries={"until_on": until_on}, by=person)

    assert found == ("until_on", code)
    assert done(at, "wait_until", {"until_on": "2027-11-23"}, person).until_on == date(2027, 11, 23)


@pytest.mark.parametrize("patient", ["nobody", "00000000-0000-4000-8000-000000000000"])
def test_a_file_is_matched_to_a_patient_of_the_practice_only(who: models.Patient, person: Actor, patient: str) -> None:
    found = refused(done, at=task(who, "match_file"), choice="matched", entries={"patient": patient}, by=person)

    assert found == ("patient", "not_an_option")


def test_a_snooze_ends_when_the_last_safe_day_comes_before_it(practice: Practice, who: models.Patient) -> None:
    build.visit(who, AT + timedelta(days=20))
    settle.settle(practice, by=build.TEST, at=AT)
    snoozed = Task.objects.get(kind="verify_coverage")
    Task.objects.update(snoozed_until=snoozed.last_safe_on, snooze_reason="away")
    build.visit(who, AT + timedelta(days=2))

    settle.settle(practice, by=build.TEST, at=AT)

    snoozed.refresh_from_db()
    woken = History.objects.get(event="woken")
    assert (snoozed.snoozed_until, snoozed.snooze_reason, woken.why) == (None, "", "last safe day")


def test_another_amount_on_the_same_facts_is_told_with_before_and_after(
    practice: Practice, who: models.Patient
) -> None:
    build.rate(models.Payer.objects.get(), "100.00", date(2026, 1, 1))
    build.visit(who, AT + timedelta(days=2))
    settle.settle(practice, by=build.TEST, at=AT)
    models.ExpectedRate.objects.update(amount="140.00")

    settle.settle(practice, by=build.TEST, at=AT)

    row = History.objects.get(event="rescheduled")
    assert (row.before, row.after) == ({"dollars": "100.00"}, {"dollars": "140.00"})
