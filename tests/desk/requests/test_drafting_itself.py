"""Otium drafts what must be asked for; what a person touched is theirs."""

from datetime import date, timedelta

import pytest

from otium.desk import acts, autonomy, queue
from otium.desk.autonomy import Autonomy
from otium.desk.requests import life as requests
from otium.records import models
from tests import build
from tests.desk.requests.conftest import AT, Scene


def rows(scene: Scene) -> list[models.AuthorizationRequest]:
    return list(models.AuthorizationRequest.objects.filter(patient=scene.patient))


def draft(scene: Scene) -> models.AuthorizationRequest:
    scene.settle()
    return scene.request()


def renew(scene: Scene) -> models.Task:
    return models.Task.objects.get(patient=scene.patient, kind="renew_authorization", state__in=("open", "dismissed"))


def signature(scene: Scene) -> models.Task:
    return models.Task.objects.get(patient=scene.patient, kind="sign_request", state__in=("open", "dismissed"))


def test_a_duty_to_renew_drafts_its_request_from_the_records(scene: Scene) -> None:
    found = draft(scene)

    assert (found.state, found.kind, found.authorization_id) == ("draft", "renewal", scene.authorization.pk)
    assert (found.starts_on, found.weeks, found.requested) == (date(2026, 12, 1), 12, 24)
    assert found.lines == [{"codes": [], "basis": "visits", "quantity": 24}]
    assert found.therapist_id == scene.therapist.pk
    assert found.episode_id is not None
    assert scene.open().count("renew_authorization") == 0
    assert any(reason["code"].startswith("authorization_") for reason in signature(scene).why)
    assert signature(scene).last_safe_on is not None


def test_settling_again_drafts_nothing_more(scene: Scene) -> None:
    scene.settle()
    scene.settle()

    assert len(rows(scene)) == 1
    assert models.History.objects.filter(focus_type="authorizationrequest").count() == 1


def test_an_evaluation_that_needs_one_is_asked_for_alone(scene: Scene) -> None:
    models.Authorization.objects.update(state="cancelled")
    build.visit(scene.patient, AT + timedelta(days=9), kind="evaluation")
    said = build.check(scene.coverage, AT - timedelta(days=1), "unknown")
    models.Benefit.objects.create(
        practice=scene.practice, check_row=said, kind="authorization_for", text="evaluation", flag=True
    )

    scene.settle()

    found = {row.kind: row.service for row in rows(scene)}
    assert found == {"assessment": "evaluation", "initial": "treatment"}
    task = models.Task.objects.filter(patient=scene.patient, kind="obtain_authorization", instance="evaluation").get()
    again = requests.draft_for_task(task_id=task.pk, by=scene.dana, at=AT)
    assert (again.kind, len(rows(scene))) == ("assessment", 2)


def test_a_draft_nobody_touched_follows_the_facts(scene: Scene) -> None:
    found = draft(scene)
    models.PlanOfCare.objects.update(frequency_per_week=3)

    scene.settle()

    found.refresh_from_db()
    assert (found.per_week, found.requested) == (3, 36)


def test_a_draft_that_a_person_changed_stays_as_they_left_it(scene: Scene) -> None:
    found = draft(scene)
    requests.change(request_id=found.pk, values={"weeks": 6}, version=requests.version_of(found), by=scene.dana, at=AT)
    models.PlanOfCare.objects.update(frequency_per_week=3)

    scene.settle()

    found.refresh_from_db()
    assert (found.weeks, found.per_week, found.requested) == (6, 2, 24)


def test_a_draft_goes_with_its_duty(scene: Scene) -> None:
    found = draft(scene)
    models.Appointment.objects.filter(status="booked").update(status="cancelled")
    models.PlanOfCare.objects.update(ends_on=date(2026, 11, 20))

    scene.settle()

    found.refresh_from_db()
    assert (found.state, scene.open().count("renew_authorization")) == ("cancelled", 0)


def test_a_touched_draft_outlives_its_duty(scene: Scene) -> None:
    found = draft(scene)
    requests.change(request_id=found.pk, values={"weeks": 6}, version=requests.version_of(found), by=scene.dana, at=AT)
    models.Appointment.objects.filter(status="booked").update(status="cancelled")
    models.PlanOfCare.objects.update(ends_on=date(2026, 11, 20))

    scene.settle()

    found.refresh_from_db()
    assert found.state == "draft"


def test_a_dismissed_signature_stays_dismissed_and_nothing_else_stands_for_it(scene: Scene) -> None:
    found = draft(scene)
    queue.dismiss(task_id=signature(scene).pk, reason="Moving away", by=scene.dana, at=AT)

    scene.settle()
    scene.settle()

    found.refresh_from_db()
    assert (found.state, signature(scene).state, len(rows(scene))) == ("draft", "dismissed", 1)
    assert "renew_authorization" not in scene.open()


def test_a_dismissed_signature_comes_back_when_the_last_safe_day_has_passed(scene: Scene) -> None:
    models.AuthorizedService.objects.update(approved=18)
    for days in range(22, 37, 7):
        for day in (0, 2):
            build.visit(scene.patient, AT + timedelta(days=days + day), therapist=scene.therapist, kind="treatment")
    draft(scene)
    task = signature(scene)
    queue.dismiss(task_id=task.pk, reason="Later", by=scene.dana, at=AT)
    assert task.last_safe_on is not None
    assert task.last_safe_on > AT.date()
    last = AT + (task.last_safe_on - AT.date())

    scene.settle(last)
    assert signature(scene).state == "dismissed"

    scene.settle(last + timedelta(days=1))
    assert signature(scene).state == "open"


def test_a_draft_that_a_person_put_aside_is_not_drafted_again_and_the_renewal_is_decided(scene: Scene) -> None:
    found = draft(scene)

    acts.record(task_id=signature(scene).pk, choice="draft_not_needed", entries={"reason": "Moves away"},
                by=scene.dana, at=AT)  # fmt: skip
    scene.settle()

    found.refresh_from_db()
    assert (found.state, len(rows(scene)), "sign_request" in scene.open()) == ("cancelled", 1, False)

    acts.record(task_id=renew(scene).pk, choice="no_renewal", entries={"reason": "Moves away"}, by=scene.dana, at=AT)
    scene.settle()

    assert not {"renew_authorization", "sign_request"} & set(scene.open())


@pytest.mark.parametrize(("days", "count"), [(60, 1), (61, 2)])
def test_what_was_put_aside_long_ago_is_drafted_again(scene: Scene, days: int, count: int) -> None:
    found = draft(scene)
    requests.cancel(request_id=found.pk, why="Not yet", by=scene.dana, at=AT - timedelta(days=days))

    scene.settle()

    assert len(rows(scene)) == count


@pytest.mark.parametrize("choice", [Autonomy.ASK, Autonomy.MANUAL])
def test_nothing_is_drafted_where_the_practice_does_it_itself(scene: Scene, choice: Autonomy) -> None:
    autonomy.choose({"draft_request": choice}, practice_id=scene.practice.pk, by=scene.dana, at=AT)
    scene.practice.refresh_from_db()

    scene.settle()
    by_hand = requests.draft_for_task(task_id=renew(scene).pk, by=scene.dana, at=AT)

    assert [row.pk for row in rows(scene)] == [by_hand.pk]
    assert by_hand.requested == 24


def test_a_signed_draft_becomes_ready_and_its_sending_the_duty(scene: Scene) -> None:
    found = draft(scene)
    scene.sign(found)

    scene.settle()

    found.refresh_from_db()
    assert found.state == "ready"
    assert scene.open().count("send_request") == 1
    assert "renew_authorization" not in scene.open()


def test_a_request_that_the_payer_has_not_answered_is_not_drafted_again(scene: Scene) -> None:
    found = draft(scene)
    models.AuthorizationRequest.objects.filter(pk=found.pk).update(state="submitted", submitted_on=date(2026, 10, 30))

    scene.settle()

    assert "chase_decision" in scene.open()
    assert len(rows(scene)) == 1


def test_what_was_sent_outside_is_recorded_on_the_draft_and_undone_to_it(scene: Scene) -> None:
    found = draft(scene)
    entries = {"sent_on": "2026-11-23", "road": "portal", "requested": "20", "reference": "P-9"}

    act = acts.record(task_id=signature(scene).pk, choice="request_sent", entries=entries, by=scene.dana, at=AT)

    found.refresh_from_db()
    assert (found.state, found.requested, found.channel, found.reference) == ("submitted", 20, "portal", "P-9")
    assert models.RequestSending.objects.get().request_id == found.pk

    acts.undo(act_id=act.pk, by=scene.dana, at=AT + timedelta(minutes=1))

    found.refresh_from_db()
    assert (found.state, found.channel, found.submitted_on) == ("draft", "", None)
    assert models.RequestSending.objects.get().taken_back_at is not None
    assert len(rows(scene)) == 1


def test_what_was_sent_without_a_number_is_not_the_number_that_otium_proposed(scene: Scene) -> None:
    found = draft(scene)

    acts.record(
        task_id=signature(scene).pk, choice="request_sent", entries={"sent_on": "2026-11-23", "road": "fax"},
        by=scene.dana, at=AT,
    )  # fmt: skip

    found.refresh_from_db()
    assert (found.requested, found.lines) == (None, [])
