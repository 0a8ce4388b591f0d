"""What a payer promised comes back as a task on its day."""

from datetime import date, timedelta

import pytest

from otium.desk import acts, settle
from otium.desk.actor import Actor
from otium.records.models import Call, Coverage, Practice, Task
from tests import build
from tests.desk.calls.conftest import AT, CALLED, cover, kinds, record, refused, said

pytestmark = pytest.mark.django_db


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
