"""A payer's extension is what a person recorded of its notice; without one the standard time stands."""

from datetime import date, timedelta

import pytest

from otium.desk import pressing, settle
from otium.desk.requests import life as requests
from otium.records import models
from tests.desk.requests.conftest import AT, ON, SWEEP, Scene

SENT, LATE = ON - timedelta(days=8), ON - timedelta(days=1)  # a Medicaid plan decides within 7 days


@pytest.fixture
def pended(scene: Scene) -> models.AuthorizationRequest:
    """Sent eight days ago, asked for papers the day after, answered the same day."""
    row = models.AuthorizationRequest.objects.create(
        practice=scene.practice, patient=scene.patient, coverage=scene.coverage, kind="initial", state="acknowledged",
        submitted_on=SENT, pended_on=SENT + timedelta(days=1), answered_on=SENT + timedelta(days=1),
    )  # fmt: skip
    models.Practice.objects.filter(pk=scene.practice.pk).update(state="MA")
    scene.settle()
    return row


def announced(scene: Scene, row: models.AuthorizationRequest, on: date | None, until: date | None = None) -> None:
    requests.extension_announced(request_id=row.pk, announced_on=on, until=until, by=scene.dana, at=AT)


def test_asking_for_papers_extends_nothing_until_an_extension_is_announced_in_time(
    scene: Scene, pended: models.AuthorizationRequest
) -> None:
    assert "chase_decision" in scene.open()

    announced(scene, pended, LATE)
    announced(scene, pended, LATE)

    assert "chase_decision" not in scene.open()
    assert models.History.objects.filter(focus_id=pended.pk, event="extension_announced").count() == 1

    announced(scene, pended, None)

    assert "chase_decision" in scene.open()


def test_an_extension_announced_too_late_is_kept_and_extends_nothing(
    scene: Scene, pended: models.AuthorizationRequest
) -> None:
    announced(scene, pended, ON)

    pended.refresh_from_db()
    assert pended.extended_on == ON
    assert "chase_decision" in scene.open()


@pytest.mark.parametrize(
    ("on", "until", "code"),
    [
        (ON + timedelta(days=1), None, "day_ahead"),
        (SENT - timedelta(days=1), None, "before_it_was_sent"),
        (ON, ON - timedelta(days=1), "ends_before_it_starts"),
        (ON, ON + timedelta(days=181), "too_far_ahead"),
        (None, ON, "missing"),
        (None, None, "missing"),
    ],
)
def test_days_that_cannot_be_are_refused(
    scene: Scene, pended: models.AuthorizationRequest, on: date | None, until: date | None, code: str
) -> None:
    with pytest.raises(requests.Refused, match=code):
        announced(scene, pended, on, until)


def test_a_request_that_is_decided_takes_none(scene: Scene, pended: models.AuthorizationRequest) -> None:
    models.AuthorizationRequest.objects.update(state="approved")

    with pytest.raises(requests.Refused, match="does_not_follow"):
        announced(scene, pended, ON)


def test_what_to_say_and_the_task_call_an_urgent_one_late_on_the_same_day(scene: Scene) -> None:
    """72 hours of the clock end today: two business days later it is a supervisor's."""
    sent_at = AT - timedelta(hours=72)
    models.AuthorizationRequest.objects.create(
        practice=scene.practice, patient=scene.patient, coverage=scene.coverage, kind="initial", state="submitted",
        submitted_on=sent_at.date(), submitted_at=sent_at, is_urgent=True,
    )  # fmt: skip
    later = ON + timedelta(days=2)
    settle.settle(scene.practice, by=SWEEP, at=AT + timedelta(days=2))

    task = models.Task.objects.get(kind="chase_decision", state="open")
    row = models.AuthorizationRequest.objects.get(is_urgent=True)
    found = pressing.words(row.pk, scene.practice, later)

    assert (task.due_on, task.why[1]["code"]) == (ON, "press_supervisor")
    assert found is not None
    assert (found.due_on, str(found.step)) == (ON, "supervisor")
